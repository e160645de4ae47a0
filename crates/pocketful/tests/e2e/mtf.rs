//! Orders with the broker's money: accepted without an id, found by the client's own number.

use pocketful::{
    Decimal, Exchange, Instrument, InstrumentToken, NewOrder, OrderChange, Outcome, Product, Quantity, Side,
};
use pocketful_sandbox::{Fault, FaultRule};

use crate::day::Day;

fn bid() -> NewOrder {
    let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
    NewOrder::limit(idea, Side::Buy, Quantity::new(10), Decimal::new(815, 2)).product(Product::Mtf)
}

#[tokio::test]
async fn the_number_that_comes_back_finds_the_order() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let placed = orders.place_mtf(&bid()).await.unwrap();
    assert_eq!(placed.oms_order_id, None);
    let number = placed.user_order_id.unwrap();
    let row = orders.find_by_user_order_id(number).await.unwrap().unwrap();
    assert_eq!(row.price, Some(Decimal::new(815, 2)));
    // Changing and taking it back go as with every order.
    orders
        .modify(&row, &OrderChange::new().quantity(Quantity::new(5)))
        .await
        .unwrap();
    orders.cancel(&row.oms_order_id).await.unwrap();
    let named = orders.place_mtf(&bid().user_order_id(4711.into())).await.unwrap();
    assert_eq!(named.user_order_id, Some(4711.into()));
}

#[tokio::test]
async fn each_product_has_its_form_and_the_other_is_refused_here() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let error = orders.place(&bid()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("place_mtf"), "{error}");
    let error = orders.place_mtf(&bid().product(Product::Cnc)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    // What the broker refuses.
    let nifty = Instrument::new(Exchange::Nfo, InstrumentToken::new(35001));
    let future = NewOrder::market(nifty, Side::Buy, Quantity::new(75)).product(Product::Mtf);
    let error = orders.place_mtf(&future).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert!(orders.all().await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn a_lost_answer_leaves_the_number_to_look_for() {
    let day = Day::logged_in().await;
    let rule = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
    day.sandbox.faults().add(rule).unwrap();
    let client = day.client();
    let error = client.orders().place_mtf(&bid()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let number = error.user_order_id().unwrap();
    assert!(error.hint().contains(&number.to_string()), "{}", error.hint());
    let found = client.orders().find_by_user_order_id(number).await.unwrap();
    assert!(found.is_some());
}
