//! Cover and bracket orders.

use insta::assert_snapshot;

use crate::world::{World, settled};

const ENTRY: [&str; 10] = [
    "NSE",
    "3045",
    "buy",
    "10",
    "--limit",
    "812.50",
    "--product",
    "MIS",
    "--user-order-id",
    "4711",
];

const COVER: [&str; 8] = ["cover", "place", "NSE", "3045", "buy", "10", "--limit", "812.50"];

/// The text with the random id of a basket taken out.
fn basketless(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once("basket ") {
        Some((before, _)) => format!("{before}basket [id]"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The id of the entry in the book.
fn entry(world: &World) -> String {
    leg(world, "ENTRY")
}

/// The id of such a leg that waits.
fn leg(world: &World, indicator: &str) -> String {
    let book = world.run(&["orders", "--pending", "--json"]).json();
    let is_entry = |row: &&serde_json::Value| row["leg_order_indicator"] == indicator;
    let row = book.as_array().unwrap().iter().find(is_entry).unwrap().clone();
    row["oms_order_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_cover_order() {
    let world = World::logged_in();
    let _settled = settled();
    let place = [&["cover", "place"][..], &ENTRY, &["--stop", "800"]].concat();
    assert_snapshot!(
        "cover_dry_run",
        world.run(&[&place[..], &["--dry-run"]].concat()).ok()
    );
    assert_snapshot!("cover_placed_text", basketless(&world.run(&place).ok()));
    let id = entry(&world);
    assert_snapshot!(
        "cover_modified_text",
        world
            .run(&["cover", "modify", &id, "--price", "813", "--stop", "801"])
            .ok()
            .replace(&id, "[id]")
    );
    world.run(&["cover", "modify", &id]).fails(2);
    let stderr = world.run(&["order", "modify", &id, "--price", "813"]).fails(2);
    assert!(
        stderr.contains(&format!("`pocketful cover modify {id}`")),
        "{stderr}"
    );
    world.run(&["bracket", "modify", &id, "--target", "5"]).fails(2);
    assert_snapshot!(
        "cover_left_text",
        world.run(&["cover", "exit", &id]).ok().replace(&id, "[id]")
    );
    world.run(&["cover", "exit", &id]).fails(1);
    // A stop above a buy.
    let wrong = [&["cover", "place"][..], &ENTRY, &["--stop", "900"]].concat();
    world.run(&wrong).fails(2);
}

#[test]
fn a_bracket_order() {
    let world = World::logged_in();
    let _settled = settled();
    let place = [
        &["bracket", "place"][..],
        &ENTRY,
        &["--stop", "12", "--target", "20"],
    ]
    .concat();
    assert_snapshot!(
        "bracket_dry_run",
        world.run(&[&place[..], &["--dry-run"]].concat()).ok()
    );
    assert_snapshot!("bracket_placed_text", basketless(&world.run(&place).ok()));
    let id = entry(&world);
    let changed = world.run(&["bracket", "modify", &id, "--target", "15", "--json"]);
    changed.ok();
    world.run(&["bracket", "exit", &id]).ok();
    assert_eq!(world.run(&["orders", "--pending", "--json"]).ok(), "[]\n");
    // A stop beyond the day's range.
    let refused = [
        &["bracket", "place"][..],
        &ENTRY,
        &["--stop", "500", "--target", "20"],
    ]
    .concat();
    world.run(&refused).fails(1);
}

#[test]
fn what_place_answers_ties_it_to_the_book() {
    let world = World::logged_in();
    // Held for the day where nothing else is said.
    let placed = world
        .run(&[&COVER[..], &["--stop", "800", "--json"]].concat())
        .json();
    let (basket, number) = (&placed["basket_id"], &placed["user_order_id"]);
    assert!(number.is_u64(), "{placed}");
    let shown = |option: &str, value: &str| world.run(&["orders", option, value, "--json"]).json();
    world.place();
    for rows in [
        shown("--basket", basket.as_str().unwrap()),
        shown("--user-order-id", &number.to_string()),
    ] {
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len(), 2, "{rows:?}");
        for row in rows {
            assert_eq!((&row["basket_id"], &row["user_order_id"]), (basket, number));
            assert_eq!(row["product"], "MIS");
        }
    }
    assert_eq!(
        world.run(&["orders", "--basket", "none"]).ok(),
        "No such orders today.\n"
    );
    world
        .run(&["orders", "--pending", "--raw", "--basket", "none"])
        .fails(2);
    let raw = world
        .run(&[&COVER[..], &["--stop", "800", "--raw"]].concat())
        .json();
    assert_eq!(raw["data"]["user_order_id"], serde_json::Value::Null);
}

#[test]
fn cancelling_everything_trades_nothing_unless_asked() {
    let world = World::logged_in();
    let _settled = settled();
    let bracket = [
        &["bracket", "place"][..],
        &ENTRY,
        &["--stop", "12", "--target", "20", "--yes"],
    ]
    .concat();
    world.run(&bracket).ok();
    assert_snapshot!("cancel_all_group_dry_run", {
        let ran = world.run(&["order", "cancel-all", "--dry-run"]);
        format!("{}---\n{}", ran.stdout, ran.stderr)
    });
    assert_snapshot!(
        "cancel_all_group_text",
        world.run(&["order", "cancel-all", "--yes"]).ok()
    );
    assert_eq!(world.run(&["order", "cancel-all"]).ok(), "No orders wait.\n");

    world.run(&bracket).ok();
    world.fill(&entry(&world));
    assert_snapshot!(
        "cancel_all_filled_text",
        world.run(&["order", "cancel-all", "--yes"]).ok()
    );
    let again = world.run(&["order", "cancel-all", "--yes", "--json"]).json();
    for line in again.as_array().unwrap() {
        assert_eq!(line["outcome"], "skipped", "{line}");
    }
    let closing = &["order", "cancel-all", "--exit-positions", "--yes", "--json"][..];
    let outcomes = |ran: serde_json::Value| -> Vec<_> {
        let lines = ran.as_array().unwrap().iter();
        lines
            .map(|line| line["outcome"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        outcomes(world.run(closing).json()),
        ["exit_requested", "with_group"]
    );
    assert_eq!(outcomes(world.run(closing).json()), ["skipped"]);
    assert_eq!(
        world.run(&["trades", "--json"]).json().as_array().unwrap().len(),
        1
    );
}

#[test]
fn each_kind_of_order_is_left_by_its_own_command() {
    let world = World::logged_in();
    world.run(&[&COVER[..], &["--stop", "800"]].concat()).ok();
    let id = entry(&world);
    let refused = world.run(&["order", "cancel", &id]).fails(2);
    assert!(
        refused.contains(&format!("pocketful cover exit {id}")),
        "{refused}"
    );
    let regular = world.place();
    let refused = world.run(&["cover", "exit", &regular]).fails(2);
    assert!(
        refused.contains(&format!("pocketful order cancel {regular}")),
        "{refused}"
    );
    let gone = world.run(&["order", "cancel", "299901011001"]);
    assert!(gone.stderr.contains("--amo"), "{gone:?}");
    assert_eq!(gone.code, 1);
}

#[test]
fn stop_and_target_of_a_bracket_order_are_held_against_the_range() {
    let world = World::logged_in();
    let ask = |stop: &str, target: &str| {
        let exits = ["--stop", stop, "--target", target, "--check", "ask", "--dry-run"];
        world.run(&[&["bracket", "place"][..], &ENTRY, &exits].concat())
    };
    ask("12", "20").ok();
    for (stop, target, said) in [
        (
            "900",
            "20",
            "price of the stop -87.50 lies below the day's lowest price",
        ),
        (
            "12",
            "900",
            "price of the target 1712.50 lies above the day's highest price",
        ),
        (
            "12.01",
            "20",
            "distance of the stop 12.01 is no multiple of the tick",
        ),
    ] {
        let refused = ask(stop, target).fails(6);
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn a_stop_is_moved_by_its_group_or_by_itself() {
    let world = World::logged_in();
    world.run(&[&COVER[..], &["--stop", "800"]].concat()).ok();
    let stop = leg(&world, "THIRD");
    let of_stop = || {
        let row = world.run(&["order", "show", &stop, "--json"]).json();
        (
            row["trigger_price"].to_string(),
            row["stop_loss_value"].to_string(),
        )
    };
    let both = |price: &str| (price.to_owned(), price.to_owned());
    world
        .run(&["cover", "modify", &entry(&world), "--stop", "801"])
        .ok();
    assert_eq!(of_stop(), both("801"));
    let shown = world.run(&["order", "show", &stop]).ok();
    assert!(
        shown.contains("₹801.00") && !shown.contains("from the entry"),
        "{shown}"
    );
    world.run(&["cover", "modify", &stop, "--stop", "802"]).ok();
    assert_eq!(of_stop(), both("802"));
    world.run(&["cover", "modify", &stop, "--trigger", "803"]).ok();
    assert_eq!(of_stop(), both("803"));
    // Above a buy that waits, and two prices for one stop.
    world
        .run(&["cover", "modify", &stop, "--trigger", "820"])
        .fails(1);
    world
        .run(&["cover", "modify", &stop, "--trigger", "804", "--stop", "805"])
        .fails(1);
    assert_eq!(of_stop(), both("803"));
}
