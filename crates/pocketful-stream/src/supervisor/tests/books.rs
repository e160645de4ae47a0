//! The order books are read after every connection, so that no fill is missed.

use pocketful_types::Orders;

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

/// An update of an order with this status.
pub(super) fn changed(id: usize, status: &str) -> Vec<u8> {
    update(
        50,
        &format!(r#"{{"oms_order_id":"{id}","order_status":"{status}"}}"#),
    )
}

pub(super) fn list(orders: &[(usize, &str)]) -> Orders {
    let row =
        |(id, status): &(usize, &str)| format!(r#"{{"oms_order_id":"{id}","order_status":"{status}"}}"#);
    let rows: Vec<_> = orders.iter().map(row).collect();
    serde_json::from_str(&format!("[{}]", rows.join(","))).unwrap()
}

/// Id and status of each order.
pub(super) fn told(orders: &Orders) -> Vec<(&str, &str)> {
    let rows = orders.rows.iter();
    rows.map(|order| (order.oms_order_id.as_str(), order.order_status.as_str()))
        .collect()
}

pub(super) async fn books_of(rig: &mut Rig) -> Arc<Books> {
    match rig.event().await {
        Event::Books(books) => books,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_update_that_comes_while_the_books_are_read_is_in_them() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.books(|| async {
            // The snapshot is this one, however long it takes to arrive. An order that completes between the two readings is in
            // both.
            let books = Books {
                pending: list(&[
                    (1, "CONFIRMED"),
                    (2, "CONFIRMED"),
                    (3, "CONFIRMED"),
                    (4, "CONFIRMED"),
                ]),
                completed: list(&[(4, "COMPLETE"), (5, "COMPLETE")]),
                ..Books::default()
            };
            sleep(Duration::from_secs(1)).await;
            Ok::<_, std::io::Error>(books)
        })
    });
    let peer = rig.accept().await;
    peer.pong();
    sleep(Duration::from_millis(500)).await;
    for bytes in [
        changed(1, "MODIFY_CONFIRMED"),
        changed(2, "MODIFY_CONFIRMED"),
        changed(2, "CANCEL_CONFIRMED"),
        changed(6, "CONFIRMED"),
    ] {
        peer.binary(bytes);
        assert!(matches!(rig.event().await, Event::OrderUpdate(_)));
    }
    let books = books_of(&mut rig).await;
    assert_eq!(
        told(&books.pending),
        [("1", "MODIFY_CONFIRMED"), ("3", "CONFIRMED"), ("6", "CONFIRMED")]
    );
    assert_eq!(
        told(&books.completed),
        [("4", "COMPLETE"), ("5", "COMPLETE"), ("2", "CANCEL_CONFIRMED")]
    );
    // What came before the next reading begins is not held against it.
    peer.binary(update(50, "{"));
    assert!(matches!(rig.event().await, Event::UnreadableUpdate { .. }));
    let books = books_of(&mut rig).await;
    assert_eq!(told(&books.pending)[0], ("1", "CONFIRMED"));
}

#[tokio::test(start_paused = true)]
async fn the_books_are_read_once_the_server_has_heard_of_the_subscription() {
    let filled = Arc::new(AtomicUsize::new(0));
    let snapshot = Arc::clone(&filled);
    let mut rig = rig_at(MORNING, |builder| {
        builder.books(move || {
            let filled = snapshot.load(Ordering::SeqCst);
            async move {
                Ok::<_, std::io::Error>(Books {
                    completed: list(&[(7, "COMPLETE")][..filled]),
                    ..Books::default()
                })
            }
        })
    });
    let mut peer = rig.accept().await;
    assert_eq!(peer.hear().await.unwrap(), UPDATES);
    assert_eq!(peer.hear().await.unwrap(), "ping");
    // The server takes its time, and meanwhile an order is filled that it tells nobody of.
    sleep(Duration::from_secs(1)).await;
    filled.store(1, Ordering::SeqCst);
    peer.pong();
    assert_eq!(told(&books_of(&mut rig).await.completed), [("7", "COMPLETE")]);
    assert!(rig.is_quiet().await);
    // Where no answer comes, they are read soon, and again should it come after all.
    filled.store(0, Ordering::SeqCst);
    drop(peer);
    rig.gap().await;
    let peer = rig.accept().await;
    let began = Instant::now();
    assert!(told(&books_of(&mut rig).await.completed).is_empty());
    assert!((2..=3).contains(&began.elapsed().as_secs()));
    filled.store(1, Ordering::SeqCst);
    sleep(Duration::from_secs(5)).await;
    assert!(rig.is_quiet().await);
    peer.pong();
    assert_eq!(told(&books_of(&mut rig).await.completed), [("7", "COMPLETE")]);
}

#[tokio::test(start_paused = true)]
async fn unreadable_updates_do_not_use_up_the_quota_of_the_books() {
    let reads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    let mut rig = rig_at(MORNING, |builder| {
        builder.queue(8).books(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async { Ok::<_, std::io::Error>(Books::default()) }
        })
    });
    let peer = rig.accept().await;
    sleep(Duration::from_secs(5)).await;
    let minute = Instant::now();
    while minute.elapsed() < Duration::from_secs(60) {
        peer.binary(update(50, "{"));
        sleep(Duration::from_millis(50)).await;
    }
    let first = reads.load(Ordering::SeqCst);
    assert!((3..=7).contains(&first), "{first} readings in the first minute");
    sleep(Duration::from_secs(60)).await;
    assert!(
        reads.load(Ordering::SeqCst) <= first + 1,
        "what came is served by one"
    );
    // After a while in which nothing was wrong, the next one is served at once; and so is a connection.
    let before = reads.load(Ordering::SeqCst);
    peer.binary(update(50, "{"));
    sleep(Duration::from_millis(10)).await;
    assert_eq!(reads.load(Ordering::SeqCst), before + 1);
    peer.binary(update(50, "{"));
    drop(peer);
    let peer = rig.server.attempt().await.unwrap().accept();
    peer.pong();
    sleep(Duration::from_millis(10)).await;
    assert_eq!(reads.load(Ordering::SeqCst), before + 2);
}

