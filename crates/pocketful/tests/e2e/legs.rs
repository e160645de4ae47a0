//! Cover and bracket orders from placing to leaving.

use pocketful::{
    BracketChange, BracketOrder, CoverChange, CoverOrder, Decimal, Exchange, Instrument, InstrumentToken,
    NewOrder, Order, OrderChange, Outcome, Product, Quantity, Side,
    types::{Leg, Received},
};

use crate::day::Day;

pub(crate) fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn entry() -> NewOrder {
    let sbin = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
    NewOrder::limit(sbin, Side::Buy, Quantity::new(10), rupees("812.50")).product(Product::Mis)
}

async fn entry_row(client: &pocketful::Client) -> Order {
    let book = client.orders().pending().await.unwrap();
    let is_entry = |order: &Order| order.leg_order_indicator == Some(Received::Known(Leg::Entry));
    book.rows
        .into_iter()
        .find(is_entry)
        .expect("an entry in the book")
}

#[tokio::test]
async fn a_cover_order() {
    let day = Day::logged_in().await;
    let client = day.client();
    let legs = client.conditional();
    let placed = legs
        .place_cover(&CoverOrder::new(entry(), rupees("800.00")))
        .await
        .unwrap();
    // What the answer has ties it to the rows of its legs, whichever of the two the book tells.
    let (basket, number) = (placed.basket_id.unwrap(), placed.user_order_id.unwrap());
    for found in [legs.legs(&basket).await, legs.legs_by_user_order_id(number).await] {
        let parts: Vec<_> = found
            .unwrap()
            .rows
            .iter()
            .map(|order| {
                (
                    order.leg_order_indicator.clone(),
                    order.basket_id.clone(),
                    order.user_order_id,
                )
            })
            .collect();
        let part = |leg| (Some(Received::Known(leg)), Some(basket.clone()), Some(number));
        assert_eq!(parts, [part(Leg::Third), part(Leg::Entry)]);
    }
    assert!(legs.legs("no such basket").await.unwrap().rows.is_empty());
    let row = entry_row(&client).await;
    let change = CoverChange {
        order: OrderChange::new().price(rupees("813.00")),
        stop: Some(rupees("801.00")),
        ..CoverChange::default()
    };
    legs.modify_cover(&row, &change).await.unwrap();
    let row = entry_row(&client).await;
    assert_eq!(
        (row.price, row.stop_loss_value),
        (Some(rupees("813")), Some(rupees("801")))
    );
    // A row of a cover order is no bracket order: nothing is sent.
    let error = legs
        .modify_bracket(&row, &BracketChange::default())
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    legs.exit(&row).await.unwrap();
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
    let error = legs.exit(&row).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn a_bracket_order() {
    let day = Day::logged_in().await;
    let client = day.client();
    let legs = client.conditional();
    let bracket = BracketOrder::new(entry(), rupees("12.00"), rupees("20.00"));
    legs.place_bracket(&bracket).await.unwrap();
    let row = entry_row(&client).await;
    // It was given a number of its own, not the constant of the samples.
    assert_eq!(bracket.entry().given_user_order_id(), None);
    assert_ne!(row.user_order_id, Some(NewOrder::DEFAULT_USER_ORDER_ID));
    let change = BracketChange {
        target_distance: Some(rupees("15.00")),
        ..BracketChange::default()
    };
    legs.modify_bracket(&row, &change).await.unwrap();
    let row = entry_row(&client).await;
    assert_eq!(row.square_off_value, Some(rupees("15")));
    let target = |order: &&Order| order.leg_order_indicator == Some(Received::Known(Leg::Second));
    let book = client.orders().pending().await.unwrap();
    assert_eq!(
        book.rows.iter().find(target).unwrap().price,
        Some(rupees("827.50"))
    );
    // A stop below the day's lowest price.
    let refused = BracketOrder::new(entry(), rupees("500.00"), rupees("20.00"));
    let error = legs.place_bracket(&refused).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    let all = client.orders().cancel_all().await.unwrap();
    assert!(!all.orders.is_empty());
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
}
