//! Holdings, positions, and their conversion.

use insta::assert_snapshot;

use crate::world::{World, settled};

#[test]
fn holdings() {
    let world = World::logged_in();
    assert_snapshot!("holdings_text", world.run(&["holdings"]).ok());
    assert!(
        !world
            .run(&["holdings", "--json"])
            .json()
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(world.run(&["holdings", "--raw"]).json()["holdings"].is_array());
    World::new().run(&["holdings"]).fails(3);
}

#[test]
fn positions_and_conversion() {
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
        "--product",
        "MIS",
        "--json",
    ];
    let placed = world.run(&place).json();
    world.fill(placed["oms_order_id"].as_str().unwrap());
    assert_snapshot!("positions_text", world.run(&["positions"]).ok());
    assert_snapshot!("positions_net_text", world.run(&["positions", "--net"]).ok());
    let positions = world.run(&["positions", "--json"]).json();
    let own = positions
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["instrument_token"] == 3045)
        .unwrap()
        .clone();
    assert!(own["unrealized"].is_number() && own["total"].is_number(), "{own}");
    let convert = [
        "convert-position",
        "NSE",
        "3045",
        "buy",
        "10",
        "--from",
        "MIS",
        "--to",
        "CNC",
    ];
    assert_snapshot!(
        "convert_dry_run",
        world.run(&[&convert[..], &["--dry-run"]].concat()).ok()
    );
    assert_eq!(
        world.run(&convert).ok(),
        "✓ Converted 10 × NSE:3045 from MIS to CNC\n"
    );
    world.run(&convert).fails(1);
    world
        .run(&[
            "convert-position",
            "NSE",
            "3045",
            "buy",
            "10",
            "--from",
            "MIS",
            "--to",
            "MIS",
        ])
        .fails(2);
}
