//! Orders held against their instrument before they are sent, and market orders with a worst price.

use insta::assert_snapshot;

use crate::world::{Ran, World, settled};

/// What the sandbox was asked, but for the login.
pub(crate) fn asked(world: &World) -> Vec<String> {
    let log = world.sandbox().request_log();
    log.iter()
        .filter(|request| request.target.starts_with("/api/v1/"))
        .map(|request| {
            let path = request.target.split(['?', '&']).next().unwrap_or_default();
            format!("{} {path}", request.method)
        })
        .filter(|request| !request.contains("/user/"))
        .collect()
}

fn place(world: &World, args: &[&str]) -> Ran {
    world.run(&[&["order", "place"], args].concat())
}

#[test]
fn what_the_contracts_say_is_checked_at_no_cost() {
    let world = World::logged_in();
    world.run(&["contracts", "sync"]).ok();
    let before = asked(&world);
    let off_tick = ["NSE", "SBIN", "buy", "10", "--limit", "812.52"];
    assert_snapshot!("off_tick", place(&world, &off_tick).fails(6));
    assert_snapshot!(
        "off_tick_json",
        place(&world, &[&off_tick[..], &["--json"]].concat()).fails(6)
    );
    // Also of an order by number, and also where nothing is sent anyway.
    for (args, fault) in [
        (
            &["NSE", "3045", "buy", "10", "--limit", "812.52", "--dry-run"][..],
            "the order does not fit NSE:SBIN-EQ (3045): the price 812.52 is no multiple of the tick 0.05",
        ),
        (
            &["NSE", "3045", "buy", "10", "--stop-market", "--trigger", "812.52"],
            "the trigger price 812.52",
        ),
        (
            &["NFO", "NIFTY-FUT", "buy", "10", "--market"],
            "the quantity 10 is no multiple of the lot 75; use 75",
        ),
        (
            &["NSE", "Nifty 50", "buy", "1", "--market"],
            "the instrument cannot be traded",
        ),
    ] {
        let stderr = place(&world, args).fails(6);
        assert!(stderr.contains(fault), "{args:?}: {stderr}");
    }
    assert_eq!(asked(&world), before);
    // Whoever knows better may send it; here the broker does not take it either.
    place(&world, &[&off_tick[..], &["--check", "off"]].concat()).fails(1);
    place(&world, &["NSE", "3045", "buy", "10", "--limit", "812.50"]).ok();
}

#[test]
fn without_contracts_a_number_is_not_checked_and_costs_one_call() {
    let world = World::logged_in();
    place(&world, &["NSE", "3045", "buy", "10", "--limit", "812.52"]).fails(1);
    assert_eq!(asked(&world), ["POST /api/v1/orders"]);
}

#[test]
fn the_broker_is_asked_when_that_is_asked_for() {
    let world = World::logged_in();
    let ask = |args: &[&str]| place(&world, &[args, &["--check", "ask"]].concat());
    assert_snapshot!(
        "above_the_range",
        ask(&["NSE", "3045", "buy", "10", "--limit", "950"]).fails(6)
    );
    assert_eq!(asked(&world), ["GET /api/v1/contract/NSE"]);
    for (args, fault) in [
        (
            &["NSE", "3045", "sell", "10", "--limit", "749.95"][..],
            "below the day's lowest price 750.00",
        ),
        (
            &["NFO", "35001", "buy", "1875", "--market"],
            "is above the 1800 that one order may have; split it into 2 orders",
        ),
        (
            &["NFO", "35001", "buy", "75", "--market", "--product", "MTF"],
            "cannot be held as MTF; use CNC, NRML or MIS",
        ),
        (&["NSE", "26000", "buy", "1", "--market"], "cannot be traded"),
    ] {
        let stderr = ask(args).fails(6);
        assert!(stderr.contains(fault), "{args:?}: {stderr}");
    }
    // Of tomorrow's range nothing is known.
    let amo = ["NSE", "3045", "buy", "10", "--limit", "950", "--amo", "--dry-run"];
    ask(&amo).ok();
    let off_tick = [
        "NSE",
        "3045",
        "buy",
        "10",
        "--limit",
        "950.01",
        "--amo",
        "--dry-run",
    ];
    ask(&off_tick).fails(6);
    // Nothing was sent so far, and an instrument that does not exist is the broker's refusal.
    assert!(asked(&world).iter().all(|one| one.starts_with("GET ")));
    ask(&["NSE", "99", "buy", "10", "--market"]).fails(1);
    world.sandbox().clock().advance(time::Duration::seconds(2));
    ask(&["NSE", "3045", "buy", "10", "--limit", "812.50"]).ok();
}

