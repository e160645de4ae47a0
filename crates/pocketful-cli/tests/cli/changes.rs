//! Changes held against their instrument before they are sent: what changes, and nothing else.

use insta::assert_snapshot;

use crate::{
    checks::asked,
    world::{Ran, World},
};

/// Runs the words of `command` and `options`, a second after the last order: the server's limits count within one.
fn run(world: &World, command: &[&str], options: &[&str]) -> Ran {
    world.sandbox().clock().advance(time::Duration::seconds(2));
    world.run(&[command, options].concat())
}

/// Asserts that each of `changes` ends with 6 and its words, and that nothing was sent.
#[track_caller]
fn stopped(world: &World, command: &[&str], changes: &[(&[&str], &str)]) {
    let sent = |world| -> usize {
        let writes = asked(world).into_iter();
        writes.filter(|one| !one.starts_with("GET ")).count()
    };
    let before = sent(world);
    for (options, fault) in changes {
        let stderr = run(world, command, options).fails(6);
        assert!(stderr.contains(fault), "{options:?}: {stderr}");
    }
    assert_eq!(sent(world), before);
}

/// The id of the entry of a cover or bracket order.
fn entry(world: &World) -> String {
    let book = run(world, &["orders", "--pending", "--json"], &[]).json();
    let is_entry = |row: &&serde_json::Value| row["leg_order_indicator"] == "ENTRY";
    let row = book.as_array().unwrap().iter().find(is_entry).unwrap();
    row["oms_order_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_change_of_an_order() {
    let world = World::logged_in();
    let id = world.place();
    let modify = ["order", "modify", &id];
    // Without contracts the server finds it, and nothing is asked beside the order.
    run(&world, &modify, &["--price", "812.52"]).fails(1);
    assert!(!asked(&world).iter().any(|one| one.contains("contract")));
    run(&world, &["contracts", "sync"], &[]).ok();
    let off_tick = ["--price", "812.52"];
    let said = run(&world, &modify, &off_tick).fails(6).replace(&id, "[id]");
    assert_snapshot!("change_off_tick", said);
    stopped(
        &world,
        &modify,
        &[
            (
                &["--price", "812.52", "--dry-run"],
                "the order does not fit NSE:SBIN-EQ (3045)",
            ),
            (
                &["--type", "SL", "--trigger", "811.01"],
                "the trigger price 811.01 is no multiple",
            ),
            (
                &["--price", "950", "--check", "ask"],
                "above the day's highest price 915.00",
            ),
            (&["--quantity", "99999999", "--check", "ask"], "split it into"),
        ],
    );
    // Whoever knows better may send it; here the broker does not take it either.
    run(&world, &modify, &["--price", "812.52", "--check", "off"]).fails(1);
    run(&world, &modify, &["--price", "813", "--check", "ask"]).ok();
    run(&world, &modify, &["--quantity", "7"]).ok();
    let order = run(&world, &["order", "show", &id, "--json"], &[]).json();
    assert_eq!((&order["price"], &order["quantity"]), (&813.into(), &7.into()));
}

#[test]
fn what_stays_stops_no_change_and_nothing_stops_a_cancellation() {
    let world = World::logged_in();
    run(&world, &["contracts", "sync"], &[]).ok();
    // Shown in no whole number of lots, which this broker takes.
    let place = [
        "order",
        "place",
        "NFO",
        "35002",
        "buy",
        "150",
        "--limit",
        "1600",
        "--disclosed",
        "10",
        "--json",
    ];
    run(&world, &place, &[]).fails(6);
    let placed = run(&world, &place, &["--check", "off"]).json();
    let id = placed["oms_order_id"].as_str().unwrap();
    let modify = ["order", "modify", id];
    run(&world, &modify, &["--price", "1601", "--check", "ask"]).ok();
    // Named again, it is what it was.
    run(&world, &modify, &["--quantity", "300", "--disclosed", "10"]).ok();
    stopped(
        &world,
        &modify,
        &[
            (
                &["--disclosed", "20"],
                "the disclosed quantity 20 is no multiple of the lot 150; use 150",
            ),
            (
                &["--quantity", "100"],
                "the quantity 100 is no multiple of the lot 150; use 150",
            ),
            (
                &["--quantity", "3750", "--check", "ask"],
                "is above the 3600 that one order may have",
            ),
        ],
    );
    run(&world, &["order", "cancel", id], &[]).ok();
}

#[test]
fn an_after_market_order_is_of_another_day() {
    let world = World::logged_in();
    let place = [
        "order", "place", "NSE", "3045", "buy", "10", "--limit", "812.50", "--amo", "--json",
    ];
    let placed = run(&world, &place, &[]).json();
    let id = placed["oms_order_id"].as_str().unwrap();
    let modify = ["order", "modify", id, "--check", "ask", "--dry-run"];
    run(&world, &modify, &["--price", "950"]).ok();
    run(&world, &modify, &["--price", "950.01"]).fails(6);
}

#[test]
fn changes_of_legs() {
    let world = World::logged_in();
    run(&world, &["contracts", "sync"], &[]).ok();
    let order = [
        "place",
        "NSE",
        "SBIN",
        "buy",
        "10",
        "--limit",
        "812.50",
        "--product",
        "MIS",
        "--check",
        "off",
    ];
    // Steps between two ticks, which this broker takes.
    let cover = ["--stop", "800", "--trailing", "1.02"];
    run(&world, &[&["cover"], &order[..]].concat(), &cover).ok();
    let id = entry(&world);
    let modify = ["cover", "modify", &id];
    run(&world, &modify, &["--stop", "801", "--trailing", "1.02"]).ok();
    stopped(
        &world,
        &modify,
        &[
            (&["--price", "812.52"], "the price 812.52 is no multiple"),
            (&["--stop", "800.02"], "the stop 800.02 is no multiple"),
            (
                &["--stop", "749", "--check", "ask"],
                "the stop 749 lies below the day's lowest price 750.00",
            ),
            (&["--trailing", "1.03"], "the trailing step 1.03 is no multiple"),
        ],
    );
    run(&world, &["cover", "exit", &id], &[]).ok();

    let bracket = ["--stop", "12", "--target", "20", "--trailing", "1.02"];
    run(&world, &[&["bracket"], &order[..]].concat(), &bracket).ok();
    let id = entry(&world);
    let modify = ["bracket", "modify", &id];
    run(&world, &modify, &["--target", "15", "--check", "ask"]).ok();
    stopped(
        &world,
        &modify,
        &[
            (&["--quantity", "99999999", "--check", "ask"], "split it into"),
            (
                &["--stop", "12.01"],
                "the distance of the stop 12.01 is no multiple",
            ),
            (
                &["--target", "20.01"],
                "the distance of the target 20.01 is no multiple",
            ),
            (&["--trailing", "1.03"], "the trailing step 1.03 is no multiple"),
        ],
    );
    run(&world, &["bracket", "exit", &id], &[]).ok();
}

#[test]
fn a_change_of_an_order_that_waits() {
    let world = World::logged_in();
    run(&world, &["contracts", "sync"], &[]).ok();
    let create = [
        "gtt",
        "create",
        "NFO",
        "35001",
        "buy",
        "75",
        "--limit",
        "23200",
        "--trigger",
        "23201",
        "--json",
    ];
    // A stop between two ticks and lots.
    let odd = [
        "--stop-trigger",
        "23000.01",
        "--stop-limit",
        "23000",
        "--stop-quantity",
        "10",
    ];
    let stderr = run(&world, &create, &odd).fails(6);
    for fault in ["the trigger of the stop 23000.01", "the quantity of the stop 10"] {
        assert!(stderr.contains(fault), "{stderr}");
    }
    // The broker does not take it either.
    run(&world, &create, &[&odd[..], &["--check", "off"]].concat()).fails(1);
    let stop = ["--stop-trigger", "23000", "--stop-limit", "22999"];
    let answer = run(&world, &create, &stop).json();
    let modify = ["gtt", "modify", answer["id"].as_str().unwrap()];
    run(&world, &modify, &["--quantity", "150"]).ok();
    // Of the range of the day on which it is placed nothing is known.
    run(
        &world,
        &modify,
        &["--limit", "99000", "--trigger", "99001", "--check", "ask"],
    )
    .ok();
    stopped(
        &world,
        &modify,
        &[
            (&["--limit", "23200.01"], "the price 23200.01 is no multiple"),
            (&["--trigger", "23201.01"], "the trigger price 23201.01"),
            (
                &["--stop-trigger", "22999.01"],
                "the trigger of the stop 22999.01",
            ),
            (&["--stop-limit", "22999.01"], "the price of the stop 22999.01"),
            (&["--stop-quantity", "20"], "the quantity of the stop 20"),
            (
                &["--quantity", "100"],
                "the quantity 100 is no multiple of the lot 75",
            ),
            (
                &["--product", "MTF", "--check", "ask"],
                "cannot be held as MTF; use CNC, NRML or MIS",
            ),
        ],
    );
    run(&world, &["gtt", "cancel", modify[2]], &[]).ok();
}

#[test]
fn a_change_of_an_order_in_a_basket() {
    let world = World::logged_in();
    run(&world, &["contracts", "sync"], &[]).ok();
    run(&world, &["basket", "create", "Morning"], &[]).ok();
    let add = ["basket", "add", "Morning", "NSE"];
    let step = ["--trailing", "1.02"];
    let bracket = [
        "2885",
        "buy",
        "5",
        "--limit",
        "1390",
        "--bracket-stop",
        "12",
        "--bracket-target",
        "20",
    ];
    let bracket = [&bracket[..], &["--product", "MIS"], &step].concat();
    let stderr = run(&world, &add, &[&bracket[..], &["--check", "ask"]].concat()).fails(6);
    assert!(stderr.contains("the trailing step 1.02"), "{stderr}");
    run(&world, &add, &[&bracket[..], &["--check", "off"]].concat()).ok();
    let cover = [
        "3045",
        "buy",
        "10",
        "--limit",
        "812.50",
        "--product",
        "MIS",
        "--cover-stop",
        "800",
    ];
    run(&world, &add, &cover).ok();
    let basket = run(&world, &["basket", "show", "Morning", "--json"], &[]).json();
    let id = |index: usize| basket["orders"][index]["order_id"].as_str().unwrap().to_owned();

    let (first, second) = (id(0), id(1));
    let edit = ["basket", "edit", "Morning", &first];
    // Whatever today's range is.
    run(&world, &edit, &["--price", "9000", "--check", "ask"]).ok();
    stopped(
        &world,
        &edit,
        &[
            (&["--price", "1390.01"], "the price 1390.01 is no multiple"),
            (&["--stop", "12.01"], "the distance of the stop 12.01"),
            (&["--target", "20.01"], "the distance of the target 20.01"),
            (&["--trailing", "1.03"], "the trailing step 1.03"),
            (&["--quantity", "99999999", "--check", "ask"], "split it into"),
        ],
    );
    run(
        &world,
        &edit,
        &["--price", "1390.01", "--check", "off", "--dry-run"],
    )
    .ok();
    let edit = ["basket", "edit", "Morning", &second];
    stopped(
        &world,
        &edit,
        &[(&["--stop", "800.01"], "the stop 800.01 is no multiple")],
    );
    run(&world, &edit, &["--stop", "801"]).ok();
    run(&world, &["basket", "remove", "Morning", &second], &[]).ok();
}

#[test]
fn a_change_that_only_the_older_generation_documents_is_told_on_the_newer() {
    let world = World::logged_in();
    let id = world.place();
    let change = ["order", "modify", &id, "--type", "MARKET", "--dry-run"];
    let newer = world.run(&change);
    assert!(
        newer.stderr.contains("a change to MARKET is not documented"),
        "{newer:?}"
    );
    newer.ok();
    let older = world.run(&[&change[..], &["--env", "trade"]].concat());
    assert_eq!(older.stderr, "");
    older.ok();
}
