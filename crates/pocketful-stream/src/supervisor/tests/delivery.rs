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
    peer.binary(compact(1, 777));
    peer.binary(tick(9, 1));
    sleep(Duration::from_secs(1)).await;
    let changed = view.changed().await;
    assert_eq!(changed.len(), 1, "nobody asked for 9, and 2 said nothing");
    assert_eq!(changed[0].instrument, nse(1));
    assert_eq!(changed[0].last_price(), Some("7.77".parse().unwrap()));
    assert_eq!(changed[0].detailed.unwrap().last_price_raw(), 500);
    assert_eq!(changed[0].at, Some(MORNING));
    assert!(timeout(Duration::from_secs(1), view.changed()).await.is_err());
    drop(peer);
    let changed = timeout(Duration::from_secs(60), view.changed()).await.unwrap();
    assert!(changed.iter().all(|latest| latest.is_stale));
    rig.feed.unsubscribe([nse(1)], DataMode::Detailed);
    assert!(view.get(nse(1)).is_none());
}
