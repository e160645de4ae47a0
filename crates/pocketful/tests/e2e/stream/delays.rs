//! Packets of the sandbox's feed that are late, seen through the client.

use std::time::Duration;

use pocketful::{DataMode, stream::GapCause};
use tokio::time::Instant;

use super::{
    Event,
    viewer::{IDEA, Viewer},
};
use crate::flow::bid;

impl Viewer {
    /// With ticks of one instrument, and an order whose update is so late, as the sandbox was told over its own API; a tick waits
    /// behind it.
    async fn held_up(millis: u64) -> (Self, pocketful::OrderId) {
        let mut viewer = Self::new().await;
        viewer.feed.subscribe([IDEA], DataMode::Compact);
        viewer.ticks().await;
        let rule = serde_json::json!({
            "route": "/ws/v1/feeds/updates",
            "times": 1,
            "fault": {"kind": "feed_delay", "ms": millis},
        });
        let asked = reqwest::Client::new()
            .post(format!("{}/sandbox/faults", viewer.day.sandbox.url()))
            .header("content-type", "application/json")
            .body(rule.to_string());
        let reply = asked.send().await.unwrap();
        assert!(reply.status().is_success(), "{}", reply.text().await.unwrap());
        let placed = viewer.client.orders().place(&bid("8.15")).await.unwrap();
        viewer.a_minute_passes();
        (viewer, placed.oms_order_id)
    }

    async fn ticks(&mut self) {
        let of_idea =
            |event: &Event| matches!(event, Event::Compact(tick) if tick.instrument() == Some(IDEA));
        self.expect(|event| of_idea(event).then_some(())).await;
    }
}

#[tokio::test]
async fn a_n_update_that_is_late_is_no_hole_and_nothing_overtakes_it() {
    let (mut viewer, id) = Viewer::held_up(20_000).await;
    // Nothing is on its way any more; the rest is time.
    tokio::time::pause();
    let began = Instant::now();
    let told = viewer.expect(|event| match event {
        Event::OrderUpdate(update) => Some(update.order.oms_order_id.clone()),
        _ => None,
    });
    assert_eq!(told.await, id);
    let waited = began.elapsed();
    assert!((19..=20).contains(&waited.as_secs()), "{waited:?}");
    viewer.ticks().await;
    let after = began.elapsed() - waited;
    assert!(
        after < Duration::from_secs(2),
        "behind it, not long after it: {after:?}"
    );
    tokio::time::resume();
    assert_eq!(viewer.day.sandbox.feed().accepted(), 1, "the connection stays");
}

#[tokio::test]
async fn an_update_that_is_too_late_is_a_hole_and_is_in_the_books() {
    let (mut viewer, id) = Viewer::held_up(45_000).await;
    tokio::time::pause();
    let began = Instant::now();
    let gap = viewer.gap().await;
    let waited = began.elapsed();
    tokio::time::resume();
    assert_eq!((gap.cause, gap.order_updates), (GapCause::Silent, true));
    assert_eq!(&gap.instruments[..], [IDEA]);
    assert!((28..=31).contains(&waited.as_secs()), "{waited:?}");
    viewer.reconnected().await;
    let (mut books, mut ticks) = (None, 0);
    while books.is_none() || ticks == 0 {
        match viewer.next().await {
            Event::Books(read) => books = Some(read),
            Event::Compact(_) => ticks += 1,
            // The update died with its connection.
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(books.unwrap().pending.rows[0].oms_order_id, id);
    assert_eq!(viewer.day.sandbox.feed().accepted(), 2);
}
