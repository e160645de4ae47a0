//! Changing orders, their history, trades, and cancelling everything.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

#[test]
fn an_order_is_changed() {
    let world = World::logged_in();
    let _settled = settled();
    let id = world.place();
    let change = ["order", "modify", &id, "--price", "813", "--quantity", "7"];
    assert_snapshot!(
        "modify_dry_run",
        world.run(&[&change[..], &["--dry-run"]].concat()).ok()
    );
    let untouched = world.run(&["order", "show", &id, "--json"]).json();
    assert_eq!(untouched["quantity"], 10);
    assert_snapshot!("modified_text", world.run(&change).ok());
    let order = world.run(&["order", "show", &id, "--json"]).json();
    assert_eq!(
        (order["quantity"].as_u64(), order["price"].to_string().as_str()),
        (Some(7), "813")
    );
    let json = world
        .run(&["order", "modify", &id, "--price", "813.05", "--json"])
        .json();
    assert_eq!(json["oms_order_id"], id.as_str());
    // Nothing to change, an order that is not there, a price beyond the day's range.
    world.run(&["order", "modify", &id]).fails(2);
    world.run(&["order", "modify", "1", "--price", "813"]).fails(1);
    world.run(&["order", "modify", &id, "--price", "9999"]).fails(1);
}

#[test]
fn history_and_trades() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(world.run(&["trades"]).ok(), "No trades today.\n");
    assert_eq!(world.run(&["trades", "--json"]).ok(), "[]\n");
    let id = world.place();
    world.fill(&id);
    assert_snapshot!("trades_text", world.run(&["trades"]).ok());
    assert_snapshot!("history_text", world.run(&["order", "history", &id]).ok());
    assert_eq!(
        world.run(&["trades", "--json"]).json().as_array().unwrap().len(),
        1
    );
    let history = world.run(&["order", "history", &id, "--json"]).json();
    assert!(history.as_array().unwrap().len() >= 2, "{history}");
    world.run(&["order", "history", "1"]).fails(1);
}

#[test]
fn a_step_that_no_exchange_saw_has_the_time_of_the_broker() {
    let world = World::logged_in();
    world.sandbox().clock().advance(time::Duration::seconds(33));
    let order = ["NSE", "3045", "buy", "10", "--limit", "812.50", "--amo", "--json"];
    let placed = world.run(&[&["order", "place"], &order[..]].concat()).json();
    let id = placed["oms_order_id"].as_str().unwrap();
    let history = world.run(&["order", "history", id]).ok();
    assert!(history.contains("10:00:33"), "{history}");
}

#[test]
fn words_that_nobody_knows_are_shown_as_they_came() {
    let world = World::logged_in();
    let id = world.place();
    world.fill(&id);
    let faults = world.sandbox().faults();
    faults.add(FaultRule::new("*", Fault::UnknownEnum)).unwrap();
    for command in [&["orders"][..], &["order", "show", &id], &["trades"]] {
        let shown = world.run(command).ok();
        assert!(shown.contains("SANDBOX_UNKNOWN"), "{command:?}: {shown}");
        assert!(!shown.contains("sandbox_unknown"), "{command:?}: {shown}");
        assert!(!shown.contains("buy"), "{command:?}: {shown}");
    }
}

#[test]
fn trades_that_cannot_be_had() {
    World::new().run(&["trades"]).fails(3);
    let world = World::logged_in();
    let faults = world.sandbox().faults();
    let many = |fault| FaultRule::new("GET /api/v1/trades", fault).times(100);
    // A read is repeated, and takes no effect whatever became of it.
    let down = faults.add(many(Fault::ServerError {
        status: 503,
        after: false,
    }));
    let failed = world.run(&["trades", "--json"]).fails(4);
    assert!(failed.contains(r#""outcome":"no_effect""#), "{failed}");
    assert!(faults.remove(down.unwrap()));
    // A refusal that does not speak of the session costs none that still reads.
    faults.add(many(Fault::AddressRefusedPlain).times(1)).unwrap();
    let refused = world.run(&["trades"]).fails(1);
    assert!(refused.contains("The session is alive"), "{refused}");
    world.run(&["trades"]).ok();
    faults.add(many(Fault::TokenRevoked).times(1)).unwrap();
    world.run(&["trades"]).fails(3);
}

/// What waits in a book that comes as null is unknown: that must not look like an empty one.
#[test]
fn a_book_that_comes_as_null_is_told() {
    let world = World::logged_in();
    let id = world.place();
    let faults = world.sandbox().faults();
    let null = || FaultRule::new("GET /api/v1/orders", Fault::NullList);
    let always = faults.add(null()).unwrap();
    for command in [
        &["order", "cancel-all"][..],
        &["order", "cancel-all", "--yes"],
        &["order", "cancel-all", "--dry-run"],
        &["order", "show", &id],
        &["order", "show", &id, "--raw"],
        &["order", "modify", &id, "--price", "813"],
    ] {
        // Each reads four books, and the broker's clock stands still.
        world.sandbox().clock().advance(time::Duration::seconds(1));
        let ran = world.run(command);
        assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{command:?}: {ran:?}");
        assert!(
            ran.stderr.contains("the server gave no book of ") && ran.stderr.contains("unknown"),
            "{command:?}: {}",
            ran.stderr
        );
    }
    let stderr = world.run(&["order", "cancel-all", "--json"]).fails(4);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["kind"], "unexpected_reply");
    assert_eq!(error["error"]["outcome"], "no_effect");
    let listed = world.run(&["orders", "--json"]);
    assert!(
        listed.stderr.contains("null in place of a list of orders"),
        "{listed:?}"
    );
    assert_eq!(world.run(&["orders"]).ok(), "No orders were told.\n");
    assert!(faults.remove(always));
    // One null reading is made up for by the next.
    faults.add(null().times(1)).unwrap();
    let cancelled = world.run(&["order", "cancel-all", "--json"]).json();
    assert_eq!(cancelled[0]["outcome"], "requested");
}

#[test]
fn every_order_is_cancelled_and_has_its_outcome() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(world.run(&["order", "cancel-all"]).ok(), "No orders wait.\n");
    world.place();
    world.place();
    assert_snapshot!(
        "cancel_all_dry_run",
        world.run(&["order", "cancel-all", "--dry-run"]).ok()
    );
    let lost = FaultRule::new("DELETE /api/v1/orders/*", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let ran = world.run(&["order", "cancel-all", "--json"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    let outcomes: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut words: Vec<_> = outcomes
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["outcome"].as_str().unwrap())
        .collect();
    words.sort_unstable();
    assert_eq!(words, ["requested", "unknown"]);
    world.place();
    assert_snapshot!("cancel_all_text", world.run(&["order", "cancel-all"]).ok());
    world.run(&["order", "cancel-all", "--raw"]).fails(2);
}
