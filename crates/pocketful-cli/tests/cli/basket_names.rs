//! What a basket shows of an order's instrument, and from where it comes.

use pocketful_sandbox::{Fault, FaultRule};
use serde_json::Value;

use crate::world::World;

/// What would be put into a basket.
fn added(world: &World, order: &[&str]) -> Value {
    let ran = world.run(&[&["basket", "add", "Morning"], order, &["--dry-run", "--json"]].concat());
    ran.json()["body"]["order_info"].clone()
}

/// From now on the broker tells nothing of a single instrument.
fn tell_nothing(world: &World) {
    let fault = Fault::ServerError {
        status: 503,
        after: false,
    };
    for exchange in ["NSE", "NFO"] {
        let rule = FaultRule::new(format!("GET /api/v1/contract/{exchange}"), fault.clone());
        world.sandbox().faults().add(rule.times(1000)).unwrap();
    }
}

#[test]
fn the_names_come_from_todays_contracts_and_nobody_is_asked_for_them() {
    let world = World::logged_in();
    world.run(&["basket", "create", "Morning"]).ok();
    world.run(&["contracts", "sync"]).ok();
    tell_nothing(&world);
    let names = |order: &[&str]| {
        let info = added(&world, order);
        ["trading_symbol", "series", "underlying_token"].map(|name| info[name].as_str().unwrap().to_owned())
    };
    let limit = ["buy", "75", "--limit", "812", "--check", "off"];
    let named = |exchange, instrument| names(&[&[exchange, instrument], &limit[..]].concat());
    assert_eq!(named("NSE", "SBIN"), ["SBIN-EQ", "EQ", ""]);
    assert_eq!(named("NSE", "3045"), ["SBIN-EQ", "EQ", ""]);
    assert_eq!(named("NFO", "NIFTY-FUT"), ["NIFTY-FUT", "FUTIDX", ""]);
    let on_index = ["NFO", "NIFTY-FUT", "--underlying-token", "26000"];
    assert_eq!(
        names(&[&on_index[..], &limit[..]].concat()),
        ["NIFTY-FUT", "FUTIDX", "26000"]
    );
    let chain = world
        .run(&["contracts", "find", "SBIN", "--exchange", "NFO", "--json"])
        .json();
    let option = chain[0]["trading_symbol"].as_str().unwrap();
    assert_eq!(named("NFO", option)[2], "3045", "{option}");
}

#[test]
fn of_a_number_without_contracts_the_broker_is_asked() {
    let world = World::logged_in();
    world.run(&["basket", "create", "Morning"]).ok();
    let info = added(&world, &["NSE", "3045", "buy", "1", "--limit", "812"]);
    assert_eq!(
        (&info["trading_symbol"], &info["series"]),
        (&"SBIN-EQ".into(), &"EQ".into())
    );
    let order = [
        "NSE",
        "3045",
        "buy",
        "1",
        "--limit",
        "812",
        "--underlying-token",
        "NIFTY",
    ];
    let stderr = world
        .run(&[&["basket", "add", "Morning"], &order[..]].concat())
        .fails(2);
    assert!(stderr.contains("--underlying-token NIFTY"), "{stderr}");
}
