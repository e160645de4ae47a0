//! Prices, chains and candles.

use insta::assert_snapshot;

use pocketful_sandbox::{Fault, FaultRule};

use crate::world::World;

#[test]
fn prices() {
    let world = World::logged_in();
    assert_snapshot!("quote_text", world.run(&["quote", "NSE:3045"]).ok());
    assert_snapshot!("ltp_text", world.run(&["ltp", "NSE:3045", "NFO:35001"]).ok());
    assert_snapshot!("ltp_json", world.run(&["ltp", "NSE:3045", "--json"]).ok());
    assert_snapshot!("close_text", world.run(&["close", "nse:3045"]).ok());
    assert_snapshot!("dpr_text", world.run(&["dpr", "NSE:3045", "NFO:35001"]).ok());
    assert_snapshot!("dpr_json", world.run(&["dpr", "NSE:3045", "--json"]).ok());
    for command in ["quote", "ltp", "close", "dpr"] {
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

/// One that the broker does not know hides no other, and is named.
#[test]
fn prices_of_several_of_which_one_is_refused() {
    let world = World::logged_in();
    for command in ["quote", "ltp", "close", "dpr"] {
        world.sandbox().clock().advance(time::Duration::seconds(2));
        let asked = [command, "NSE:99", "NSE:3045", "NSE:98", "NFO:35001"];
        let ran = world.run(&asked);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(
            ran.stdout.contains("NSE:3045") && ran.stdout.contains("NFO:35001"),
            "{ran:?}"
        );
        assert!(ran.stderr.contains("error: NSE:99: "), "{ran:?}");
        assert!(ran.stderr.contains("warning: NSE:98: "), "{ran:?}");
        let ran = world.run(&[&asked[..], &["--json"]].concat());
        let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.code, told.as_array().unwrap().len()), (1, 2), "{ran:?}");
        let last = ran.stderr.lines().last().unwrap();
        let error: serde_json::Value = serde_json::from_str(last).unwrap();
        let message = error["error"]["message"].as_str().unwrap();
        assert!(message.starts_with("NSE:99: "), "{message}");
    }
    // A lost session is one for all of them.
    let revoked = FaultRule::new("GET /api/v1/marketdata/*", Fault::TokenRevoked).times(1);
    world.sandbox().faults().add(revoked).unwrap();
    let ran = world.run(&["ltp", "NSE:3045", "NSE:14366"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
    assert!(
        ran.stderr.contains("1 more after NSE:3045 not asked for"),
        "{ran:?}"
    );
}

#[test]
fn the_option_chain() {
    let world = World::logged_in();
    let chain = ["option-chain", "26000", "--price", "24800", "--strikes", "3"];
    assert_snapshot!("option_chain_text", world.run(&chain).ok());
    assert_snapshot!(
        "option_chain_json",
        world
            .run(&[
                "option-chain",
                "26000",
                "--price",
                "26000",
                "--strikes",
                "1",
                "--json"
            ])
            .ok()
    );
    let raw = world.run(&[&chain[..], &["--raw"]].concat()).json();
    assert_eq!(raw[0]["expiry_date"], "24NOV26");
    // Nobody writes options on this one.
    let refused = world.run(&["option-chain", "10666", "--price", "100"]).fails(1);
    assert!(refused.contains("10666"), "{refused}");
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
    assert_snapshot!("candles_json", world.run(&[&days[..], &["--json"]].concat()).ok());
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

#[test]
fn candles_that_the_server_cuts_off_are_told() {
    let world = World::logged_in();
    let minutes = [
        "candles",
        "NSE:3045",
        "--every",
        "1m",
        "--from",
        "2026-11-02",
        "--to",
    ];
    let ran = world.run(&[&minutes[..], &["2026-11-20", "--json"]].concat());
    assert!(ran.stderr.contains("may send only so many at once"), "{ran:?}");
    let rest = ran.stderr.split("--from ").nth(1).unwrap().trim().to_owned();
    assert_eq!(ran.json().as_array().unwrap().last().unwrap()["time"], rest);
    let short = world.run(&[&minutes[..], &["2026-11-04"]].concat());
    assert_eq!(short.stderr, "");
    short.ok();
}

#[test]
fn the_futures_chain() {
    let world = World::logged_in();
    assert_snapshot!("futures_chain_text", world.run(&["futures-chain", "26000"]).ok());
    let chain = world.run(&["futures-chain", "26000", "--json"]).json();
    for name in ["Nifty 50", "NSE:Nifty 50", "NSE:26000", "NIFTY", "nse:nifty"] {
        assert_eq!(
            world.run(&["futures-chain", name, "--json"]).json(),
            chain,
            "{name}"
        );
    }
    assert!(!chain.as_array().unwrap().is_empty());
    world.run(&["futures-chain", "26000", "--raw"]).json();
    world.run(&["futures-chain", "99"]).fails(1);
    world.run(&["futures-chain", ""]).fails(2);
}

#[test]
fn margins() {
    let world = World::logged_in();
    let one = ["margin", "NSE:3045:buy:10@812.50"];
    assert_snapshot!("margin_text", world.run(&one).ok());
    let two = ["margin", "NSE:3045:buy:10@812.50", "NFO:35001:sell:75@100"];
    assert_snapshot!("margin_of_two_text", world.run(&two).ok());
    assert_snapshot!("margin_json", world.run(&[&one[..], &["--json"]].concat()).ok());
    world.run(&[&one[..], &["--raw"]].concat()).json();
    // Without a price the last one is asked for.
    let last = world.run(&["ltp", "NSE:3045", "--json"]).json()[0]["price"].clone();
    let unpriced = world.run(&["margin", "NSE:3045:buy:1", "--json"]).json();
    assert_eq!(unpriced["combined_margin"]["var_margin"], last);
    world.run(&["margin", "NSE:99:buy:10@812.50"]).fails(1);
    world.run(&["margin", "NSE:3045:buy"]).fails(2);
    world.run(&["margin"]).fails(2);
}

/// The margin of an order that would not be taken is none.
#[test]
fn margins_of_orders_that_do_not_fit() {
    let world = World::logged_in();
    // Of a number nothing is known before the day's contracts are here.
    world
        .run(&["margin", "NFO:35001:sell:74@100", "NSE:3045:buy:10@812.53"])
        .ok();
    world.run(&["contracts", "sync"]).ok();
    for wrong in [
        "NFO:35001:sell:74@100",
        "NSE:SBIN:buy:10@812.53",
        "NSE:3045:buy:10@812.53",
    ] {
        let stderr = world.run(&["margin", "NSE:14366:buy:1", wrong]).fails(6);
        assert!(stderr.contains("does not fit"), "{stderr}");
        world.run(&["margin", wrong, "--check", "off"]).ok();
    }
    world
        .run(&["margin", "NFO:35001:sell:75@100", "NSE:SBIN:buy:10@812.50"])
        .ok();
}

#[test]
fn the_hours_of_the_exchanges() {
    let world = World::logged_in();
    assert_snapshot!("market_hours_text", world.run(&["market-hours"]).ok());
    let hours = world.run(&["market-hours", "--json"]).json();
    assert_eq!(hours[0]["exchange"], "NSE");
    world.run(&["market-hours", "--raw"]).json();
    let world = World::new();
    world.run(&["market-hours"]).fails(3);
}

#[test]
fn chains_are_of_the_exchange_that_is_named() {
    let world = World::logged_in();
    let futures = world.run(&["futures-chain", "BSE:2", "--json"]).json();
    assert_eq!(futures[0]["strikes"]["exchange"], "BFO", "{futures}");
    let chain = [
        "option-chain",
        "BSE:SENSEX",
        "--price",
        "81000",
        "--strikes",
        "2",
        "--json",
    ];
    let options = world.run(&chain).json();
    assert_eq!(
        options[0]["strikes"][0]["put_option"]["exchange"], "BFO",
        "{options}"
    );
    let futures = world.run(&["futures-chain", "MCX:430000", "--json"]).json();
    assert_eq!(futures[0]["strikes"]["exchange"], "MCX", "{futures}");
    for derivative in ["NFO:35001", "BFO:1", "CDS:1"] {
        for command in [
            &["futures-chain", derivative][..],
            &["option-chain", derivative, "--price", "1"],
        ] {
            let stderr = world.run(command).fails(2);
            assert!(stderr.contains("not what futures and options are on"), "{stderr}");
        }
    }
}

#[test]
fn what_the_server_wrote_comes_from_the_second_path_as_well() {
    let world = World::logged_in();
    // The sandbox has derivatives at both paths.
    let rule = FaultRule::new("GET /api/v1/marketdata/NSE/FutOpt", Fault::HtmlPage);
    world.sandbox().faults().add(rule.times(1000)).unwrap();
    for command in ["quote", "ltp", "close"] {
        world.sandbox().clock().advance(time::Duration::seconds(2));
        let parsed = world.run(&[command, "NFO:35001", "--json"]).ok();
        let raw = world.run(&[command, "NFO:35001", "--raw"]).ok();
        assert!(!raw.trim().is_empty() && !parsed.trim().is_empty(), "{command}");
        let log = world.sandbox().request_log();
        let asked: Vec<_> = log
            .iter()
            .rev()
            .take(2)
            .map(|request| request.target.clone())
            .collect();
        assert!(asked[0].starts_with("/api/v1/marketdata/NFO/FutOpt"), "{asked:?}");
        assert!(asked[1].starts_with("/api/v1/marketdata/NSE/FutOpt"), "{asked:?}");
    }
}