#[test]
fn a_market_order_gets_a_worst_price_only_when_asked_for() {
    let world = World::logged_in();
    let _settled = settled();
    let market = ["NSE", "3045", "buy", "10", "--market", "--user-order-id", "4711"];
    let with = |options: &[&str]| place(&world, &[&market, options].concat());
    let plain = with(&["--dry-run"]).ok();
    assert!(plain.contains(r#""order_type":"MARKET""#), "{plain}");
    assert!(asked(&world).is_empty());
    assert_snapshot!("protected_request", with(&["--protect", "0.5", "--dry-run"]).ok());
    assert_eq!(
        asked(&world),
        ["GET /api/v1/contract/NSE", "GET /api/v1/marketdata/NSE/Capital"]
    );
    assert_snapshot!("protected_placed", with(&["--protect", "0.5%"]).ok());
    let book = world.run(&["orders", "--json"]).json();
    assert_eq!(book[0]["order_type"], "LIMIT");
    // No tick lies so near.
    let narrow = [
        "NSE",
        "3045",
        "sell",
        "10",
        "--stop-market",
        "--trigger",
        "800.02",
        "--protect",
        "0.001",
    ];
    assert_snapshot!("too_narrow", place(&world, &narrow).fails(6));
    let stop = [
        "NSE",
        "3045",
        "sell",
        "10",
        "--stop-market",
        "--trigger",
        "800",
        "--protect",
        "1",
        "--dry-run",
    ];
    let stop = place(&world, &stop).ok();
    assert!(
        stop.contains(r#""order_type":"SL""#) && stop.contains(r#""price":792,"#),
        "{stop}"
    );
    for (options, message) in [
        (&["--protect", "0"][..], "a protection of 0 % is none"),
        (&["--protect", "much"], "is no percentage"),
    ] {
        let stderr = with(options).fails(2);
        assert!(stderr.contains(message), "{stderr}");
    }
    let limit = ["NSE", "3045", "buy", "10", "--limit", "812.50", "--protect", "1"];
    let stderr = place(&world, &limit).fails(2);
    assert!(stderr.contains("--market|--stop-market"), "{stderr}");
}

#[test]
fn legs_are_checked_too() {
    let world = World::logged_in();
    world.run(&["contracts", "sync"]).ok();
    let entry = [
        "place",
        "NSE",
        "SBIN",
        "buy",
        "10",
        "--limit",
        "812.50",
        "--product",
        "MIS",
    ];
    for (kind, legs, fault) in [
        (
            "cover",
            &["--stop", "800.02"][..],
            "the stop 800.02 is no multiple",
        ),
        (
            "cover",
            &["--stop", "749", "--check", "ask"],
            "the stop 749 lies below the day's lowest price 750.00",
        ),
        (
            "cover",
            &["--stop", "800", "--trailing", "1.02"],
            "the trailing step 1.02 is no multiple",
        ),
        (
            "bracket",
            &["--stop", "12.01", "--target", "20"],
            "the distance of the stop 12.01 is no multiple",
        ),
        (
            "bracket",
            &["--stop", "12", "--target", "20.01"],
            "the distance of the target 20.01 is no multiple",
        ),
    ] {
        let stderr = world.run(&[&[kind], &entry[..], legs].concat()).fails(6);
        assert!(stderr.contains(fault), "{legs:?}: {stderr}");
    }
    // A distance has no range.
    let bracket = ["--stop", "12", "--target", "20", "--check", "ask", "--dry-run"];
    world.run(&[&["bracket"], &entry[..], &bracket].concat()).ok();
    let posted = |one: &String| one.starts_with("POST ");
    assert!(!asked(&world).iter().any(posted));
}
