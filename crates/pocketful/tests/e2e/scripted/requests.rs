//! What the methods of the groups send: method, address, body and route of each request, over a script of good replies.

use std::sync::Arc;

use pocketful::{
    BracketChange, BracketOrder, CancelScope, Client, CoverChange, CoverOrder, Decimal, EdisRoute,
    Environment, Exchange, Instrument, InstrumentToken, NewOrder, Order, OrderChange, Orders, Pan,
    PositionConversion, Product, Quantity, Side,
    auth::FixedToken,
    http::ScriptedTransport,
    types::{CandleType, GetCandles, ManualClock, MarginLeg},
};

use super::{MORNING, client, token};
use crate::groups::sent;

pub(super) const ACC: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
const DONE: &str = r#"{"data":{"oms_order_id":"20260310-7"},"message":"","status":"success"}"#;
const LEGS: &str = r#"{"data":{"basket_id":"b-1","message":""},"message":"","status":"success"}"#;
const ROWS: &str = r#"{"data":[],"message":"","status":"success"}"#;
const BOOK: &str = r#"{"data":{"orders":[]},"message":"","status":"success"}"#;
const PRICE: &str = r#"{"data":1875.5,"message":"","status":"success"}"#;
const CHAIN: &str = r#"{"error":{"code":0,"message":""},"result":[]}"#;

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A book with a leg of every kind.
fn legs() -> Orders {
    let text = include_str!("../../../../pocketful-types/fixtures/json/orders_legs.json");
    let reply: serde_json::Value = serde_json::from_str(text).unwrap();
    serde_json::from_value(reply["data"].clone()).unwrap()
}

/// The row whose id ends so.
pub(crate) fn leg(end: &str) -> Order {
    let mut rows = legs().rows.into_iter();
    rows.find(|row| row.oms_order_id.as_str().ends_with(end)).unwrap()
}

pub(super) fn entry() -> NewOrder {
    NewOrder::limit(ACC, Side::Buy, Quantity::new(10), rupees("1875.50"))
        .product(Product::Mis)
        .user_order_id(4711.into())
}

/// A client whose script has `reply` for each of `times` requests.
fn answering(times: usize, reply: &'static str) -> (Client, ScriptedTransport) {
    let script = ScriptedTransport::new();
    let script = (0..times).fold(script, |script, _| script.reply(200, reply));
    (client(Environment::algo(), &script), script)
}

#[tokio::test]
async fn of_regular_orders() {
    let (client, script) = answering(5, DONE);
    let orders = client.orders();
    let order = entry().product(Product::Cnc);
    orders.place(&order).await.unwrap();
    orders.place(&order.amo()).await.unwrap();
    let change = OrderChange::new().price(rupees("1876.00"));
    orders.modify(&leg("05"), &change).await.unwrap();
    let id = "20260310-7".parse().unwrap();
    orders.cancel(&id).await.unwrap();
    orders.cancel_amo(&id).await.unwrap();
    insta::assert_snapshot!(sent(&script));
}

const LEGS_IN_THE_BOOK: &str = include_str!("../../../../pocketful-types/fixtures/json/orders_legs.json");

#[tokio::test]
async fn of_taking_everything_back() {
    let script = ScriptedTransport::new()
        .reply(200, LEGS_IN_THE_BOOK)
        .reply(200, BOOK)
        .reply(200, DONE)
        .reply(200, DONE);
    let all = client(Environment::algo(), &script)
        .orders()
        .cancel_all()
        .await
        .unwrap();
    // No documented request takes a spread back, one entry is filled in part, and of two exits nobody knows the entry.
    let attention = all
        .orders
        .iter()
        .filter(|one| one.outcome.needs_attention())
        .count();
    assert_eq!((all.orders.len(), attention, all.is_complete()), (7, 4, false));
    insta::assert_snapshot!(sent(&script));
}

#[tokio::test]
async fn of_taking_everything_back_and_closing_what_is_open() {
    let script = ScriptedTransport::new()
        .reply(200, LEGS_IN_THE_BOOK)
        .reply(200, BOOK)
        .reply(200, LEGS)
        .reply(200, LEGS)
        .reply(200, DONE)
        .reply(200, DONE);
    let all = client(Environment::algo(), &script)
        .orders()
        .cancel_all_in(CancelScope::OrdersAndPositions)
        .await
        .unwrap();
    // The spread, and a stop that has no exchange id yet.
    let attention = all
        .orders
        .iter()
        .filter(|one| one.outcome.needs_attention())
        .count();
    assert_eq!((all.orders.len(), attention, all.is_complete()), (7, 2, false));
    insta::assert_snapshot!(sent(&script));
}

