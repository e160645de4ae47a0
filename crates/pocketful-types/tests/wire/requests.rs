//! Every request: method, path, query and body.

use pocketful_types::{
    CancelOrder, ClientId, Endpoint, Exchange, ExecutionType, GetFunds, GetOrders, GetProfile,
    GetTradingInfo, Instrument, InstrumentToken, NewOrder, OrderId, PlaceOrder, Product, ProfilePath,
    Quantity, Side, UserOrderId, Validity,
};
use rust_decimal::Decimal;

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
    insta::assert_snapshot!("profile_new", shown(&GetProfile::new(client(), ProfilePath::New)));
    insta::assert_snapshot!("profile_api", shown(&GetProfile::new(client(), ProfilePath::Api)));
    insta::assert_snapshot!(
        "profile_trading_info",
        shown(&GetProfile::new(client(), ProfilePath::TradingInfo))
    );
    insta::assert_snapshot!("funds", shown(&GetFunds::new(client())));
    insta::assert_snapshot!("orders_pending", shown(&GetOrders::pending(client())));
    insta::assert_snapshot!("orders_completed", shown(&GetOrders::completed(client())));
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
                .product(Product::Mtf)
                .amo()
                .amo_flag(None)
        )
    );
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
    insta::assert_snapshot!(
        "cancel_odd_id",
        shown(&CancelOrder::new(client(), id("../orders?x=1#")))
    );
}
