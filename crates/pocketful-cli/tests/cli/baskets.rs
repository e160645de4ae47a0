//! Baskets: kept, filled, sent.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

/// A basket with two orders, and a bracket order where it is asked for.
fn filled(world: &World) {
    world.run(&["basket", "create", "Morning"]).ok();
    add(world, &["NSE", "3045", "buy", "10", "--limit", "812.50"]);
    add(world, &["NSE", "14366", "sell", "100", "--market"]);
}

fn add(world: &World, order: &[&str]) {
    let number = ["--user-order-id", "4711"];
    world
        .run(&[&["basket", "add", "Morning"], order, &number].concat())
        .ok();
}

fn orders(world: &World) -> Vec<serde_json::Value> {
    let basket = world.run(&["basket", "show", "Morning", "--json"]).json();
    basket["orders"].as_array().unwrap().clone()
}

#[test]
fn a_basket_is_made_filled_and_sent() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(world.run(&["basket", "list"]).ok(), "No baskets.\n");
    assert_eq!(world.run(&["basket", "list", "--json"]).ok(), "[]\n");
    assert_snapshot!(
        "basket_created_text",
        world.run(&["basket", "create", "Morning"]).ok()
    );
    let stderr = world.run(&["basket", "execute", "Morning"]).fails(6);
    assert!(stderr.contains("empty"), "{stderr}");
    let entry = ["NSE", "3045", "buy", "10", "--limit", "812.50"];
    assert_snapshot!(
        "basket_added_text",
        world
            .run(&[&["basket", "add", "Morning"], &entry[..]].concat())
            .ok()
    );
    add(
        &world,
        &[
            "NSE",
            "2885",
            "buy",
            "5",
            "--limit",
            "1390",
            "--product",
            "MIS",
            "--bracket-stop",
            "12",
            "--bracket-target",
            "20",
        ],
    );
    assert_snapshot!("basket_show_text", world.run(&["basket", "show", "Morning"]).ok());
    assert_snapshot!("basket_list_text", world.run(&["basket", "list"]).ok());
    assert_snapshot!(
        "basket_execute_dry_run",
        world.run(&["basket", "execute", "Morning", "--dry-run"]).ok()
    );
    assert_eq!(world.run(&["orders", "--json"]).ok(), "[]\n");
    assert_snapshot!(
        "basket_executed_text",
        world.run(&["basket", "execute", "Morning"]).ok()
    );
    let book = world.run(&["orders", "--json"]).json();
    assert!(book.as_array().unwrap().len() >= 2, "{book}");
    let again = world.run(&["basket", "execute", "Morning", "--dry-run"]);
    assert!(again.stderr.contains("executed before"), "{again:?}");
}

#[test]
fn what_a_basket_opened_is_closed() {
    let world = World::logged_in();
    let _settled = settled();
    filled(&world);
    let early = world.run(&["basket", "square-off", "Morning", "--dry-run"]);
    assert!(early.stderr.contains("nothing to close"), "{early:?}");
    assert!(early.ok().contains("\"square_off\":true"));
    world.run(&["basket", "execute", "Morning", "--json"]).json();
    assert_snapshot!(
        "basket_squared_off_text",
        world.run(&["basket", "square-off", "Morning"]).ok()
    );
    let book = world.run(&["orders", "--json"]).json();
    let sides = |token: u64| -> Vec<_> {
        let rows = book.as_array().unwrap().iter();
        let mut sides: Vec<_> = rows
            .filter(|row| row["instrument_token"] == token)
            .map(|row| row["order_side"].as_str().unwrap())
            .collect();
        sides.sort_unstable();
        sides
    };
    assert_eq!(sides(3045), ["BUY", "SELL"]);
}

#[test]
fn orders_are_changed_and_taken_out() {
    let world = World::logged_in();
    let _settled = settled();
    filled(&world);
    let id = orders(&world)[0]["order_id"].as_str().unwrap().to_owned();
    let edit = [
        "basket",
        "edit",
        "Morning",
        &id,
        "--price",
        "811",
        "--quantity",
        "4",
    ];
    assert_snapshot!(
        "basket_edit_dry_run",
        world.run(&[&edit[..], &["--dry-run"]].concat()).ok()
    );
    assert_snapshot!("basket_edited_text", world.run(&edit).ok());
    let info = orders(&world)[0]["order_info"].clone();
    assert_eq!(
        (&info["price"], &info["quantity"], &info["user_order_id"]),
        (&811.into(), &4.into(), &4711.into())
    );
    let stderr = world
        .run(&["basket", "edit", "Morning", &id, "--target", "5"])
        .fails(2);
    assert!(stderr.contains("REGULAR order has no target"), "{stderr}");
    world.run(&["basket", "edit", "Morning", &id]).fails(2);
    let stderr = world
        .run(&["basket", "edit", "Morning", "7", "--price", "5"])
        .fails(1);
    assert!(stderr.contains("basket show Morning"), "{stderr}");
    assert_snapshot!(
        "basket_removed_text",
        world.run(&["basket", "remove", "Morning", &id]).ok()
    );
    assert_eq!(orders(&world).len(), 1);
    world.run(&["basket", "remove", "Morning", &id]).fails(1);
}

