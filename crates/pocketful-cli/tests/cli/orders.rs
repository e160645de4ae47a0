//! Placing, finding and cancelling orders.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

#[test]
fn a_limit_order_from_start_to_end() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(world.run(&["orders"]).ok(), "No orders today.\n");
    assert_eq!(world.run(&["orders", "--json"]).ok(), "[]\n");
    let placed = world
        .run(&["order", "place", "nse", "3045", "BUY", "10", "--limit", "812.50"])
        .ok();
    assert_snapshot!("placed_text", placed);
    let id = world.place();
    assert_snapshot!("orders_text", world.run(&["orders"]).ok());
    assert_snapshot!("order_show_text", world.run(&["order", "show", &id]).ok());
    assert_snapshot!("cancelled_text", world.run(&["order", "cancel", &id]).ok());
    assert_snapshot!(
        "orders_completed_text",
        world.run(&["orders", "--completed"]).ok()
    );
    let pending = world.run(&["orders", "--pending"]).ok();
    assert!(
        !pending.contains(&id) && pending.lines().count() == 2,
        "{pending}"
    );
}

#[test]
fn documents_for_programs() {
    let world = World::logged_in();
    let place = [
        "order",
        "place",
        "NSE",
        "3045",
        "sell",
        "20",
        "--stop-limit",
        "800",
        "--trigger",
        "801.5",
    ];
    let place = [
        &place[..],
        &["--product", "MIS", "--user-order-id", "77", "--json"],
    ]
    .concat();
    assert_snapshot!("placed_json", world.run(&place).ok());
    let id = "202611231001";
    assert_snapshot!("orders_json", world.run(&["orders", "--json"]).ok());
    assert_snapshot!(
        "order_show_json",
        world.run(&["order", "show", id, "--json"]).ok()
    );
    assert_snapshot!(
        "cancelled_json",
        world.run(&["order", "cancel", id, "--json"]).ok()
    );
}

#[test]
fn raw_is_what_the_server_sent() {
    let world = World::logged_in();
    let place = [
        "order",
        "place",
        "NSE",
        "14366",
        "sell",
        "2000",
        "--market",
        "--product",
        "MIS",
        "--user-order-id",
        "4711",
        "--raw",
    ];
    assert_snapshot!("placed_raw", world.run(&place).ok());
    let book = world.run(&["orders", "--pending", "--raw"]).ok();
    assert_snapshot!("orders_raw", book);
    let row = world.run(&["order", "show", "202611231001", "--raw"]).ok();
    assert!(book.contains(row.trim()), "{row}");
    assert_snapshot!(
        "cancelled_raw",
        world.run(&["order", "cancel", "202611231001", "--raw"]).ok()
    );
    let refused = world.run(&["orders", "--raw"]).fails(2);
    assert!(refused.contains("--pending or --completed"), "{refused}");
}

#[test]
fn every_order_type_reaches_the_book() {
    let world = World::logged_in();
    for how in [
        &["--limit", "812.50", "--validity", "ioc"][..],
        &["--market", "--amo"],
        &["--stop-limit", "815", "--trigger", "814.5", "--disclosed", "5"],
        &["--stop-market", "--trigger", "814.5"],
    ] {
        world
            .run(&[&["order", "place", "NSE", "3045", "buy", "10"], how].concat())
            .ok();
    }
    let _settled = settled();
    assert_snapshot!("orders_of_every_type", world.run(&["orders"]).ok());
    // An after-market order is cancelled as one.
    world.run(&["order", "cancel", "202611231002"]).ok();
}

#[test]
fn a_dry_run_sends_nothing_and_shows_everything_but_the_token() {
    let world = World::logged_in();
    let _settled = settled();
    let place = [
        "order",
        "place",
        "NSE",
        "3045",
        "buy",
        "10",
        "--limit",
        "812.50",
        "--user-order-id",
        "4711",
        "--dry-run",
    ];
    assert_snapshot!("dry_run_text", world.run(&place).ok());
    assert_snapshot!(
        "dry_run_json",
        world.run(&[&place[..], &["--json"]].concat()).ok()
    );
    assert_eq!(world.run(&["orders"]).ok(), "No orders today.\n");
    let refused = world.run(&[&place[..], &["--raw"]].concat()).fails(2);
    assert!(refused.contains("--raw"), "{refused}");
}

