//! A function that the caller gave panics: the stream ends and says so, instead of going on with a part of itself.

use super::*;
use crate::{Backoff, Books, MarketHours};

async fn ends_with_a_panic(mut rig: Rig) {
    loop {
        match rig.event().await {
            Event::Ended(EndReason::Panicked) => break,
            Event::Ended(other) => panic!("{other:?}"),
            _ => {}
        }
    }
    assert!(rig.events.next().await.is_none());
    let states = rig.feed.watch();
    let ended = StreamState::Ended(EndReason::Panicked);
    assert!(states.borrow().iter().all(|state| *state == ended));
    rig.feed.close().await;
    let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    assert_eq!(left, 0);
}

#[tokio::test(start_paused = true)]
async fn one_connection_of_several() {
    let hours = MarketHours::new(|_, now| {
        assert!(now < MORNING + Duration::from_secs(5), "the caller's own");
        true
    });
    let mut rig = rig_at(MORNING, |builder| builder.connections(2).market_hours(hours));
    rig.feed.subscribe((1..=20).map(nse), DataMode::Compact);
    let peers = [rig.accept().await, rig.accept().await];
    ends_with_a_panic(rig).await;
    assert!(peers.iter().all(Peer::is_abandoned));
}

#[tokio::test(start_paused = true)]
async fn in_a_pause() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| panic!("the caller's own")))
    });
    let attempt = rig.server.attempt().await.unwrap();
    attempt.refuse(SocketErrorKind::Connect);
    ends_with_a_panic(rig).await;
}

#[tokio::test(start_paused = true)]
async fn in_reading_the_books() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.books(|| async {
            sleep(Duration::from_secs(1)).await;
            panic!("the caller's own");
            #[allow(unreachable_code)]
            Ok::<_, std::io::Error>(Books::default())
        })
    });
    let peer = rig.accept().await;
    ends_with_a_panic(rig).await;
    assert!(peer.is_abandoned());
}
