//! Ticks of every mode, and what the server is asked for.

use std::collections::BTreeMap;

use pocketful::DataMode;

use super::{
    Event,
    viewer::{IDEA, SBIN, Viewer},
};

#[tokio::test]
async fn ticks_of_every_mode_agree_with_each_other_and_with_rest() {
    let mut viewer = Viewer::new().await;
    let quote = viewer.client.market().quote(IDEA).await.unwrap();
    let mut view = viewer.feed.latest();
    for mode in DataMode::ALL {
        viewer.feed.subscribe([IDEA], mode);
    }
    let (mut detailed, mut compact, mut depth) = (None, None, None);
    while detailed.is_none() || compact.is_none() || depth.is_none() {
        match viewer.next().await {
            Event::Detailed(tick) => detailed = Some(tick),
            Event::Compact(tick) => compact = Some(tick),
            Event::Depth(levels) => depth = Some(levels),
            other => panic!("{other:?}"),
        }
    }
    let (detailed, compact, depth) = (detailed.unwrap(), compact.unwrap(), depth.unwrap());
    let instruments = [detailed.instrument(), compact.instrument(), depth.instrument()];
    assert_eq!(instruments, [Some(IDEA); 3]);
    // The sandbox's clock stands, so that all of it is one moment.
    assert_eq!(detailed.last_price(), quote.last_trade_price);
    assert_eq!(detailed.close_price(), quote.close_price);
    assert_eq!(compact.last_price(), detailed.last_price());
    assert_eq!(compact.close_price(), detailed.close_price());
    let best = (depth.bids()[0], depth.asks()[0]);
    assert_eq!(
        (best.0.price, best.1.price),
        (detailed.bid_price(), detailed.ask_price())
    );
    assert_eq!(detailed.exchange_time(), Some(viewer.day.clock().now()));
    // Who wants the state and not every tick has the same.
    while view.get(IDEA).is_none_or(|latest| latest.depth.is_none()) {
        view.changed().await;
    }
    let latest = view.get(IDEA).unwrap();
    assert_eq!(latest.last_price(), quote.last_trade_price);
    assert!(DataMode::ALL.iter().all(|mode| !latest.is_stale(*mode)));
    // Later there are other prices, one tick a mode.
    viewer.a_minute_passes();
    for _ in DataMode::ALL {
        viewer
            .expect(|event| (event.instrument() == Some(IDEA)).then_some(()))
            .await;
    }
}

#[tokio::test]
async fn the_server_has_exactly_what_is_wanted() {
    let viewer = Viewer::new().await;
    let asked = |wanted: &[(&'static str, &[u32])]| {
        let wanted: BTreeMap<_, _> = wanted
            .iter()
            .map(|(mode, tokens)| (*mode, tokens.iter().map(|token| (1, *token)).collect()))
            .collect();
        move |open: &[pocketful_sandbox::FeedConnection]| {
            open.len() == 1 && open[0].updates && open[0].subscriptions == wanted
        }
    };
    viewer.feed.subscribe([IDEA, SBIN], DataMode::Compact);
    viewer.feed.subscribe([IDEA], DataMode::Compact);
    viewer.feed.subscribe([SBIN], DataMode::Depth);
    let all = [
        ("compact_marketdata", &[14_366, 3045][..]),
        ("full_snapquote", &[3045]),
    ];
    viewer.until(asked(&all)).await;
    viewer.day.sandbox.feed().disconnect();
    viewer.until(|open| open.iter().all(|one| one.id > 1)).await;
    viewer.until(asked(&all)).await;
    viewer.feed.unsubscribe([IDEA, SBIN], DataMode::Compact);
    viewer
        .until(asked(&[
            ("compact_marketdata", &[14_366]),
            ("full_snapquote", &[3045]),
        ]))
        .await;
    viewer.feed.unsubscribe([IDEA], DataMode::Compact);
    viewer.feed.unsubscribe([SBIN], DataMode::Depth);
    viewer.until(asked(&[])).await;
    viewer.feed.close().await;
    viewer.until(<[_]>::is_empty).await;
}