#[test]
fn baskets_are_renamed_marked_and_deleted() {
    let world = World::logged_in();
    let _settled = settled();
    filled(&world);
    let id = world.run(&["basket", "list", "--json"]).json()[0]["basket_id"].clone();
    let id = id.as_str().unwrap();
    assert_snapshot!(
        "basket_renamed_text",
        world.run(&["basket", "rename", "Morning", "Noon tide"]).ok()
    );
    assert_snapshot!(
        "basket_marked_text",
        world.run(&["basket", "mark", id, "executed"]).ok()
    );
    let raw = world.run(&["basket", "show", "Noon tide", "--raw"]).json();
    assert_eq!((&raw["basketId"], &raw["isExecuted"]), (&id.into(), &true.into()));
    assert_eq!(world.run(&["basket", "show", id, "--raw"]).json(), raw);
    assert_snapshot!("basket_deleted_text", world.run(&["basket", "delete", id]).ok());
    assert_eq!(world.run(&["basket", "list", "--json"]).ok(), "[]\n");
    world.run(&["basket", "show", "Noon tide", "--raw"]).fails(1);
    for command in ["show", "delete", "execute", "square-off"] {
        // The server's limits count within a second.
        world.sandbox().clock().advance(time::Duration::seconds(2));
        let stderr = world.run(&["basket", command, "Noon tide"]).fails(1);
        assert!(stderr.contains("there is no basket `Noon tide`"), "{stderr}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let world = World::logged_in();
    filled(&world);
    world.run(&["basket", "create", "Morning"]).fails(1);
    world
        .run(&["basket", "create", "a name of twenty-one c"])
        .fails(2);
    let add = [
        "basket", "add", "Morning", "NSE", "3045", "buy", "1", "--limit", "812",
    ];
    // It is in the basket already.
    let stderr = world.run(&add).fails(1);
    assert!(stderr.contains("already added"), "{stderr}");
    for (more, message) in [
        (&["--trailing", "1"][..], "--trailing is of the stop"),
        (&["--cover-stop", "900"], "must lie below a buy's limit"),
        (&["--bracket-stop", "9"], "--bracket-target"),
        (&["--cover-stop", "800", "--amo"], "cannot be used with"),
    ] {
        let stderr = world.run(&[&add[..], more].concat()).fails(2);
        assert!(stderr.contains(message), "{more:?}: {stderr}");
    }
    // Held against what the broker says of the instrument, when it is asked for.
    for (prices, fault) in [
        (&["--limit", "1390.01"][..], "the price 1390.01 is no multiple"),
        (
            &["--limit", "1390", "--cover-stop", "1300.01"],
            "the stop 1300.01 is no multiple",
        ),
    ] {
        let order = [
            "basket", "add", "Morning", "NSE", "2885", "buy", "1", "--check", "ask",
        ];
        let stderr = world.run(&[&order[..], prices].concat()).fails(6);
        assert!(stderr.contains(fault), "{prices:?}: {stderr}");
    }
    world
        .run(&[
            "basket", "add", "Morning", "NSE", "99", "buy", "1", "--limit", "8",
        ])
        .fails(1);
    world.run(&["basket", "list", "--dry-run"]).fails(2);
}

#[test]
fn a_lost_reply_is_never_a_failure() {
    let world = World::logged_in();
    filled(&world);
    let rule = FaultRule::new("POST /api/v1/orders/kart", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(rule).unwrap();
    let stderr = world.run(&["basket", "execute", "Morning"]).fails(5);
    assert!(stderr.contains("may be in the market"), "{stderr}");
    assert!(!stderr.contains("failed"), "{stderr}");
    let book = world.run(&["orders", "--json"]).json();
    assert_eq!(book.as_array().unwrap().len(), 2, "{book}");
}