#[tokio::test]
async fn of_cover_and_bracket_orders() {
    let (client, script) = answering(6, LEGS);
    let group = client.conditional();
    let cover = CoverOrder::new(entry(), rupees("1860.00"));
    group.place_cover(&cover).await.unwrap();
    let bracket = BracketOrder::new(entry(), rupees("12.00"), rupees("20.00"));
    group.place_bracket(&bracket).await.unwrap();
    let change = CoverChange {
        order: OrderChange::new().price(rupees("1876.00")),
        stop: Some(rupees("1862.00")),
        trailing: Some(rupees("0.10")),
    };
    group.modify_cover(&leg("01"), &change).await.unwrap();
    let change = BracketChange {
        stop_distance: Some(rupees("10.00")),
        target_distance: Some(rupees("23.50")),
        ..BracketChange::default()
    };
    group.modify_bracket(&leg("03"), &change).await.unwrap();
    group.exit(&leg("02")).await.unwrap();
    group.exit(&leg("03")).await.unwrap();
    insta::assert_snapshot!(sent(&script));
}

#[tokio::test]
async fn of_books_and_portfolio() {
    let (client, script) = answering(4, BOOK);
    let orders = client.orders();
    orders.all().await.unwrap();
    orders.history(&"20260310-7".parse().unwrap()).await.unwrap();
    orders.trades().await.unwrap();
    let (client, rest) = answering(4, ROWS);
    client.portfolio().holdings().await.unwrap();
    client.portfolio().positions().await.unwrap();
    client.portfolio().net_positions().await.unwrap();
    let to_delivery = PositionConversion::new(ACC, Side::Buy, Quantity::new(10), Product::Mis, Product::Cnc);
    client.portfolio().convert(&to_delivery).await.unwrap();
    insta::assert_snapshot!(format!("{}\n{}", sent(&script), sent(&rest)));
}

#[tokio::test]
async fn of_market_data() {
    let (client, prices) = answering(3, PRICE);
    let future = Instrument::new(Exchange::Nfo, InstrumentToken::new(35001));
    client.market().ltp(ACC).await.unwrap();
    client.market().ltp(future).await.unwrap();
    client.market().close(ACC).await.unwrap();
    let quote = r#"{"data":{"last_trade_price":1875.5},"message":"","status":"success"}"#;
    let (client, quotes) = answering(1, quote);
    client.market().quote(ACC).await.unwrap();
    let (client, chains) = answering(3, CHAIN);
    client
        .market()
        .option_chain(ACC.token, 5, rupees("1875.50"))
        .await
        .unwrap();
    client.market().futures_chain(ACC.token).await.unwrap();
    client.market().sessions().await.unwrap();
    let margins =
        r#"{"error":{"code":0,"message":""},"result":{"combined_margin":{},"individual_margin_values":[]}}"#;
    let (client, margin) = answering(1, margins);
    let leg = MarginLeg::new(ACC, Side::Buy, Quantity::new(10), rupees("1875.50"), Product::Mis);
    client.market().margin(vec![leg]).await.unwrap();
    let (client, charts) = answering(1, r#"{"status":"success","data":{"candles":[]}}"#);
    let week = GetCandles::new(ACC, CandleType::Day, MORNING - time::Duration::WEEK, MORNING).unwrap();
    client.market().candles(&week).await.unwrap();
    let scrip = r#"{"error":{"code":0,"message":""},"result":{"dpr":"1500.00 - 2200.00"}}"#;
    let (client, range) = answering(1, scrip);
    client.market().dpr(ACC).await.unwrap();
    let all = [prices, quotes, chains, margin, charts, range];
    insta::assert_snapshot!(all.iter().map(sent).collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn of_account_and_tpin() {
    let script = ScriptedTransport::new()
        .reply(
            200,
            r#"{"data":{"client_id":"AB1234"},"message":"","status":"success"}"#,
        )
        .reply(
            200,
            r#"{"data":{"client_id":"AB1234","values":[]},"message":"","status":"success"}"#,
        )
        .reply(
            200,
            r#"{"success":true,"message":"TPIN is on its way","data":""}"#,
        )
        .reply(
            200,
            r#"{"status":true,"message":"SUCCESS","errorcode":"","data":{"tlRespMessage":"sent"}}"#,
        );
    let client = Client::builder(Environment::algo(), FixedToken(token()))
        .transport(Arc::new(script.clone()))
        .clock(Arc::new(ManualClock::new(MORNING)))
        .build()
        .unwrap();
    client.user().trading_info().await.unwrap();
    client.funds().view().await.unwrap();
    for route in [EdisRoute::Upstream, EdisRoute::Gateway] {
        let pan = Pan::new("AAAPZ1234C");
        client
            .edis()
            .route(route)
            .generate_tpin("1208820000123456", pan)
            .await
            .unwrap();
    }
    insta::assert_snapshot!(sent(&script));
}