#[test]
fn what_is_typed_wrong_is_said_before_anything_is_sent() {
    // Without a session: an order that is wrong in itself does not get as far as asking for one.
    let world = World::new();
    for (args, message) in [
        (&["NSE", "3045", "buy", "0", "--market"][..], "the quantity is 0"),
        (&["NSE", "3045", "buy", "-5", "--market"], "whole number of units"),
        (
            &["NSE", "3045", "buy", "1.5", "--market"],
            "whole number of units",
        ),
        (
            &["NSE", "3045", "buy", "1", "--limit", "812.50001"],
            "more than 4 decimals",
        ),
        (&["NSE", "3045", "buy", "1", "--limit", "-3"], "not above 0"),
        (
            &["NSE", "3045", "buy", "1", "--limit", "1,812.50"],
            "without separators",
        ),
        (
            &["NSE", "3045", "buy", "1", "--limit", "1e3"],
            "without separators",
        ),
        (
            &["NSE", "3045", "buy", "1", "--limit", "1", "--market"],
            "cannot be used with",
        ),
        (&["NSE", "3045", "buy", "1"], "--limit <PRICE>|--market"),
        (&["NSE", "3045", "buy", "1", "--stop-market"], "--trigger"),
        (
            &["NSE", "3045", "buy", "1", "--market", "--trigger", "3"],
            "required arguments",
        ),
        (
            &["NSE", "3045", "buy", "1", "--stop-limit", "10", "--trigger", "11"],
            "trigger at or below the limit",
        ),
        (
            &["NASDAQ", "3045", "buy", "1", "--market"],
            "[possible values: NSE, BSE, NFO, BFO, MCX, CDS]",
        ),
        (
            &["NSE", "99999999999", "buy", "1", "--market"],
            "not an instrument token",
        ),
        (&["NSE", " ", "buy", "1", "--market"], "the instrument is empty"),
        (
            &["NSE", "3045", "hold", "1", "--market"],
            "[possible values: buy, sell]",
        ),
        (
            &["NSE", "3045", "buy", "5", "--market", "--disclosed", "6"],
            "disclosed quantity 6 is larger",
        ),
    ] {
        let stderr = world.run(&[&["order", "place"], args].concat()).fails(2);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
    let stderr = world
        .run(&["order", "place", "NSE", "3045", "buy", "1", "--market"])
        .fails(3);
    assert!(stderr.contains("logged in"), "{stderr}");
}

#[test]
fn an_order_that_is_not_there() {
    let world = World::logged_in();
    let _settled = settled();
    assert_snapshot!("order_show_unknown", world.run(&["order", "show", "1"]).fails(1));
    let raw = world.run(&["order", "show", "1", "--raw"]).fails(1);
    assert!(raw.contains("there is no order 1"), "{raw}");
    let json = world.run(&["order", "show", "1", "--json"]).fails(1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["error"]["kind"], "not_found");
    assert_eq!(json["error"]["outcome"], "no_effect");
    assert_snapshot!(
        "order_cancel_unknown",
        world.run(&["order", "cancel", "1"]).fails(1)
    );
}

#[test]
fn the_way_out_does_not_depend_on_the_order_book() {
    let world = World::logged_in();
    let faults = world.sandbox().faults();
    for fault in [
        Fault::ServerError {
            status: 503,
            after: false,
        },
        Fault::TruncatedJson,
        Fault::ResetBefore,
        Fault::HtmlPage,
    ] {
        let id = world.place();
        let rule = faults.add(FaultRule::new("GET /api/v1/orders", fault)).unwrap();
        let ran = world.run(&["order", "cancel", &id]);
        assert!(ran.stderr.contains("as a regular order"), "{ran:?}");
        ran.ok();
        faults.remove(rule);
        let order = world.run(&["order", "show", &id, "--json"]).json();
        assert_eq!(order["order_status"], "CANCEL_CONFIRMED", "{order}");
    }
    // The outcome is that of the cancellation alone.
    faults
        .add(FaultRule::new(
            "GET /api/v1/orders",
            Fault::ServerError {
                status: 503,
                after: false,
            },
        ))
        .unwrap();
    world.run(&["order", "cancel", "1"]).fails(1);
}

#[test]
fn an_after_market_order_can_be_cancelled_without_the_book() {
    let world = World::logged_in();
    world
        .run(&["order", "place", "NSE", "3045", "buy", "10", "--market", "--amo"])
        .ok();
    let fault = Fault::ServerError {
        status: 503,
        after: false,
    };
    let faults = world.sandbox().faults();
    faults.add(FaultRule::new("GET /api/v1/orders", fault)).unwrap();
    let ran = world.run(&["order", "cancel", "202611231001", "--amo"]);
    assert_eq!(ran.stderr, "");
    ran.ok();
}
