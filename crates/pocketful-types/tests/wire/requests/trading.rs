//! Changes, legs, books and the portfolio.

use pocketful_types::{
    BracketOrder, CancelOrder, Cancellation, ConvertPosition, CoverOrder, Exchange, ExchangeOrderId,
    ExecutionType, ExitLeg, GetHoldings, GetOrderHistory, GetPositions, GetTrades, HeaderStyle, Instrument,
    InstrumentToken, Leg, ModifyBracket, ModifyCover, ModifyOrder, NewOrder, Order, OrderChange, OrderError,
    OrderId, OrderProgress, OrderType, Orders, PlaceBracket, PlaceCover, PositionConversion, Product,
    Quantity, Side, UserOrderId, Validity,
};

use super::{ACC, OPTION, client, rupees, shown};
use crate::replies::reply;

fn id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}

/// The row of a leg, by the last two digits of its id.
fn leg(end: &str) -> Order {
    let orders: Orders = reply("orders_legs");
    assert!(orders.is_complete());
    let found = orders
        .rows
        .into_iter()
        .find(|row| row.oms_order_id.as_str().ends_with(end));
    found.unwrap()
}

fn entry() -> NewOrder {
    NewOrder::limit(ACC, Side::Buy, Quantity::new(10), rupees("1875.50"))
        .product(Product::Mis)
        .user_order_id(UserOrderId::new(10_002))
}

#[test]
fn changes() {
    let whole = NewOrder::stop_limit(
        OPTION,
        Side::Sell,
        Quantity::new(1500),
        rupees("101.05"),
        rupees("101.10"),
    );
    let request = ModifyOrder::new(id("202611231778"), whole, client()).unwrap();
    insta::assert_snapshot!("modify_whole_order", shown(&request));

    let row = leg("07");
    assert_eq!(
        ModifyOrder::of(&row, &OrderChange::new().price(rupees("1")), client()),
        Err(OrderError::UnknownWord {
            member: "order_type",
            text: "ICEBERG".into()
        })
    );
    let pending: Orders = reply("orders_pending");
    let row = &pending.rows[0];
    let change = OrderChange::new()
        .price(rupees("1876.05"))
        .quantity(Quantity::new(5));
    let request = ModifyOrder::of(row, &change, client()).unwrap();
    let (newer, older) = (HeaderStyle::XAuthorizationToken, HeaderStyle::Bearer);
    assert_eq!(request.undocumented_order_type(newer), None);
    insta::assert_snapshot!("modify_from_the_book", shown(&request));
    insta::assert_snapshot!(
        "modify_with_progress",
        shown(&request.progress(OrderProgress::of(row)))
    );
    let market = OrderChange::new()
        .order_type(OrderType::Market)
        .validity(Validity::Ioc);
    let request = ModifyOrder::of(row, &market, client()).unwrap();
    assert_eq!(request.undocumented_order_type(newer), Some(OrderType::Market));
    assert_eq!(request.undocumented_order_type(older), None);
    insta::assert_snapshot!("modify_to_market", shown(&request));
    let amo = OrderChange::new().price(rupees("1876.05"));
    insta::assert_snapshot!(
        "modify_amo",
        shown(&ModifyOrder::of(&leg("05"), &amo, client()).unwrap())
    );
}

