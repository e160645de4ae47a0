//! Baskets and good-till-triggered orders against the sandbox: they work, they are refused, the reply gets lost.

use pocketful::{
    BasketName, BasketOrderId, BasketType, BracketOrder, Client, Decimal, Exchange, GttId, Instrument,
    InstrumentToken, NewBasketOrder, NewGtt, NewOrder, Outcome, Product, Quantity, Side,
};
use pocketful_sandbox::{Fault, FaultRule};
use time::{Date, macros::date};

use crate::day::Day;

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
const EXPIRY: Date = date!(2027 - 03 - 10);

fn name(text: &str) -> BasketName {
    BasketName::new(text).unwrap()
}

fn limit(paise: i64) -> NewOrder {
    NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), Decimal::new(paise, 2))
}

fn in_basket(order: NewOrder) -> NewBasketOrder {
    NewBasketOrder::new(order, "SBIN-EQ").series("EQ")
}

fn code(error: &pocketful::Error) -> Option<i64> {
    assert_eq!(error.outcome(), Outcome::Rejected, "{error}");
    error.api().unwrap().code
}

#[tokio::test]
async fn a_basket_is_filled_changed_sent_and_deleted() {
    let day = Day::logged_in().await;
    let client = day.client();
    let baskets = client.baskets();
    assert!(baskets.list().await.unwrap().rows.is_empty());
    let (first, morning) = (name("First"), name("Morning"));
    let made = baskets.create(&first, BasketType::Normal).await.unwrap();
    let id = made.named(&first).unwrap().basket_id.clone();
    baskets.rename(&id, &morning).await.unwrap();
    let filled = baskets
        .add(&id, &morning, &in_basket(limit(81_250)))
        .await
        .unwrap();
    let order = filled.named(&morning).unwrap().orders.rows[0].clone();
    assert_eq!(order.order_info.instrument(), Some(SBIN));
    // It was given a number of its own, not the constant of the samples.
    let number = order.order_info.user_order_id;
    assert!(number.is_some() && number != Some(NewOrder::DEFAULT_USER_ORDER_ID));
    let changed = in_basket(limit(81_000));
    baskets
        .edit(&id, &morning, &order.order_id, &changed)
        .await
        .unwrap();
    let basket = baskets.find(&morning).await.unwrap().unwrap();
    assert_eq!(
        (basket.is_executed, basket.orders.is_complete()),
        (Some(false), true)
    );
    assert_eq!(basket.orders.rows[0].order_info.price, Some(Decimal::new(810, 0)));

    let before = client.orders().all().await.unwrap().rows.len();
    let answer = baskets.execute(&id, &morning).await.unwrap();
    assert_eq!(answer.basket_id.as_deref(), Some(id.as_str()));
    assert_eq!(client.orders().all().await.unwrap().rows.len(), before + 1);
    let sent = baskets.find(&morning).await.unwrap().unwrap();
    assert_eq!(sent.is_executed, Some(true));

    baskets.remove(&id, &morning, &order.order_id).await.unwrap();
    let empty = baskets.find(&morning).await.unwrap().unwrap();
    assert!(empty.orders.rows.is_empty());
    baskets.delete(&id, &morning).await.unwrap();
    assert!(baskets.find(&morning).await.unwrap().is_none());
}

#[tokio::test]
async fn a_bracket_order_lies_in_a_basket_as_in_the_book() {
    let day = Day::logged_in().await;
    let client = day.client();
    let baskets = client.baskets();
    let morning = name("Morning");
    let made = baskets.create(&morning, BasketType::Normal).await.unwrap();
    let id = made.named(&morning).unwrap().basket_id.clone();
    let entry = limit(81_250).product(Product::Mis);
    let bracket = BracketOrder::new(entry, Decimal::new(12, 0), Decimal::new(20, 0));
    let filled = baskets
        .add(&id, &morning, &NewBasketOrder::bracket(bracket, "SBIN-EQ"))
        .await
        .unwrap();
    let info = &filled.named(&morning).unwrap().orders.rows[0].order_info;
    assert_eq!(info.execution_type.as_ref().unwrap().as_str(), "BO");
    assert_eq!(info.square_off_value, Some(Decimal::new(20, 0)));
}