#[tokio::test(start_paused = true)]
async fn trades_that_could_not_be_read_are_read_again_after_a_pause_or_with_the_next_connection() {
    let (reads, pauses) = (Arc::new(AtomicUsize::new(0)), AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    // The readings wait for a minute; the attempt to connect, which is the third to draw a pause, does not wait at all.
    let random = move || match pauses.fetch_add(1, Ordering::SeqCst) {
        2 => 0,
        _ => u32::MAX,
    };
    let minute = Duration::from_secs(60);
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .backoff(Backoff::new(minute, minute).with_random(random))
            .books(move || {
                let is_whole = counted.fetch_add(1, Ordering::SeqCst) == 2;
                async move {
                    Ok::<_, std::io::Error>(Books {
                        trades: is_whole.then(Default::default),
                        trades_unread: (!is_whole).then(|| Arc::from("no route")),
                        ..Books::default()
                    })
                }
            })
    });
    // This server never answers a ping, so that it need not go on doing so.
    let peer = rig.accept().await;
    for seconds in [2, 60] {
        let began = Instant::now();
        let books = books_of(&mut rig).await;
        assert_eq!(began.elapsed().as_secs(), seconds);
        assert_eq!(books.trades, None);
        assert_eq!(books.trades_unread.as_deref(), Some("no route"));
    }
    drop(peer);
    rig.gap().await;
    let began = Instant::now();
    let peer = rig.accept().await;
    peer.pong();
    let books = books_of(&mut rig).await;
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert!(books.trades.is_some() && books.trades_unread.is_none());
    sleep(minute / 2).await;
    assert_eq!(reads.load(Ordering::SeqCst), 3, "what is whole is not read again");
}
