//! Prices, chains and candles.

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn prices() {
    let world = World::logged_in();
    assert_snapshot!("quote_text", world.run(&["quote", "NSE:3045"]).ok());
    assert_snapshot!("ltp_text", world.run(&["ltp", "NSE:3045", "NFO:35001"]).ok());
    assert_snapshot!("ltp_json", world.run(&["ltp", "NSE:3045", "--json"]).ok());
    assert_snapshot!("close_text", world.run(&["close", "nse:3045"]).ok());
    for command in ["quote", "ltp", "close"] {
        // The server's limits count within a second.
        world.sandbox().clock().advance(time::Duration::seconds(2));
        assert_eq!(
            world
                .run(&[command, "NSE:3045", "--json"])
                .json()
                .as_array()
                .unwrap()
                .len(),
            1
        );
        world.run(&[command, "NSE:3045", "--raw"]).ok();
        world.run(&[command, "NSE:3045", "NSE:14366", "--raw"]).fails(2);
        world.run(&[command, "NSE:99"]).fails(1);
        world.run(&[command, "3045"]).fails(2);
    }
}

#[test]
fn the_option_chain() {
    let world = World::logged_in();
    let chain = ["option-chain", "26000", "--price", "24800", "--strikes", "3"];
    assert_snapshot!("option_chain_text", world.run(&chain).ok());
    assert!(
        !world
            .run(&[&chain[..], &["--json"]].concat())
            .json()
            .as_array()
            .unwrap()
            .is_empty()
    );
    world.run(&["option-chain", "26000", "--price", "much"]).fails(2);
}

#[test]
fn candles() {
    let world = World::logged_in();
    let days = [
        "candles",
        "NSE:3045",
        "--from",
        "2026-11-16",
        "--to",
        "2026-11-20",
    ];
    assert_snapshot!("candles_text", world.run(&days).ok());
    assert!(
        !world
            .run(&[&days[..], &["--json"]].concat())
            .json()
            .as_array()
            .unwrap()
            .is_empty()
    );
    world.run(&["candles", "NSE:3045", "--every", "5x"]).fails(2);
    world
        .run(&[
            "candles",
            "NSE:3045",
            "--from",
            "2026-11-20",
            "--to",
            "2026-11-01",
        ])
        .fails(2);
    world
        .run(&["candles", "NSE:99", "--from", "2026-11-16", "--to", "2026-11-20"])
        .fails(1);
}
