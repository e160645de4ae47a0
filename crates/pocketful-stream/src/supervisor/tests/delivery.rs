//! What readers get, fast ones and slow ones.

use super::*;

#[tokio::test(start_paused = true)]
async fn order_and_trade_updates_get_through_whatever_the_ticks_do() {
    let mut rig = rig_at(MORNING, |builder| builder.queue(10));
    let peer = rig.accept().await;
    for number in 0..1000 {
        peer.binary(tick(1, 1));
        match number % 10 {
            0 => assert!(peer.binary(order(number))),
            5 => assert!(peer.binary(trade(number))),
            _ => {}
        }
    }
    sleep(Duration::from_secs(1)).await;
    let (mut ticks, mut missed, mut updates) = (0, 0, Vec::new());
    while let Ok(Some(event)) = timeout(Duration::from_millis(1), rig.events.next()).await {
        match event {
            Event::Detailed(_) => ticks += 1,
            Event::Gap(gap) => missed += gap.missed.unwrap(),
            Event::OrderUpdate(update) => updates.push(update.order.oms_order_id.to_string()),
            Event::TradeUpdate(update) => updates.push(update.oms_order_id.to_string()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((ticks, missed), (10, 990));
    let expected: Vec<_> = (0..1000).step_by(5).map(|id| id.to_string()).collect();
    assert_eq!(updates, expected);
}

#[tokio::test(start_paused = true)]
async fn every_reader_gets_everything_from_its_beginning_on() {
    let mut rig = rig();
    let peer = rig.accept().await;
    peer.binary(tick(1, 1));
    assert!(matches!(rig.event().await, Event::Detailed(_)));
    let mut other = rig.feed.events();
    peer.binary(tick(1, 2));
    peer.binary(compact(1, 3));
    for events in [&mut rig.events, &mut other] {
        let mut batch = Vec::new();
        while batch.len() < 2 {
            assert!(events.next_batch(&mut batch).await);
        }
        let [Event::Detailed(first), Event::Compact(second)] = &batch[..] else {
            panic!("{batch:?}")
        };
        assert_eq!((first.last_price_raw(), second.last_price_raw()), (2, 3));
    }
}

#[tokio::test(start_paused = true)]
async fn the_latest_values_are_the_latest() {
    let mut rig = rig();
    let mut view = rig.feed.latest();
    rig.feed.subscribe([nse(1), nse(2)], DataMode::Detailed);
    let peer = rig.accept().await;
    assert!(view.get(nse(1)).unwrap().last_price().is_none());
    for price in 1..=500 {
        peer.binary(tick(1, price));
    }
    peer.binary(tick(9, 1));
    sleep(Duration::from_secs(1)).await;
    let changed = view.changed().await.unwrap();
    assert_eq!(changed.len(), 1, "nobody asked for 9, and 2 said nothing");
    assert_eq!(changed[0].instrument, nse(1));
    assert_eq!(changed[0].last_price(), Some("5.00".parse().unwrap()));
    assert_eq!(changed[0].at(DataMode::Detailed), Some(MORNING));
    assert!(timeout(Duration::from_secs(1), view.changed()).await.is_err());
    drop(peer);
    let changed = timeout(Duration::from_secs(60), view.changed()).await.unwrap();
    let is_stale = |latest: &crate::Latest| latest.is_stale(DataMode::Detailed);
    assert!(changed.unwrap().iter().all(is_stale));
    rig.feed.unsubscribe([nse(1)], DataMode::Detailed);
    assert!(view.get(nse(1)).is_none());
}

/// Stale in which of its modes.
fn stale(view: &crate::LatestView) -> [bool; 3] {
    let latest = view.get(nse(1)).unwrap();
    DataMode::ALL.map(|mode| latest.is_stale(mode))
}

#[tokio::test(start_paused = true)]
async fn a_tick_of_one_mode_does_not_make_another_fresh() {
    let mut rig = rig();
    let view = rig.feed.latest();
    for mode in DataMode::ALL {
        rig.feed.subscribe([nse(1)], mode);
    }
    let peer = rig.accept().await;
    for bytes in [tick(1, 100), compact(1, 101), depth(1)] {
        peer.binary(bytes);
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stale(&view), [false; 3]);
    assert_eq!(
        view.get(nse(1)).unwrap().last_price(),
        Some("1.01".parse().unwrap())
    );
    drop(peer);
    let peer = rig.server.attempt().await.unwrap().accept();
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stale(&view), [true; 3], "the hole is over, but nothing came yet");
    peer.binary(tick(1, 102));
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stale(&view), [false, true, true]);
    let latest = view.get(nse(1)).unwrap();
    assert!(latest.at(DataMode::Detailed) > latest.at(DataMode::Depth));
    assert_eq!(latest.last_price(), Some("1.02".parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_mode_that_goes_quiet_is_stale_while_another_ticks() {
    let mut rig = rig();
    let view = rig.feed.latest();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    rig.feed.subscribe([nse(1)], DataMode::Depth);
    let peer = rig.accept().await;
    peer.binary(depth(1));
    let mut told = Vec::new();
    for price in 1..=120 {
        peer.binary(tick(1, price));
        sleep(Duration::from_secs(1)).await;
        while let Ok(Some(event)) = timeout(Duration::from_millis(1), rig.events.next()).await {
            if let Event::Stale { mode, since, .. } = event {
                told.push((mode, since, price));
            }
        }
    }
    let [(mode, since, price)] = told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((mode, since), (DataMode::Depth, Some(MORNING)));
    assert!((60..=62).contains(&price), "{price}");
    assert_eq!(stale(&view), [false, false, true]);
    peer.binary(depth(1));
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stale(&view), [false; 3]);
}

#[tokio::test(start_paused = true)]
async fn what_a_mode_brought_is_forgotten_with_it() {
    let mut rig = rig();
    let mut view = rig.feed.latest();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    rig.feed.subscribe([nse(1)], DataMode::Depth);
    let peer = rig.accept().await;
    peer.binary(tick(1, 1));
    peer.binary(depth(1));
    sleep(Duration::from_secs(1)).await;
    assert!(view.changed().await.unwrap()[0].depth.is_some());
    rig.feed.unsubscribe([nse(1)], DataMode::Depth);
    assert!(view.changed().await.unwrap()[0].depth.is_none());
    // On its way when it was given up.
    peer.binary(depth(1));
    sleep(Duration::from_secs(3600)).await;
    rig.feed.subscribe([nse(1)], DataMode::Depth);
    let latest = view.get(nse(1)).unwrap();
    assert!(latest.depth.is_none(), "an hour old");
    assert_eq!(latest.at(DataMode::Depth), None);
    assert!(latest.detailed.is_some());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_an_instrument_and_asks_for_it_again_at_once_hears_how_it_stands() {
    let mut rig = rig_at(MORNING, |builder| builder.order_updates(false));
    let view = rig.feed.latest();
    rig.feed.subscribe([nse(1), nse(2)], DataMode::Detailed);
    rig.feed.subscribe([nse(1)], DataMode::Depth);
    let mut peer = rig.accept().await;
    assert!(heard(&mut peer).await.contains("[[1,1],[1,2]]"));
    assert!(heard(&mut peer).await.contains("full_snapquote"));
    peer.binary(tick(1, 100));
    assert!(matches!(rig.event().await, Event::Detailed(_)));
    // One part of a program closes, another one opens; it hardly trades, and a server says what it last knew to who asks for it.
    rig.feed.unsubscribe([nse(1)], DataMode::Detailed);
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    for verb in ["unsubscribe", "subscribe"] {
        let frame = format!(r#"{{"a":"{verb}","v":[[1,1]],"m":"marketdata"}}"#);
        assert_eq!(heard(&mut peer).await, frame);
    }
    peer.binary(tick(1, 100));
    assert!(matches!(rig.event().await, Event::Detailed(_)));
    assert!(view.get(nse(1)).unwrap().detailed.is_some());
    // Whoever asks for it beside others does not bother the server.
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    rig.feed.unsubscribe([nse(1)], DataMode::Detailed);
    sleep(Duration::from_secs(5)).await;
    assert_eq!(peer.try_hear(), None);
}

#[tokio::test(start_paused = true)]
async fn at_the_end_everything_is_stale_and_nobody_waits_for_more() {
    let mut rig = rig();
    let mut view = rig.feed.latest();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    peer.binary(tick(1, 1));
    sleep(Duration::from_secs(1)).await;
    assert!(!view.changed().await.unwrap()[0].is_stale(DataMode::Detailed));
    rig.feed.close().await;
    let left = timeout(Duration::from_secs(60), view.changed()).await.unwrap();
    assert!(left.unwrap()[0].is_stale(DataMode::Detailed));
    assert!(
        timeout(Duration::from_secs(60), view.changed())
            .await
            .unwrap()
            .is_none(),
        "there is no more"
    );
    assert_eq!(stale(&view), [true, false, false]);
    rig.feed.subscribe([nse(2)], DataMode::Compact);
    assert!(view.get(nse(2)).unwrap().is_stale(DataMode::Compact));
}
