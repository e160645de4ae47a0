//! Every operation refused: all of them with a token that the broker does not know, and each group for a reason of its own.

use pocketful::{
    AccessToken, BasketId, BasketName, BasketOrderId, BasketType, BracketChange, BracketOrder, Client,
    ClientId, CoverChange, CoverOrder, Decimal, Error, Exchange, GttId, Instrument, InstrumentToken,
    IpoApplication, IpoBid, NewApp, NewBasketOrder, NewGtt, NewOrder, OrderChange, OrderId, Outcome, Pan,
    PositionConversion, Product, Quantity, SaleInstrument, Side, SourceAddresses,
    auth::FixedToken,
    types::{CandleType, GetCandles, MarginLeg},
};
use time::macros::{date, datetime};

use crate::{
    day::{Day, MORNING},
    flow::bid,
    scripted::requests::leg,
};

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
const NOTHING: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(99));

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn mis(price: &str) -> NewOrder {
    NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), rupees(price)).product(Product::Mis)
}

fn code(error: &Error) -> Option<i64> {
    assert_eq!(error.outcome(), Outcome::Rejected, "{error}");
    error.api().and_then(|api| api.code)
}

/// Somebody else's token, from a registered address.
fn stranger(day: &Day) -> Client {
    let forever = datetime!(2099-01-01 0:00 UTC);
    let client_id = ClientId::new(&day.sandbox.demo().client_id);
    let token = AccessToken::new("no.such.token".to_owned().into(), client_id, forever);
    Client::builder(day.environment.clone(), FixedToken(token))
        .source_addresses(SourceAddresses::new(day.sandbox.demo().source_ips[0]))
        .clock(day.clock())
        .build()
        .unwrap()
}

#[tokio::test]
async fn every_operation_of_a_token_that_is_not_known() {
    let day = Day::before_login().await;
    let client = stranger(&day);
    let (id, name) = (BasketId::new("b-1"), BasketName::new("Morning").unwrap());
    let order_id: OrderId = "20260310-7".parse().unwrap();
    let (in_basket, item) = (
        NewBasketOrder::new(mis("800"), "SBIN-EQ"),
        BasketOrderId::new("o-1"),
    );
    let gtt = NewGtt::new(bid("8.15"), rupees("8.20"), date!(2027 - 01 - 01));
    let gtt_id = GttId::new("g-1").unwrap();
    let change = OrderChange::new().price(rupees("1876"));
    let cover = CoverChange {
        order: change.clone(),
        ..CoverChange::default()
    };
    let bracket = BracketChange {
        order: change.clone(),
        ..BracketChange::default()
    };
    let conversion = PositionConversion::new(SBIN, Side::Buy, Quantity::new(10), Product::Mis, Product::Cnc);
    let mut application = IpoApplication::new("ACMEFOOD", vec![IpoBid::at(Quantity::new(40), 369)]);
    application.pan = Some(Pan::new("AAAPZ1234C"));
    let sale = [SaleInstrument {
        instrument: SBIN,
        total: Quantity::new(10),
        authorized: Quantity::ZERO,
    }];
    let candles = GetCandles::new(SBIN, CandleType::Day, MORNING, MORNING).unwrap();
    let margin = MarginLeg::new(SBIN, Side::Buy, Quantity::new(10), rupees("800"), Product::Mis);

    let mut refused = Vec::new();
    macro_rules! refused {
        ($($call:expr;)+) => {$({
            let error: Error = $call.await.map(drop).unwrap_err();
            assert_eq!(error.api().and_then(|api| api.code), Some(40000), "{} {error}", stringify!($call));
            assert_eq!((error.outcome(), error.is_login_required()), (Outcome::Rejected, true), "{error}");
            refused.push(error.endpoint().unwrap());
            // Nobody is slowed down by the published rates.
            day.sandbox.clock().advance(time::Duration::SECOND);
        })+};
    }
    refused! {
        client.user().trading_info();
        client.user().profile();
        client.user().apps();
        client.user().register_app(&NewApp::new("Breakout", "https://breakout.example/callback"));
        client.funds().view();
        client.portfolio().holdings();
        client.portfolio().positions();
        client.portfolio().net_positions();
        client.portfolio().convert(&conversion);
        client.orders().place(&bid("8.15"));
        client.orders().modify(&leg("05"), &change);
        client.orders().cancel(&order_id);
        client.orders().cancel_amo(&order_id);
        client.orders().cancel_all();
        client.orders().pending();
        client.orders().completed();
        client.orders().history(&order_id);
        client.orders().trades();
        client.conditional().place_cover(&CoverOrder::new(mis("800"), rupees("790")));
        client.conditional().modify_cover(&leg("01"), &cover);
        client.conditional().place_bracket(&BracketOrder::new(mis("800"), rupees("12"), rupees("20")));
        client.conditional().modify_bracket(&leg("03"), &bracket);
        client.conditional().exit(&leg("02"));
        client.baskets().list();
        client.baskets().create(&name, BasketType::Normal);
        client.baskets().rename(&id, &name);
        client.baskets().delete(&id, &name);
        client.baskets().add(&id, &name, &in_basket);
        client.baskets().edit(&id, &name, &item, &in_basket);
        client.baskets().remove(&id, &name, &item);
        client.baskets().execute(&id, &name);
        client.baskets().set_execution_state(&id, &name, true);
        client.gtt().create(&gtt);
        client.gtt().modify(&gtt_id, &gtt);
        client.gtt().cancel(&gtt_id);
        client.gtt().list();
        client.ipo().list();
        client.ipo().orders();
        client.ipo().place(&application);
        client.ipo().cancel("ACMEFOOD");
        client.edis().generate_tpin("1208820000123456", Pan::new("AAAPZ1234C"));
        client.edis().authorise(&sale, "D");
        client.instruments().search("SBIN");
        client.instruments().info(SBIN);
        client.market().quote(SBIN);
        client.market().ltp(SBIN);
        client.market().close(SBIN);
        client.market().dpr(SBIN);
        client.market().option_chain(SBIN.token, 5, rupees("800"));
        client.market().futures_chain(SBIN.token);
        client.market().candles(&candles);
        client.market().margin(vec![margin]);
        client.market().sessions();
    }
    refused.sort_unstable();
    refused.dedup();
    // Every endpoint that there is, but the contract master, which needs no token.
    assert_eq!(refused.len(), 49, "{refused:?}");
}