#[tokio::test]
async fn every_documented_refusal_of_baskets() {
    let day = Day::logged_in().await;
    let client = day.client();
    let baskets = client.baskets();
    let (morning, unknown) = (name("Morning"), name("Unknown"));
    let made = baskets.create(&morning, BasketType::Normal).await.unwrap();
    let id = made.named(&morning).unwrap().basket_id.clone();
    let taken = baskets.create(&morning, BasketType::Normal).await.unwrap_err();
    assert_eq!(code(&taken), Some(48001));
    let other = baskets.execute(&id, &unknown).await.unwrap_err();
    assert_eq!(other.outcome(), Outcome::Rejected);
    baskets
        .add(&id, &morning, &in_basket(limit(81_250)))
        .await
        .unwrap();
    let twice = baskets
        .add(&id, &morning, &in_basket(limit(81_000)))
        .await
        .unwrap_err();
    assert_eq!(code(&twice), Some(46001));
    let missing = BasketOrderId::new("no-such-order");
    assert!(baskets.remove(&id, &morning, &missing).await.is_err());
    assert!(baskets.delete(&id, &unknown).await.is_err());
}

#[tokio::test]
async fn a_gtt_is_left_changed_and_taken_back() {
    let day = Day::logged_in().await;
    let client = day.client();
    let gtts = client.gtt();
    // None is an empty list, though the server refuses.
    assert!(gtts.list().await.unwrap().rows.is_empty());
    let gtt = NewGtt::new(limit(80_000), Decimal::new(80_050, 2), EXPIRY);
    let id = gtts.create(&gtt).await.unwrap().id.unwrap();
    let standing = gtts.find(&id).await.unwrap().unwrap();
    assert_eq!(standing.status.as_ref().unwrap().as_str(), "Active");
    assert_eq!(
        (standing.expiry_time, standing.order.instrument()),
        (Some(EXPIRY), Some(SBIN))
    );
    assert_eq!(standing.order.trigger_price, Some(Decimal::new(8005, 1)));
    let changed = NewGtt::new(limit(79_000), Decimal::new(79_050, 2), EXPIRY);
    gtts.modify(&id, &changed).await.unwrap();
    let standing = gtts.find(&id).await.unwrap().unwrap();
    assert_eq!(standing.order.price, Some(Decimal::new(790, 0)));
    gtts.cancel(&id).await.unwrap();
    assert!(gtts.list().await.unwrap().rows.is_empty());

    let unknown = GttId::new("no-such-gtt").unwrap();
    let error = gtts.modify(&unknown, &changed).await.unwrap_err();
    assert_eq!(
        (code(&error), error.api().unwrap().backend_number()),
        (Some(45000), Some(1600))
    );
    let error = gtts.cancel(&unknown).await.unwrap_err();
    assert_eq!(
        (code(&error), error.api().unwrap().is_no_gtt()),
        (Some(45000), false)
    );
    let past = NewGtt::new(limit(80_000), Decimal::new(80_050, 2), date!(2020 - 01 - 01));
    assert_eq!(gtts.create(&past).await.unwrap_err().outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn when_the_reply_is_lost_the_list_tells_what_happened() {
    let day = Day::logged_in().await;
    let client: Client = day.client();
    let lost = FaultRule::new("POST /api/v1/event/gtt", Fault::ResetAfter).times(1);
    day.sandbox.faults().add(lost).unwrap();
    let gtt = NewGtt::new(limit(80_000), Decimal::new(80_050, 2), EXPIRY);
    let error = client.gtt().create(&gtt).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(client.gtt().list().await.unwrap().rows.len(), 1);
}
