//! The feed through the client: with its session, its clock and its books.

mod delays;
mod faults;
mod market;
mod orders;
mod readings;
mod session;
mod viewer;

use std::{sync::Arc, time::Duration};

use pocketful::{
    DataMode, Event, Exchange, Instrument, InstrumentToken, NewOrder, Quantity, Side,
    stream::{Events, GapCause, scripted},
};
use tokio::time::timeout;

use crate::day::Day;

async fn next(events: &mut Events) -> Event {
    timeout(Duration::from_secs(60), events.next())
        .await
        .unwrap()
        .unwrap()
}

fn idea() -> Instrument {
    Instrument::new(Exchange::Nse, InstrumentToken::new(14366))
}

#[tokio::test]
async fn an_order_that_the_feed_did_not_tell_of_is_in_the_books() {
    let day = Day::logged_in().await;
    let client = day.client();
    let (connector, mut server) = scripted();
    let (feed, mut events) = client.stream().connector(Arc::new(connector)).start();
    feed.subscribe([idea()], DataMode::Compact);
    let attempt = server.attempt().await.unwrap();
    let token = day.session.token().unwrap();
    assert!(attempt.url.token().is_same(&token));
    assert_eq!(attempt.url.origin(), day.environment.feed());
    let mut peer = attempt.accept();
    let account = token.client_id();
    assert_eq!(
        peer.hear().await.unwrap(),
        format!(r#"{{"a":"subscribe","v":["{account}","web"],"m":"updates"}}"#)
    );
    assert!(matches!(next(&mut events).await, Event::Connected { .. }));
    assert!(peer.pong());
    match next(&mut events).await {
        Event::Books(books) => {
            assert!(books.pending.rows.is_empty());
            assert_eq!(books.trades.as_ref().unwrap().rows.len(), 0);
        }
        other => panic!("{other:?}"),
    }
    // The connection is lost, and while it is gone an order comes into the book.
    drop(peer);
    match next(&mut events).await {
        Event::Gap(gap) => {
            assert_eq!((gap.cause, gap.order_updates), (GapCause::Disconnected, true));
            assert_eq!(gap.since, day.clock().now());
        }
        other => panic!("{other:?}"),
    }
    let order = NewOrder::limit(idea(), Side::Buy, Quantity::new(10), "8.15".parse().unwrap());
    let placed = client.orders().place(&order).await.unwrap();
    let filled = client.orders().place(&order).await.unwrap();
    day.fill(&filled.oms_order_id).await;
    let peer = server.attempt().await.unwrap().accept();
    assert!(matches!(next(&mut events).await, Event::Reconnected { .. }));
    assert!(peer.pong());
    match next(&mut events).await {
        Event::Books(books) => {
            let told = [&books.pending, &books.completed].map(|orders| &orders.rows[0].oms_order_id);
            assert_eq!(told, [&placed.oms_order_id, &filled.oms_order_id]);
            // Who adds up fills has this one, which no update told.
            let trade = &books.trades.as_ref().unwrap().rows[0];
            assert_eq!(trade.oms_order_id.as_ref(), Some(&filled.oms_order_id));
        }
        other => panic!("{other:?}"),
    }
}