#[test]
fn changes_that_cannot_be_made_say_why() {
    let pending: Orders = reply("orders_pending");
    let row = &pending.rows[0];
    let refused = |row: &Order, change: OrderChange| ModifyOrder::of(row, &change, client()).unwrap_err();
    assert_eq!(refused(row, OrderChange::new()), OrderError::NothingToChange);
    assert_eq!(
        refused(row, OrderChange::new().trigger_price(rupees("1"))),
        OrderError::TriggerWithoutUse(OrderType::Limit)
    );
    assert_eq!(
        refused(
            row,
            OrderChange::new()
                .order_type(OrderType::Market)
                .price(rupees("1"))
        ),
        OrderError::PriceWithoutUse(OrderType::Market)
    );
    assert_eq!(
        refused(row, OrderChange::new().order_type(OrderType::StopLimit)),
        OrderError::Missing("trigger_price")
    );
    assert_eq!(
        refused(row, OrderChange::new().quantity(Quantity::ZERO)),
        OrderError::ZeroQuantity
    );
    assert_eq!(
        refused(&leg("01"), OrderChange::new().price(rupees("1"))),
        OrderError::OtherMachinery("CO".into())
    );
    let bare: Order = serde_json::from_str(r#"{"oms_order_id":"1"}"#).unwrap();
    assert_eq!(
        refused(&bare, OrderChange::new().price(rupees("1"))),
        OrderError::Missing("order_type")
    );
}

#[test]
fn cover_and_bracket_orders() {
    let cover = CoverOrder::new(entry(), rupees("1860.00"));
    insta::assert_snapshot!(
        "place_cover",
        shown(&PlaceCover::new(cover.clone(), client()).unwrap())
    );
    let cover = cover.trigger_price(rupees("1860.50")).trailing(rupees("0.05"));
    insta::assert_snapshot!(
        "place_cover_trailing",
        shown(&PlaceCover::new(cover, client()).unwrap())
    );
    let bracket = BracketOrder::new(entry(), rupees("12"), rupees("20.00"));
    insta::assert_snapshot!(
        "place_bracket",
        shown(&PlaceBracket::new(bracket.clone(), client()).unwrap())
    );
    let bracket = bracket.trailing(rupees("0.05"));
    insta::assert_snapshot!(
        "place_bracket_trailing",
        shown(&PlaceBracket::new(bracket, client()).unwrap())
    );

    let change = OrderChange::new()
        .price(rupees("1876.00"))
        .quantity(Quantity::new(12));
    insta::assert_snapshot!(
        "modify_cover",
        shown(&ModifyCover::of(&leg("01"), &change, client()).unwrap())
    );
    // Only the stop moves.
    let request = ModifyCover::of(&leg("01"), &OrderChange::new(), client()).unwrap();
    insta::assert_snapshot!(
        "modify_cover_stop_alone",
        shown(&request.stop(rupees("1862.00")).unwrap())
    );
    let stop = OrderChange::new().trigger_price(rupees("1862.00"));
    let request = ModifyCover::of(&leg("02"), &stop, client()).unwrap();
    insta::assert_snapshot!(
        "modify_cover_stop",
        shown(&request.stop(rupees("1862.00")).unwrap().trailing(rupees("0.10")))
    );
    let target = OrderChange::new().price(rupees("1899.00"));
    let request = ModifyBracket::of(&leg("03"), &target, client()).unwrap();
    insta::assert_snapshot!("modify_bracket", shown(&request));
    let request = request
        .stop_distance(rupees("10"))
        .and_then(|request| request.target_distance(rupees("23.5")));
    insta::assert_snapshot!(
        "modify_bracket_distances",
        shown(&request.unwrap().trailing(rupees("0")))
    );
}

#[test]
fn legs_that_make_no_sense_are_not_sent() {
    let sale = NewOrder::limit(ACC, Side::Sell, Quantity::new(10), rupees("1875.50"));
    for (order, stop) in [(entry(), "1875.50"), (entry(), "1880"), (sale.clone(), "1870")] {
        let error = CoverOrder::new(order, rupees(stop)).validate().unwrap_err();
        assert!(matches!(error, OrderError::StopOnWrongSide { .. }), "{error}");
    }
    assert_eq!(CoverOrder::new(sale, rupees("1880")).validate(), Ok(()));
    for (stop, target) in [("0", "1"), ("1", "0"), ("-1", "1")] {
        let error = BracketOrder::new(entry(), rupees(stop), rupees(target))
            .validate()
            .unwrap_err();
        assert!(matches!(error, OrderError::ValueNotPositive { .. }), "{error}");
    }
    let change = OrderChange::new().price(rupees("1876.00"));
    let stop = ModifyCover::of(&leg("01"), &change, client())
        .unwrap()
        .stop(rupees("0"));
    assert!(matches!(stop, Err(OrderError::ValueNotPositive { .. })));
    assert_eq!(
        ModifyCover::of(&leg("03"), &change, client()),
        Err(OrderError::OtherMachinery("BO".into()))
    );
    assert_eq!(
        ModifyBracket::of(&leg("04"), &change, client()),
        Err(OrderError::Missing("exchange_order_id"))
    );
}

#[test]
fn exits() {
    let exchange_id = || ExchangeOrderId::new("1100000012345802");
    let request = ExitLeg::cover(client(), id("202611231802"), exchange_id(), Leg::Third).unwrap();
    insta::assert_snapshot!("exit_cover", shown(&request));
    assert_eq!(ExitLeg::of(&leg("02"), client()), Ok(request));
    insta::assert_snapshot!("exit_bracket", shown(&ExitLeg::of(&leg("03"), client()).unwrap()));
    insta::assert_snapshot!(
        "exit_entry_in_capitals",
        shown(&ExitLeg::of(&leg("01"), client()).unwrap())
    );
    assert_eq!(
        ExitLeg::cover(client(), id("1"), ExchangeOrderId::new(" "), Leg::Third),
        Err(OrderError::Missing("exchange_order_id"))
    );
    assert_eq!(
        ExitLeg::of(&leg("04"), client()),
        Err(OrderError::Missing("exchange_order_id"))
    );
}

#[test]
fn every_order_is_taken_back_by_its_own_request() {
    let of = |end: &str| Cancellation::of(&leg(end), client());
    let amo = CancelOrder::new(client(), id("202611231805")).execution_type(ExecutionType::Amo);
    assert_eq!(of("05"), Ok(Cancellation::Order(amo)));
    let regular = CancelOrder::new(client(), id("202611231807"));
    assert_eq!(of("07"), Ok(Cancellation::Order(regular)));
    assert_eq!(
        of("02").unwrap(),
        Cancellation::Leg(ExitLeg::of(&leg("02"), client()).unwrap())
    );
    assert_eq!(of("06"), Err(OrderError::OtherMachinery("SPD".into())));
    assert_eq!(of("04"), Err(OrderError::Missing("exchange_order_id")));
}

#[test]
fn books_and_portfolio() {
    insta::assert_snapshot!(
        "order_history",
        shown(&GetOrderHistory::new(client(), id("20261123-1157")))
    );
    insta::assert_snapshot!("trades", shown(&GetTrades::new(client())));
    insta::assert_snapshot!("positions_day", shown(&GetPositions::day(client())));
    insta::assert_snapshot!("positions_net", shown(&GetPositions::net(client())));
    insta::assert_snapshot!("holdings", shown(&GetHoldings::new(client())));
    let instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
    let conversion = PositionConversion::new(
        instrument,
        Side::Buy,
        Quantity::new(10),
        Product::Mis,
        Product::Cnc,
    );
    insta::assert_snapshot!(
        "convert_position",
        shown(&ConvertPosition::new(conversion, client()).unwrap())
    );
    let same = PositionConversion::new(
        instrument,
        Side::Buy,
        Quantity::new(10),
        Product::Mis,
        Product::Mis,
    );
    assert_eq!(same.validate(), Err(OrderError::SameProduct(Product::Mis)));
    let none = PositionConversion::new(instrument, Side::Buy, Quantity::ZERO, Product::Mis, Product::Cnc);
    assert_eq!(none.validate(), Err(OrderError::ZeroQuantity));
}
