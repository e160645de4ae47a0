//! Every demand of an instrument, met and not met.

use time::macros::date;

use super::*;
use crate::{Exchange, Instrument, InstrumentToken, Side};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

const OPTION: Instrument = Instrument::new(Exchange::Nfo, InstrumentToken::new(94_117));

fn rules() -> InstrumentRules {
    InstrumentRules {
        tick_size: Some(d("0.05")),
        lot_size: Some(Quantity::new(75)),
        freeze_quantity: Some(Quantity::new(1800)),
        lower_circuit: Some(d("80.00")),
        upper_circuit: Some(d("120.00")),
        products: Some(vec![Product::Nrml, Product::Mis]),
        order_types: Some(vec![
            OrderType::Limit,
            OrderType::StopLimit,
            OrderType::StopMarket,
        ]),
        tradable: Some(true),
        last_day: Some(date!(2026 - 11 - 26)),
    }
}

fn limit(units: u64, price: &str) -> NewOrder {
    NewOrder::limit(OPTION, Side::Buy, Quantity::new(units), d(price))
}

fn said(rules: &InstrumentRules, order: &NewOrder) -> Vec<String> {
    rules.faults(order).iter().map(ToString::to_string).collect()
}

#[test]
fn an_order_that_fits() {
    for order in [
        limit(75, "80.00"),
        limit(1800, "120"),
        limit(150, "101.05").disclosed_quantity(Quantity::new(75)),
        limit(150, "101.05").product(Product::Mis),
    ] {
        assert_eq!(rules().check(&order), Ok(()));
    }
}

#[test]
fn every_fault_says_what_to_do() {
    for (order, message) in [
        (
            limit(100, "100.00"),
            "the quantity 100 is no multiple of the lot 75; use 75 or 150",
        ),
        (
            limit(10, "100.00"),
            "the quantity 10 is no multiple of the lot 75; use 75",
        ),
        (
            limit(150, "100.00").disclosed_quantity(Quantity::new(80)),
            "the disclosed quantity 80 is no multiple of the lot 75; use 75 or 150",
        ),
        (
            limit(3750, "100.00"),
            "the quantity 3750 is above the 1800 that one order may have; split it into 3 orders",
        ),
        (
            limit(75, "100.02"),
            "the price 100.02 is no multiple of the tick 0.05; use 100.00 or 100.05",
        ),
        (
            limit(75, "79.95"),
            "the price 79.95 lies below the day's lowest price 80.00; use at least that",
        ),
        (
            limit(75, "120.05"),
            "the price 120.05 lies above the day's highest price 120.00; use at most that",
        ),
        (
            limit(75, "100.00").product(Product::Cnc),
            "the instrument cannot be held as CNC; use NRML or MIS",
        ),
        (
            NewOrder::market(OPTION, Side::Buy, Quantity::new(75)),
            "the instrument takes no MARKET orders; use LIMIT, SL or SLM",
        ),
        (
            NewOrder::stop_market(OPTION, Side::Buy, Quantity::new(75), d("100.01")),
            "the trigger price 100.01 is no multiple of the tick 0.05; use 100.00 or 100.05",
        ),
    ] {
        assert_eq!(said(&rules(), &order), [message]);
    }
    let mut closed = rules();
    closed.tradable = Some(false);
    closed.products = Some(vec![]);
    assert_eq!(
        said(&closed, &limit(76, "0.02")),
        [
            "the instrument cannot be traded; choose another",
            "the instrument cannot be held as NRML; use another instrument",
            "the quantity 76 is no multiple of the lot 75; use 75 or 150",
            "the price 0.02 is no multiple of the tick 0.05; use 0.05",
            "the price 0.02 lies below the day's lowest price 80.00; use at least that",
        ]
    );
    assert_eq!(closed.check(&limit(75, "100")), Err(OrderFault::NotTradable));
}

#[test]
fn a_price_beside_the_orders_own_is_named() {
    let said = |price: &str| -> Vec<String> {
        let faults = rules().price_faults("stop", price.parse().unwrap());
        faults.iter().map(ToString::to_string).collect()
    };
    assert_eq!(said("100.05"), [""; 0]);
    assert_eq!(
        said("79.98"),
        [
            "the stop 79.98 is no multiple of the tick 0.05; use 79.95 or 80.00",
            "the stop 79.98 lies below the day's lowest price 80.00; use at least that",
        ]
    );
}

#[test]
fn what_is_not_known_is_not_checked() {
    let nothing = InstrumentRules::default();
    // Zeros are how the wire says that there is none.
    let zeros = InstrumentRules {
        tick_size: Some(Decimal::ZERO),
        lot_size: Some(Quantity::ZERO),
        freeze_quantity: Some(Quantity::ZERO),
        lower_circuit: Some(Decimal::ZERO),
        upper_circuit: Some(Decimal::ZERO),
        ..InstrumentRules::default()
    };
    for order in [
        limit(7, "0.0123"),
        NewOrder::market(OPTION, Side::Sell, Quantity::new(7)),
    ] {
        assert_eq!(nothing.check(&order), Ok(()));
        assert_eq!(zeros.check(&order), Ok(()));
    }
}

