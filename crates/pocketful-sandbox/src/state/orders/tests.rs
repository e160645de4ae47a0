//! The book's own rules.

use std::sync::Arc;

use time::{Duration, macros::datetime};

use super::*;
use crate::{instruments::Universe, state::random::Stream};

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

fn orders() -> Orders {
    Orders::new(Random::new(7, Stream::Orders))
}

fn order() -> NewOrder {
    NewOrder {
        client_id: "AB1234".to_owned(),
        instrument: Arc::clone(Universe::on(NOW.date()).find("NSE", 14366).unwrap()),
        order_type: "LIMIT",
        price: Decimal::new(875, 2),
        trigger_price: Decimal::ZERO,
        quantity: 100,
        disclosed_quantity: 0,
        validity: "DAY",
        product: "CNC",
        order_side: "BUY",
        device: "WEB".to_owned(),
        user_order_id: 1,
        is_amo: false,
        basket_id: None,
        leg: None,
    }
}

#[test]
fn a_resting_order_blocks_its_cost_until_it_is_cancelled() {
    let mut orders = orders();
    let cash = Decimal::from(1000);
    let id = orders.place(order(), cash, NOW).oms_order_id.clone();
    assert_eq!(orders.blocked("AB1234"), Decimal::from(875));
    assert_eq!(orders.place(order(), cash, NOW).status, Status::Rejected);
    assert_eq!(orders.blocked("AB1234"), Decimal::from(875));

    assert_eq!(orders.cancel("CD1234", &id, NOW).err(), Some(NotResting));
    assert_eq!(
        orders.cancel("AB1234", &id, NOW).unwrap().status,
        Status::Cancelled
    );
    assert_eq!(orders.cancel("AB1234", &id, NOW).err(), Some(NotResting));
    assert_eq!(orders.blocked("AB1234"), Decimal::ZERO);
    assert_eq!(orders.place(order(), cash, NOW).status, Status::Confirmed);
}

#[test]
fn ids_count_up_within_a_day_and_never_repeat() {
    let mut orders = orders();
    let cash = Decimal::from(1_000_000);
    let mut id = |now| orders.place(order(), cash, now).oms_order_id.clone();
    assert_eq!(id(NOW), "202611231001");
    assert_eq!(id(NOW), "202611231002");
    assert_eq!(id(NOW + Duration::DAY), "202611241001");
    // The clock went back, the ids do not.
    assert_eq!(id(NOW), "202611241002");
}

#[test]
fn each_kind_of_order_rests_as_it_should() {
    let mut orders = orders();
    let cash = Decimal::from(10_000_000);
    let amo = NewOrder {
        is_amo: true,
        ..order()
    };
    let ioc = NewOrder {
        validity: "IOC",
        ..order()
    };
    let stop = NewOrder {
        order_type: "SLM",
        trigger_price: Decimal::from(9),
        ..order()
    };
    let huge = NewOrder {
        quantity: i64::MAX,
        price: Decimal::MAX,
        ..order()
    };
    assert_eq!(orders.place(ioc, cash, NOW).status, Status::Cancelled);
    assert_eq!(orders.place(stop, cash, NOW).status, Status::TriggerPending);
    assert_eq!(orders.place(huge, cash, NOW).status, Status::Rejected);
    let placed = orders.place(amo, cash, NOW).clone();
    assert_eq!(
        (placed.status, placed.exchange_order_id.as_str()),
        (Status::AmoReceived, "")
    );
    let cancelled = orders.cancel("AB1234", &placed.oms_order_id, NOW).unwrap();
    assert_eq!(cancelled.status, Status::AmoCancelled);
}
