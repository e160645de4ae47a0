//! Profile, trading info, apps and funds: for people, for programs, and as the server wrote them.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

#[test]
fn for_people() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_text"), world.run(&[command]).ok());
    }
}

#[test]
fn for_programs() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_json"), world.run(&[command, "--json"]).ok());
    }
}

#[test]
fn as_the_server_wrote_it() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_raw"), world.run(&[command, "--raw"]).ok());
    }
}

#[test]
fn funds_that_come_as_null_are_no_empty_table() {
    let world = World::logged_in();
    let null = FaultRule::new("GET /api/v2/funds/view", Fault::NullList);
    world.sandbox().faults().add(null).unwrap();
    let ran = world.run(&["funds"]);
    assert!(ran.stderr.contains("no rows of funds"), "{ran:?}");
    assert_eq!(ran.ok(), "The broker tells no funds.\n");
}