#[tokio::test]
async fn market_data_that_is_not_there() {
    let day = Day::logged_in().await;
    let client = day.client();
    let market = client.market();
    for error in [
        market
            .option_chain(NOTHING.token, 5, rupees("800"))
            .await
            .unwrap_err(),
        market.futures_chain(NOTHING.token).await.unwrap_err(),
        market.dpr(NOTHING).await.unwrap_err(),
    ] {
        assert_eq!(
            (code(&error), error.api().unwrap().is_not_found()),
            (Some(404), true),
            "{error}"
        );
    }
    let candles = GetCandles::new(NOTHING, CandleType::Day, MORNING, MORNING).unwrap();
    assert_eq!(
        market.candles(&candles).await.unwrap_err().outcome(),
        Outcome::Rejected
    );
    let leg = MarginLeg::new(NOTHING, Side::Buy, Quantity::new(10), rupees("800"), Product::Mis);
    assert_eq!(
        market.margin(vec![leg]).await.unwrap_err().outcome(),
        Outcome::Rejected
    );
}

#[tokio::test]
async fn orders_that_the_broker_does_not_take() {
    let day = Day::logged_in().await;
    let client = day.client();
    let (orders, legs) = (client.orders(), client.conditional());
    assert_eq!(code(&orders.place(&bid("8.151")).await.unwrap_err()), Some(45000));
    let nothing = NewOrder::limit(NOTHING, Side::Buy, Quantity::new(10), rupees("8.15"));
    assert_eq!(code(&orders.place(&nothing).await.unwrap_err()), Some(45010));
    assert_eq!(
        code(&orders.cancel_amo(&"1".parse().unwrap()).await.unwrap_err()),
        Some(45000)
    );
    // Outside the day's range, which is 44000 for these.
    let far = CoverOrder::new(mis("100"), rupees("90"));
    assert_eq!(code(&legs.place_cover(&far).await.unwrap_err()), Some(44000));
    let standing = CoverOrder::new(mis("812.50"), rupees("800"));
    legs.place_cover(&standing).await.unwrap();
    let book = orders.pending().await.unwrap().rows;
    let entry = book
        .iter()
        .find(|row| row.price == Some(rupees("812.50")))
        .unwrap();
    let off_tick = CoverChange {
        order: OrderChange::new().price(rupees("812.51")),
        ..CoverChange::default()
    };
    assert_eq!(
        legs.modify_cover(entry, &off_tick).await.unwrap_err().outcome(),
        Outcome::Rejected
    );
    let (gone, change) = (
        leg("03"),
        BracketChange {
            order: OrderChange::new().price(rupees("1899")),
            ..BracketChange::default()
        },
    );
    let gone = legs.modify_bracket(&gone, &change);
    assert_eq!(gone.await.unwrap_err().outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn what_a_basket_may_not_be() {
    let day = Day::logged_in().await;
    let client = day.client();
    let baskets = client.baskets();
    let (one, two) = (BasketName::new("One").unwrap(), BasketName::new("Two").unwrap());
    let id = baskets
        .create(&one, BasketType::Normal)
        .await
        .unwrap()
        .named(&one)
        .unwrap()
        .basket_id
        .clone();
    baskets.create(&two, BasketType::Hedge).await.unwrap();
    assert_eq!(code(&baskets.rename(&id, &two).await.unwrap_err()), Some(48001));
    let order = NewBasketOrder::new(mis("812.50"), "SBIN-EQ");
    let item = BasketOrderId::new("no-such-order");
    assert_eq!(
        baskets
            .edit(&id, &one, &item, &order)
            .await
            .unwrap_err()
            .outcome(),
        Outcome::Rejected
    );
    let state = baskets.set_execution_state(&id, &two, true).await;
    assert_eq!(state.unwrap_err().outcome(), Outcome::Rejected);
    baskets.set_execution_state(&id, &one, true).await.unwrap();
    assert_eq!(baskets.find(&one).await.unwrap().unwrap().is_executed, Some(true));

    // What it opened is closed by the opposite order.
    baskets.add(&id, &one, &order).await.unwrap();
    baskets.execute(&id, &one).await.unwrap();
    baskets.square_off(&id, &one).await.unwrap();
    let sides = client.orders().all().await.unwrap().rows;
    let sides: Vec<_> = sides
        .iter()
        .map(|row| row.order_side.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(sides, ["SELL", "BUY"]);
    assert_eq!(
        baskets.square_off(&id, &two).await.unwrap_err().outcome(),
        Outcome::Rejected
    );
}

#[tokio::test]
async fn a_tpin_for_nobody() {
    let day = Day::logged_in().await;
    let refused = day
        .client()
        .edis()
        .generate_tpin("", Pan::new("AAAPZ1234C"))
        .await;
    assert_eq!(refused.unwrap_err().outcome(), Outcome::Rejected);
}
