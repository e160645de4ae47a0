//! Every request: method, path, query and body.

mod groups;
mod market;
mod trading;

use pocketful_types::{
    CancelOrder, ClientId, Endpoint, Exchange, ExecutionType, FundsPath, GetApps, GetFunds, GetOrders,
    GetProfile, GetTradingInfo, Instrument, InstrumentToken, NewApp, NewOrder, OrderId, PlaceMtfOrder,
    PlaceOrder, Product, ProfilePath, Quantity, RegisterApp, Side, UserOrderId, Validity,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// What goes over the wire, and how it may be treated.
fn shown<E: Endpoint>(request: &E) -> String {
    let query: Vec<String> = request
        .query()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let body = request
        .body()
        .unwrap()
        .map_or_else(|| "no body".to_owned(), |body| String::from_utf8(body).unwrap());
    format!(
        "{} [{:?} {:?} {:?}]\n{} {}\n?{}\n{body}",
        E::NAME,
        E::RATE,
        E::EFFECT,
        E::ROUTE,
        E::METHOD,
        request.path(),
        query.join("&"),
    )
}

fn client() -> ClientId {
    ClientId::new("PK4471")
}

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn place(order: NewOrder) -> String {
    shown(&PlaceOrder::new(order, client()).unwrap())
}

const ACC: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
const OPTION: Instrument = Instrument::new(Exchange::Nfo, InstrumentToken::new(94_117));
const RUPEE: Instrument = Instrument::new(Exchange::Cds, InstrumentToken::new(1_302));

#[test]
fn reads() {
    insta::assert_snapshot!("trading_info", shown(&GetTradingInfo));
    insta::assert_snapshot!("apps", shown(&GetApps));
    insta::assert_snapshot!("profile_new", shown(&GetProfile::new(client(), ProfilePath::New)));
    insta::assert_snapshot!("profile_api", shown(&GetProfile::new(client(), ProfilePath::Api)));
    insta::assert_snapshot!(
        "profile_trading_info",
        shown(&GetProfile::new(client(), ProfilePath::TradingInfo))
    );
    insta::assert_snapshot!("funds", shown(&GetFunds::new(client())));
    insta::assert_snapshot!("funds_v1", shown(&GetFunds::new(client()).at(FundsPath::V1)));
    insta::assert_snapshot!("orders_pending", shown(&GetOrders::pending(client())));
    insta::assert_snapshot!("orders_completed", shown(&GetOrders::completed(client())));
}

#[test]
fn an_app_is_registered() {
    let app = NewApp::new("Breakout", "https://breakout.example/callback");
    insta::assert_snapshot!("register_app", shown(&RegisterApp::new(app.clone(), client())));
    let app = app
        .redirect_uri("http://127.0.0.1:8123/callback")
        .scope("holdings");
    insta::assert_snapshot!("register_app_full", shown(&RegisterApp::new(app, client())));
}

#[test]
fn places() {
    let ten = Quantity::new(10);
    insta::assert_snapshot!(
        "place_limit",
        place(NewOrder::limit(ACC, Side::Buy, ten, rupees("1875.50")))
    );
    insta::assert_snapshot!(
        "place_market",
        place(NewOrder::market(ACC, Side::Sell, ten).product(Product::Mis))
    );
    insta::assert_snapshot!(
        "place_stop_limit",
        place(
            NewOrder::stop_limit(
                OPTION,
                Side::Sell,
                Quantity::new(1500),
                rupees("101.05"),
                rupees("101.10")
            )
            .validity(Validity::Ioc)
            .user_order_id(UserOrderId::new(1_000_017))
        )
    );
    insta::assert_snapshot!(
        "place_stop_market",
        place(NewOrder::stop_market(
            RUPEE,
            Side::Buy,
            Quantity::new(1000),
            rupees("83.1225")
        ))
    );
    insta::assert_snapshot!(
        "place_amo",
        place(
            NewOrder::limit(ACC, Side::Buy, ten, rupees("1800"))
                .disclosed_quantity(Quantity::new(5))
                .amo()
        )
    );
    insta::assert_snapshot!(
        "place_amo_without_flag",
        place(
            NewOrder::limit(ACC, Side::Buy, ten, rupees("1800"))
                .product(Product::Mis)
                .amo()
                .amo_flag(None)
        )
    );
}

#[test]
fn places_with_the_brokers_money() {
    let ten = Quantity::new(10);
    for (name, order) in [
        (
            "place_mtf",
            NewOrder::limit(ACC, Side::Buy, ten, rupees("1875.50")).disclosed_quantity(Quantity::new(5)),
        ),
        ("place_mtf_market", NewOrder::market(ACC, Side::Sell, ten)),
    ] {
        let request = PlaceMtfOrder::new(order.product(Product::Mtf), client()).unwrap();
        insta::assert_snapshot!(name, shown(&request));
    }
}

#[test]
fn zeros_beyond_a_prices_decimals_are_not_sent() {
    for (typed, sent) in [("8.150000000000000000000000000", "8.15"), ("812.50", "812.50")] {
        let order = NewOrder::limit(ACC, Side::Buy, Quantity::new(10), rupees(typed));
        let body = PlaceOrder::new(order, client()).unwrap().body().unwrap().unwrap();
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains(&format!(r#""price":{sent},"#)), "{body}");
    }
}

#[test]
fn an_order_that_fails_its_checks_is_no_request() {
    let order = NewOrder::limit(ACC, Side::Buy, Quantity::ZERO, rupees("1875.50"));
    assert!(PlaceOrder::new(order, client()).is_err());
}

#[test]
fn cancels() {
    let id = |text: &str| OrderId::new(text).unwrap();
    insta::assert_snapshot!("cancel", shown(&CancelOrder::new(client(), id("20261123-1157"))));
    insta::assert_snapshot!(
        "cancel_amo",
        shown(&CancelOrder::new(client(), id("202611231778")).execution_type(ExecutionType::Amo))
    );
}

/// Those that go through the form of every order.
const PRODUCTS: [Product; 3] = [Product::Cnc, Product::Mis, Product::Nrml];

fn order() -> impl Strategy<Value = NewOrder> {
    let price = (1_i64..10_000_000, 0_u32..=4).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
    let one_of = |count: usize| 0..count;
    (
        (
            one_of(Exchange::ALL.len()),
            any::<u32>(),
            any::<bool>(),
            1_u64..1_000_000,
        ),
        (one_of(4), price.clone(), price),
        (one_of(PRODUCTS.len()), any::<bool>(), any::<bool>(), any::<u64>()),
    )
        .prop_map(
            |((exchange, token, buy, units), (kind, price, other), (product, ioc, amo, id))| {
                let instrument = Instrument::new(Exchange::ALL[exchange], InstrumentToken::new(token));
                let quantity = Quantity::new(units);
                let side = if buy { Side::Buy } else { Side::Sell };
                let (low, high) = (price.min(other), price.max(other));
                let (limit, trigger) = if buy { (high, low) } else { (low, high) };
                let order = match kind {
                    0 => NewOrder::limit(instrument, side, quantity, price),
                    1 => NewOrder::market(instrument, side, quantity),
                    2 => NewOrder::stop_limit(instrument, side, quantity, limit, trigger),
                    _ => NewOrder::stop_market(instrument, side, quantity, trigger),
                };
                let order = order
                    .product(PRODUCTS[product])
                    .validity(if ioc { Validity::Ioc } else { Validity::Day })
                    .disclosed_quantity(Quantity::new(units / 2))
                    .user_order_id(UserOrderId::new(id));
                if amo { order.amo() } else { order }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_order_has_exactly_the_documented_members_with_their_types(order in order()) {
        let quantity = order.quantity().units();
        let price = order.price().unwrap_or_default();
        let amo = order.execution_type() == ExecutionType::Amo;
        let body = PlaceOrder::new(order, client()).unwrap().body().unwrap().unwrap();
        let text = String::from_utf8(body.clone()).unwrap();
        let body: Map<String, Value> = serde_json::from_slice(&body).unwrap();
        let kind = |name: &str| match &body[name] {
            Value::String(text) if !text.is_empty() => "text",
            Value::Number(number) if number.is_u64() => "integer",
            Value::Number(_) => "number",
            Value::Bool(_) => "bool",
            _ => "other",
        };
        for name in [
            "exchange", "instrument_token", "client_id", "order_type", "validity", "product", "order_side", "device",
            "execution_type",
        ] {
            prop_assert_eq!(kind(name), "text", "{}", name);
        }
        for name in ["quantity", "disclosed_quantity", "user_order_id"] {
            prop_assert_eq!(kind(name), "integer", "{}", name);
        }
        for name in ["price", "trigger_price"] {
            prop_assert!(matches!(kind(name), "integer" | "number"), "{}", name);
        }
        prop_assert_eq!(&body["amo"], &Value::Bool(amo));
        prop_assert_eq!(body.len(), 15);
        prop_assert_eq!(&body["quantity"], &Value::from(quantity));
        let written = format!("\"price\":{price},");
        prop_assert!(text.contains(&written), "{} in {}", written, text);
    }
}
