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

/// The id of the entry in the book.
fn entry(world: &World) -> String {
    let book = world.run(&["orders", "--pending", "--json"]).json();
    let is_entry = |row: &&serde_json::Value| row["leg_order_indicator"] == "ENTRY";
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
    assert_snapshot!("cover_placed_text", world.run(&place).ok());
    let id = entry(&world);
    assert_snapshot!(
        "cover_modified_text",
        world
            .run(&["cover", "modify", &id, "--price", "813", "--stop", "801"])
            .ok()
            .replace(&id, "[id]")
    );
    world.run(&["cover", "modify", &id]).fails(2);
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
    assert_snapshot!("bracket_placed_text", world.run(&place).ok());
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
