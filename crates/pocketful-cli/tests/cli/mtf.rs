//! Orders with the broker's money: the answer names no order, and the command finds it where that is safe.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

const PLACE: [&str; 10] = [
    "order",
    "place",
    "NSE",
    "3045",
    "buy",
    "10",
    "--limit",
    "812.50",
    "--product",
    "mtf",
];

fn place<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&PLACE[..], more].concat()
}

#[test]
fn the_book_tells_its_id() {
    let world = World::logged_in();
    assert_snapshot!("mtf_placed_text", world.run(&PLACE).ok());
    let placed = world.run(&place(&["--json"])).json();
    assert_eq!(placed["oms_order_id"], "202611231002");
    assert!(placed["user_order_id"].is_u64(), "{placed}");
    assert_eq!(world.run(&place(&["--raw"])).ok(), "[]\n");
    world
        .run(&["order", "modify", "202611231001", "--quantity", "5"])
        .ok();
    world.run(&["order", "cancel", "202611231001"]).ok();
}

#[test]
fn with_a_number_of_your_own_the_id_is_left_to_you() {
    let world = World::logged_in();
    world.place();
    // That number is another order's already.
    let own = ["--user-order-id", "4711"];
    assert_snapshot!("mtf_own_number_text", world.run(&place(&own)).ok());
    let placed = world.run(&place(&[&own[..], &["--json"]].concat())).json();
    assert_eq!(
        placed,
        serde_json::json!({ "oms_order_id": null, "user_order_id": 4711 })
    );
}

#[test]
fn a_book_that_fails_does_not_hide_that_it_was_taken_in() {
    let world = World::logged_in();
    let fault = Fault::ServerError {
        status: 503,
        after: false,
    };
    world
        .sandbox()
        .faults()
        .add(FaultRule::new("GET /api/v1/orders", fault))
        .unwrap();
    let placed = world.run(&place(&["--json"])).json();
    assert_eq!(placed["oms_order_id"], serde_json::Value::Null);
    assert!(placed["user_order_id"].is_u64(), "{placed}");
    let text = world.run(&PLACE).ok();
    assert!(text.contains("Look for your number"), "{text}");
}

#[test]
fn what_is_sent_and_what_is_refused() {
    let world = World::logged_in();
    let _settled = settled();
    let dry_run = place(&["--user-order-id", "4711", "--dry-run"]);
    assert_snapshot!("mtf_dry_run", world.run(&dry_run).ok());
    let future = [
        "order",
        "place",
        "NFO",
        "35001",
        "buy",
        "75",
        "--market",
        "--product",
        "MTF",
    ];
    world.run(&future).fails(1);
    let lost = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let stderr = world.run(&place(&["--json"])).fails(5);
    assert!(
        stderr.contains("may have been placed, as your number"),
        "{stderr}"
    );
}

#[test]
fn the_book_marks_what_is_no_order_of_the_day_with_ones_own_money() {
    let world = World::logged_in();
    world.place();
    let plain = world.run(&["orders"]).ok();
    assert!(!plain.contains("KIND"), "{plain}");
    world.run(&place(&[])).ok();
    let amo = [
        "order", "place", "NSE", "3045", "buy", "10", "--limit", "812.50", "--amo",
    ];
    world.run(&amo).ok();
    assert_snapshot!("orders_of_all_kinds_text", world.run(&["orders"]).ok());
}
