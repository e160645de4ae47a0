//! Packets that are late, and all that waits behind them.

use super::*;
use crate::{Backoff, Books};

const SECOND: Duration = Duration::from_secs(1);

/// A reader of one instrument, which has had its first tick.
async fn ticking(options: impl FnOnce(StreamBuilder) -> StreamBuilder) -> (Rig, Peer) {
    let mut rig = rig_at(MORNING, options);
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    peer.pong();
    peer.binary(tick(1, 1));
    loop {
        match rig.event().await {
            Event::Detailed(_) => return (rig, peer),
            Event::Books(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// What comes next, in a word.
async fn said(rig: &mut Rig) -> String {
    match rig.event().await {
        Event::Detailed(tick) => format!("tick {}", tick.last_price_raw()),
        Event::OrderUpdate(update) => format!("order {}", update.order.oms_order_id),
        Event::TradeUpdate(update) => format!("trade {}", update.oms_order_id),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_within_the_limit_is_no_hole_and_nothing_overtakes() {
    let (mut rig, mut peer) = ticking(|builder| builder).await;
    let view = rig.feed.latest();
    // Twice, so that each is measured from what came last and not from when it was sent.
    for round in [0, 10] {
        peer.hold_up(28 * SECOND);
        peer.binary(tick(1, round + 2));
        peer.binary(order(7));
        peer.binary(trade(7));
        peer.binary(tick(1, round + 3));
        let began = Instant::now();
        sleep(27 * SECOND).await;
        assert!(rig.is_quiet().await);
        assert_eq!(said(&mut rig).await, format!("tick {}", round + 2));
        assert_eq!(began.elapsed(), 28 * SECOND);
        assert_eq!(said(&mut rig).await, "order 7");
        assert_eq!(said(&mut rig).await, "trade 7");
        assert_eq!(said(&mut rig).await, format!("tick {}", round + 3));
        // It is dated by when it came.
        let latest = view.get(nse(1)).unwrap();
        assert_eq!(latest.at(DataMode::Detailed), Some(rig.clock.now()));
        assert!(!latest.is_stale(DataMode::Detailed));
    }
    let heartbeats = std::iter::from_fn(|| peer.try_hear()).filter(|text| text == HEARTBEAT);
    assert_eq!(heartbeats.count(), 7, "the other direction goes on");
    assert_eq!(rig.feed.state(), StreamState::Live);
}

#[tokio::test(start_paused = true)]
async fn a_delay_beyond_the_limit_is_a_hole_and_what_is_late_comes_from_nowhere() {
    let fills = Arc::new(AtomicUsize::new(0));
    let account = Arc::clone(&fills);
    let (mut rig, mut peer) = ticking(|builder| {
        builder
            .backoff(Backoff::new(SECOND, SECOND).with_random(|| u32::MAX))
            .books(move || {
                let completed = (0..account.load(Ordering::SeqCst))
                    .map(|id| format!(r#"{{"oms_order_id":"{id}","order_status":"COMPLETE"}}"#));
                let completed = format!("[{}]", completed.collect::<Vec<_>>().join(","));
                async move {
                    Ok::<_, std::io::Error>(Books {
                        completed: serde_json::from_str(&completed).unwrap(),
                        ..Books::default()
                    })
                }
            })
    })
    .await;
    peer.hold_up(40 * SECOND);
    peer.binary(tick(1, 2));
    peer.binary(order(0));
    peer.binary(trade(0));
    fills.store(1, Ordering::SeqCst);
    let mut gap = rig.event().await;
    while let Event::Books(_) = gap {
        gap = rig.event().await;
    }
    let Event::Gap(gap) = gap else { panic!("{gap:?}") };
    assert_eq!((gap.cause, gap.order_updates), (GapCause::Silent, true));
    assert_eq!((gap.since, &gap.instruments[..]), (MORNING, &[nse(1)][..]));
    assert_eq!(rig.clock.now() - MORNING, time::Duration::seconds(30));
    let goodbye = std::iter::from_fn(|| peer.try_hear()).last();
    assert_eq!(goodbye.as_deref(), Some("close"));
    let peer = rig.accept().await;
    peer.pong();
    match rig.event().await {
        Event::Books(books) => assert_eq!(books.completed.rows.len(), 1, "the fill is in the books"),
        other => panic!("{other:?}"),
    }
    // When the late ones would have come, the new connection is the only one that is heard.
    for price in 3..=20 {
        peer.binary(tick(1, price));
        assert_eq!(said(&mut rig).await, format!("tick {price}"));
        sleep(SECOND).await;
        assert!(rig.is_quiet().await);
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_tick_is_stale_until_it_comes() {
    let (mut rig, peer) = ticking(|builder| builder.silence(120 * SECOND)).await;
    let view = rig.feed.latest();
    let is_stale = || view.get(nse(1)).unwrap().is_stale(DataMode::Detailed);
    peer.hold_up(100 * SECOND);
    peer.binary(tick(1, 2));
    match rig.event().await {
        Event::Stale {
            instrument, since, ..
        } => assert_eq!((instrument, since), (nse(1), Some(MORNING))),
        other => panic!("{other:?}"),
    }
    assert!(is_stale());
    assert_eq!(said(&mut rig).await, "tick 2", "it is told once");
    assert_eq!(rig.clock.now() - MORNING, time::Duration::seconds(100));
    assert!(!is_stale());
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_to_a_ping_is_an_answer_and_one_that_is_too_late_is_none() {
    // Nothing is subscribed, so no ticks are expected.
    let mut rig = rig();
    let mut peer = rig.accept().await;
    peer.pong();
    for (delay, is_lost) in [(20, false), (45, true)] {
        peer.hold_up(delay * SECOND);
        let lost = timeout(40 * SECOND, async {
            loop {
                match peer.hear().await.as_deref() {
                    Some("ping") => assert!(peer.pong()),
                    Some("close") => break,
                    _ => {}
                }
            }
        });
        assert_eq!(lost.await.is_ok(), is_lost, "{delay} s");
    }
    assert_eq!(rig.gap().await.cause, GapCause::Silent);
}
