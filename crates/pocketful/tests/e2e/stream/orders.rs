//! An order as the feed tells of it, and what is told when the feed was away.

use pocketful::{
    DataMode, Quantity,
    stream::GapCause,
    types::{OrderId, OrderState},
};
use pocketful_sandbox::Fault;

use super::{
    Event,
    viewer::{IDEA, Viewer},
};
use crate::flow::bid;

impl Viewer {
    /// The next update: the order and what became of it.
    async fn update(&mut self) -> (OrderId, OrderState) {
        let update = |event: &Event| match event {
            Event::OrderUpdate(update) => Some((update.order.oms_order_id.clone(), update.state())),
            _ => None,
        };
        self.past_ticks(update).await
    }
}

#[tokio::test]
async fn an_order_is_followed_from_its_place_to_its_end() {
    let mut viewer = Viewer::new().await;
    viewer.feed.subscribe([IDEA], DataMode::Compact);
    let client = viewer.client.clone();
    let orders = client.orders();
    let first = orders.place(&bid("8.15")).await.unwrap().oms_order_id;
    assert_eq!(viewer.update().await, (first.clone(), OrderState::Open));
    orders.cancel(&first).await.unwrap();
    assert_eq!(viewer.update().await, (first, OrderState::Cancelled));

    let second = orders
        .place(&bid("8.15").user_order_id(4711.into()))
        .await
        .unwrap()
        .oms_order_id;
    assert_eq!(viewer.update().await, (second.clone(), OrderState::Open));
    viewer.day.fill(&second).await;
    assert_eq!(viewer.update().await, (second.clone(), OrderState::Complete));
    let trade = |event: &Event| match event {
        Event::TradeUpdate(trade) => Some(trade.clone()),
        _ => None,
    };
    let trade = viewer.past_ticks(trade).await;
    assert_eq!(trade.oms_order_id, second);
    assert_eq!(trade.filled_quantity, Some(Quantity::new(10)));
    assert_eq!(trade.trade_price, Some("8.15".parse().unwrap()));
    assert_eq!(trade.user_order_id, Some(4711.into()));
}

#[tokio::test]
async fn every_shape_of_an_update_is_read() {
    let mut viewer = Viewer::new().await;
    for fault in [Fault::FeedFlatUpdate, Fault::FeedArrayUpdate] {
        viewer.once("updates", fault);
        let id = viewer
            .client
            .orders()
            .place(&bid("8.15"))
            .await
            .unwrap()
            .oms_order_id;
        assert_eq!(viewer.update().await, (id, OrderState::Open));
    }
    assert!(
        viewer.day.sandbox.faults().list().is_empty(),
        "both have happened"
    );
}

#[tokio::test]
async fn an_update_that_is_cut_in_half_leads_to_the_books() {
    let mut viewer = Viewer::new().await;
    viewer.once("updates", Fault::FeedHalfPacket);
    let id = viewer
        .client
        .orders()
        .place(&bid("8.15"))
        .await
        .unwrap()
        .oms_order_id;
    viewer
        .expect(|event| matches!(event, Event::UnreadableUpdate { .. }).then_some(()))
        .await;
    assert_eq!(viewer.books().await.pending.rows[0].oms_order_id, id);
}

#[tokio::test]
async fn an_update_that_never_came_is_in_the_books_after_the_reconnect() {
    let mut viewer = Viewer::new().await;
    viewer.once("updates", Fault::FeedClose);
    let id = viewer
        .client
        .orders()
        .place(&bid("8.15"))
        .await
        .unwrap()
        .oms_order_id;
    let gap = viewer.gap().await;
    assert_eq!((gap.cause, gap.order_updates), (GapCause::Disconnected, true));
    viewer.reconnected().await;
    assert_eq!(viewer.books().await.pending.rows[0].oms_order_id, id);
    // From here on the feed tells again.
    viewer.day.fill(&id).await;
    assert_eq!(viewer.update().await, (id, OrderState::Complete));
}
