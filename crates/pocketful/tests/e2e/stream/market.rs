//! Ticks of every mode, and what the server is asked for.

use std::collections::BTreeMap;

use pocketful::{DataMode, Decimal, Exchange, Instrument, InstrumentToken};

use super::{
    Event,
    viewer::{IDEA, SBIN, Viewer},
};

const USDINR: Instrument = Instrument::new(Exchange::Cds, InstrumentToken::new(14_500));

#[tokio::test]
async fn ticks_of_every_mode_agree_with_each_other_and_with_rest() {
    agree(IDEA).await;
}

/// Its raw prices are ten millionths of a rupee, and its tick is a quarter of a paisa.
#[tokio::test]
async fn ticks_of_a_currency_agree_too() {
    let (last, raw) = agree(USDINR).await;
    assert_eq!(last * Decimal::from(10_000_000), Decimal::from(raw));
    assert!(last > Decimal::from(83) && last < Decimal::from(88), "{last}");
    assert!((last % "0.0025".parse::<Decimal>().unwrap()).is_zero(), "{last}");
}

/// The last price in rupees, and as it is on the wire.
async fn agree(instrument: Instrument) -> (Decimal, u32) {
    let mut viewer = Viewer::new().await;
    let quote = viewer.client.market().quote(instrument).await.unwrap();
    let mut view = viewer.feed.latest();
    for mode in DataMode::ALL {
        viewer.feed.subscribe([instrument], mode);
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
    assert_eq!(instruments, [Some(instrument); 3]);
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
    while view.get(instrument).is_none_or(|latest| latest.depth.is_none()) {
        view.changed().await;
    }
    let latest = view.get(instrument).unwrap();
    assert_eq!(latest.last_price(), quote.last_trade_price);
    assert!(DataMode::ALL.iter().all(|mode| !latest.is_stale(*mode)));
    // Later there are other prices, one tick a mode.
    viewer.a_minute_passes();
    for _ in DataMode::ALL {
        viewer
            .expect(|event| (event.instrument() == Some(instrument)).then_some(()))
            .await;
    }
    (detailed.last_price().unwrap(), detailed.last_price_raw())
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
