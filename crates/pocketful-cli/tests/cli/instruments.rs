//! Looking for instruments, and at one.

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn search() {
    let world = World::logged_in();
    assert_snapshot!("search_text", world.run(&["search", "nifty", "50"]).ok());
    assert_snapshot!("search_json", world.run(&["search", "state bank", "--json"]).ok());
    assert!(world.run(&["search", "sbin", "--raw"]).json().is_array());
    assert_eq!(world.run(&["search", "zzzz"]).ok(), "Nothing found.\n");
    assert_eq!(world.run(&["search", "zzzz", "--json"]).ok(), "[]\n");
    world.run(&["search"]).fails(2);
    world.run(&["search", " "]).fails(2);
    World::new().run(&["search", "sbin"]).fails(3);
}

#[test]
fn one_instrument() {
    let world = World::logged_in();
    assert_snapshot!("share_text", world.run(&["instrument", "NSE", "SBIN"]).ok());
    assert_snapshot!("future_text", world.run(&["instrument", "nfo", "35001"]).ok());
    assert_snapshot!("index_text", world.run(&["instrument", "NSE", "Nifty 50"]).ok());
    assert_snapshot!(
        "share_json",
        world.run(&["instrument", "NSE", "3045", "--json"]).ok()
    );
    let raw = world.run(&["instrument", "NSE", "3045", "--raw"]).json();
    assert_eq!(raw["dpr"], "750.0000 - 915.0000");
    assert_snapshot!("no_instrument", world.run(&["instrument", "NSE", "99"]).fails(1));
    world.run(&["instrument", "NSE", "SBNI"]).fails(2);
    world.run(&["instrument", "NASDAQ", "1"]).fails(2);
    World::new().run(&["instrument", "NSE", "3045"]).fails(3);
}
