//! The order books are read after every connection, so that no fill is missed.

use super::*;
use crate::{Backoff, Books, UpdateKind};

#[tokio::test(start_paused = true)]
async fn books_are_read_after_every_connection_and_until_it_succeeds() {
    let reads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .backoff(Backoff::new(Duration::from_secs(1), Duration::from_secs(1)))
            .books(move || {
                let number = counted.fetch_add(1, Ordering::SeqCst);
                async move {
                    match number {
                        1 | 2 => Err(std::io::Error::other("no route")),
                        _ => Ok(Books::default()),
                    }
                }
            })
    });
    let mut peer = rig.accept().await;
    assert!(matches!(rig.event().await, Event::Books(_)));
    assert_eq!(heard(&mut peer).await, UPDATES);
    drop(peer);
    rig.gap().await;
    let peer = rig.accept().await;
    for _ in 0..2 {
        match rig.event().await {
            Event::BooksUnread { error } => assert_eq!(&*error, "no route"),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(rig.event().await, Event::Books(_)));
    // An update that cannot be read is told, and leads to the books as well.
    for (bytes, kind) in [
        (&b"\x32\0\0\0\0{\"order_status\":\"open\"}"[..], UpdateKind::Order),
        (b"\x33\0", UpdateKind::Trade),
    ] {
        peer.binary(bytes);
        match rig.event().await {
            Event::UnreadableUpdate { kind: told, .. } => assert_eq!(told, kind),
            other => panic!("{other:?}"),
        }
        assert!(matches!(rig.event().await, Event::Books(_)));
    }
    assert_eq!(reads.load(Ordering::SeqCst), 6);
}

#[tokio::test(start_paused = true)]
async fn without_order_updates_nobody_reads_the_books() {
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .order_updates(false)
            .books(|| async { Err::<Books, _>(std::io::Error::other("not wanted")) })
    });
    let _peer = rig.accept().await;
    sleep(Duration::from_secs(60)).await;
    assert!(rig.is_quiet().await);
}
