//! Tests of the checks on a new order.

use super::*;
use crate::{Exchange, InstrumentToken};

const ACC: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(22));

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn limit(quantity: u64, price: &str) -> NewOrder {
    NewOrder::limit(ACC, Side::Buy, Quantity::new(quantity), rupees(price))
}

fn stop_limit(side: Side, price: &str, trigger: &str) -> Result<(), OrderError> {
    NewOrder::stop_limit(ACC, side, Quantity::new(1), rupees(price), rupees(trigger)).validate()
}

#[test]
fn each_constructor_has_exactly_its_prices() {
    let one = Quantity::new(1);
    let price = rupees("10.05");
    let trigger = rupees("10");
    for (order, order_type, limit, stop) in [
        (
            NewOrder::limit(ACC, Side::Buy, one, price),
            OrderType::Limit,
            Some(price),
            None,
        ),
        (
            NewOrder::market(ACC, Side::Buy, one),
            OrderType::Market,
            None,
            None,
        ),
        (
            NewOrder::stop_limit(ACC, Side::Buy, one, price, trigger),
            OrderType::StopLimit,
            Some(price),
            Some(trigger),
        ),
        (
            NewOrder::stop_market(ACC, Side::Buy, one, trigger),
            OrderType::StopMarket,
            None,
            Some(trigger),
        ),
    ] {
        assert_eq!(order.order_type(), order_type);
        assert_eq!((order.price(), order.trigger_price()), (limit, stop));
        assert_eq!(order.validate(), Ok(()));
    }
}

#[test]
fn the_product_follows_the_exchange_until_it_is_given() {
    let nfo = Instrument::new(Exchange::Nfo, InstrumentToken::new(35_003));
    assert_eq!(
        NewOrder::market(ACC, Side::Buy, Quantity::new(1)).product,
        Product::Cnc
    );
    let order = NewOrder::market(nfo, Side::Buy, Quantity::new(1));
    assert_eq!(order.product, Product::Nrml);
    assert_eq!(order.product(Product::Mis).product, Product::Mis);
}

#[test]
fn quantities_are_checked() {
    assert_eq!(limit(0, "10").validate(), Err(OrderError::ZeroQuantity));
    assert_eq!(
        limit(u64::MAX, "10").validate(),
        Err(OrderError::QuantityTooLarge(Quantity::new(u64::MAX)))
    );
    let shown = |units| {
        limit(10, "10")
            .disclosed_quantity(Quantity::new(units))
            .validate()
    };
    assert_eq!(shown(10), Ok(()));
    assert_eq!(
        shown(11),
        Err(OrderError::DisclosedTooLarge {
            disclosed: Quantity::new(11),
            quantity: Quantity::new(10)
        })
    );
}

#[test]
fn prices_are_positive_and_not_finer_than_any_market() {
    assert_eq!(
        limit(1, "0").validate(),
        Err(OrderError::PriceNotPositive(rupees("0")))
    );
    assert_eq!(
        limit(1, "-3").validate(),
        Err(OrderError::PriceNotPositive(rupees("-3")))
    );
    assert_eq!(limit(1, "83.1225").validate(), Ok(()));
    assert_eq!(limit(1, "83.100000").validate(), Ok(()));
    assert_eq!(
        limit(1, "83.12255").validate(),
        Err(OrderError::TooManyDecimals(rupees("83.12255")))
    );
    let stop = |trigger| NewOrder::stop_market(ACC, Side::Sell, Quantity::new(1), rupees(trigger)).validate();
    assert_eq!(stop("0"), Err(OrderError::TriggerNotPositive(rupees("0"))));
    assert_eq!(
        stop("1.00001"),
        Err(OrderError::TooManyDecimals(rupees("1.00001")))
    );
}

#[test]
fn a_stop_limit_can_be_filled_once_triggered() {
    assert_eq!(stop_limit(Side::Buy, "10", "10"), Ok(()));
    assert_eq!(stop_limit(Side::Buy, "10", "9.95"), Ok(()));
    assert_eq!(
        stop_limit(Side::Buy, "10", "10.05"),
        Err(OrderError::BuyTriggerAboveLimit {
            trigger: rupees("10.05"),
            price: rupees("10")
        })
    );
    assert_eq!(stop_limit(Side::Sell, "10", "10"), Ok(()));
    assert_eq!(stop_limit(Side::Sell, "10", "10.05"), Ok(()));
    assert_eq!(
        stop_limit(Side::Sell, "10", "9.95"),
        Err(OrderError::SellTriggerBelowLimit {
            trigger: rupees("9.95"),
            price: rupees("10")
        })
    );
}

#[test]
fn messages_say_what_to_do() {
    let messages: Vec<String> = [
        limit(0, "10"),
        limit(1, "-3"),
        limit(1, "83.12255"),
        limit(10, "10").disclosed_quantity(Quantity::new(11)),
    ]
    .iter()
    .map(|order| order.validate().unwrap_err().to_string())
    .collect();
    assert_eq!(
        messages,
        [
            "the quantity is 0; order at least 1 unit (units, not lots)",
            "the price -3 is not above 0; give a limit above 0, or place a market order",
            "the price 83.12255 has more than 4 decimals; round it to the instrument's tick",
            "the disclosed quantity 11 is larger than the quantity 10; show less, or 0 for all",
        ]
    );
}