fn changed(before: &NewOrder, after: &NewOrder) -> Vec<String> {
    let faults = rules().faults_of_change(before, after);
    assert_eq!(rules().check_change(before, after).err().as_ref(), faults.first());
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn what_stays_stops_no_change() {
    // Off the tick, above the range, no number of lots, and under a product that is no longer taken.
    let stands = limit(80, "130.02").product(Product::Cnc);
    assert_eq!(said(&rules(), &stands).len(), 4);
    let but = |units, price| limit(units, price).product(Product::Cnc);
    assert_eq!(changed(&stands, &stands), [""; 0]);
    assert_eq!(changed(&stands, &but(75, "130.02")), [""; 0]);
    assert_eq!(changed(&stands, &but(80, "100.00")), [""; 0]);
    let ioc = but(80, "130.02").validity(crate::Validity::Ioc);
    assert_eq!(changed(&stands, &ioc), [""; 0]);
    let mut closed = rules();
    closed.tradable = Some(false);
    assert_eq!(closed.check_change(&stands, &but(75, "130.02")), Ok(()));
}

#[test]
fn what_changes_is_held_against_the_instrument() {
    let stands = NewOrder::stop_limit(OPTION, Side::Buy, Quantity::new(75), d("101"), d("100"));
    let stop = |units, price, trigger| {
        NewOrder::stop_limit(OPTION, Side::Buy, Quantity::new(units), d(price), d(trigger))
    };
    for (after, message) in [
        (
            stop(100, "101", "100"),
            "the quantity 100 is no multiple of the lot 75; use 75 or 150",
        ),
        (
            stop(3750, "101", "100"),
            "the quantity 3750 is above the 1800 that one order may have; split it into 3 orders",
        ),
        (
            stop(75, "101", "100").disclosed_quantity(Quantity::new(10)),
            "the disclosed quantity 10 is no multiple of the lot 75; use 75",
        ),
        (
            stop(75, "101.02", "100"),
            "the price 101.02 is no multiple of the tick 0.05; use 101.00 or 101.05",
        ),
        (
            stop(75, "120.05", "100"),
            "the price 120.05 lies above the day's highest price 120.00; use at most that",
        ),
        (
            stop(75, "101", "79.95"),
            "the trigger price 79.95 lies below the day's lowest price 80.00; use at least that",
        ),
        (
            stop(75, "101", "100").product(Product::Cnc),
            "the instrument cannot be held as CNC; use NRML or MIS",
        ),
        (
            NewOrder::market(OPTION, Side::Buy, Quantity::new(75)),
            "the instrument takes no MARKET orders; use LIMIT, SL or SLM",
        ),
    ] {
        assert_eq!(changed(&stands, &after), [message]);
    }
}

#[test]
fn a_row_is_what_stood() {
    let terms = r#""exchange":"NFO","instrument_token":94117,"quantity":80,"price":130.02,"trigger_price":0"#;
    let row = |more: &str| format!("{{{terms},{more}}}");
    let after = limit(75, "130.02");
    let order: crate::Order = serde_json::from_str(&row(
        r#""oms_order_id":"1","order_type":"LIMIT","product":"NRML""#,
    ))
    .unwrap();
    assert_eq!(rules().check_change(&order, &after), Ok(()));
    let basket: crate::BasketOrderInfo =
        serde_json::from_str(&row(r#""order_type":"LIMIT","product":"NRML""#)).unwrap();
    assert_eq!(rules().check_change(&basket, &after), Ok(()));
    let gtt = row(r#""order_type":"LIMIT","prod_type":"NRML""#);
    let gtt: crate::Gtt = serde_json::from_str(&format!(r#"{{"id":"a","order":{gtt}}}"#)).unwrap();
    assert_eq!(rules().check_change(&gtt, &after), Ok(()));
    // The price of a market order is none that was accepted, and words that nobody knows stand for nothing.
    for order_type in ["MARKET", "SLM"] {
        let row: crate::Order = serde_json::from_str(&row(&format!(
            r#""oms_order_id":"1","order_type":"{order_type}""#
        )))
        .unwrap();
        assert!(matches!(
            rules().check_change(&row, &after),
            Err(OrderFault::OffTick { what: "price", .. })
        ));
    }
    let unknown: crate::Order =
        serde_json::from_str(&row(r#""oms_order_id":"1","order_type":"ICEBERG""#)).unwrap();
    assert_eq!(rules().check_change(&unknown, &after), Ok(()));
}

#[test]
fn a_quantity_beside_the_orders_own_is_named() {
    let said = |units| -> Vec<String> {
        let faults = rules().quantity_faults("quantity of the stop", Quantity::new(units));
        faults.iter().map(ToString::to_string).collect()
    };
    assert_eq!(said(150), [""; 0]);
    assert_eq!(
        said(80),
        ["the quantity of the stop 80 is no multiple of the lot 75; use 75 or 150"]
    );
}

#[test]
fn an_order_ends_with_its_contract() {
    let last = date!(2026 - 11 - 26);
    assert_eq!(rules().day_faults(last), None);
    assert_eq!(InstrumentRules::default().day_faults(date!(2099 - 12 - 31)), None);
    let fault = rules().day_faults(date!(2026 - 11 - 27)).unwrap();
    assert_eq!(
        fault.to_string(),
        "the contract ends on 2026-11-26, and the order would wait until 2026-11-27; use at most the contract's last day"
    );
}
