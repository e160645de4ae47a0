//! Symbols in place of numbers, looked up in the contract master.

use insta::assert_snapshot;
use pocketful::{
    Exchange,
    types::{ContractFile, Contracts},
};
use pocketful_sandbox::{Fault, FaultRule};
use time::macros::datetime;

use crate::world::{World, settled};

/// How often the sandbox was asked for the contract master.
fn downloads(world: &World) -> usize {
    let log = world.sandbox().request_log();
    log.iter()
        .filter(|request| request.target.starts_with("/api/v1/contract/Compact"))
        .count()
}

/// Contracts of a Monday long ago, as an earlier run would have left them.
fn leave_old_contracts(world: &World) {
    let mut builder = Contracts::builder();
    let csv = "exchange_token,trading_symbol,instrument_name\n3045,SBIN-EQ,EQ\n";
    builder
        .read(&ContractFile::of(Exchange::Nse), csv.as_bytes())
        .unwrap();
    let contracts = builder.finish(datetime!(2020-01-06 08:30 +5:30));
    let directory = world.home.path().join("contracts");
    std::fs::create_dir(&directory).unwrap();
    let server = world.address().replace(':', "_");
    let name = format!("contracts-{server}-2020-01-06.bin");
    std::fs::write(directory.join(name), contracts.to_cache()).unwrap();
}

/// From now on the contract master cannot be had, and everything else can.
fn keep_contracts_away(world: &World) {
    let fault = Fault::ServerError {
        status: 503,
        after: false,
    };
    let rule = FaultRule::new("GET /api/v1/contract/Compact", fault);
    world.sandbox().faults().add(rule.times(1000)).unwrap();
}

#[test]
fn a_symbol_will_do_wherever_a_number_does() {
    let world = World::logged_in();
    let _settled = settled();
    assert_snapshot!(
        "ltp_by_symbol",
        world.run(&["ltp", "nse:sbin", "NSE:Nifty 50", "NSE:3045"]).ok()
    );
    let json = world.run(&["ltp", "NSE:SBIN-EQ", "--json"]).json();
    assert_eq!(json[0]["instrument_token"], 3045);
    world.run(&["quote", "NSE:IDEA"]).ok();
    world.run(&["close", "BSE:RELIANCE-A"]).ok();
    // Twice the same instrument is watched once.
    let ticks = world
        .run(&["watch", "NSE:SBIN", "NSE:3045", "--count", "1", "--json"])
        .ok();
    let tick: serde_json::Value = serde_json::from_str(ticks.lines().last().unwrap()).unwrap();
    assert_eq!(tick["instrument_token"], 3045);
    let line = world.run(&["watch", "NSE:SBIN", "--count", "1"]).ok();
    assert!(line.contains("NSE:SBIN-EQ  last "), "{line}");
    let range = ["--from", "2026-11-16", "--to", "2026-11-20"];
    let candles = |name| world.run(&[&["candles", name], &range[..]].concat()).ok();
    assert_eq!(candles("NSE:SBIN"), candles("NSE:3045"));
    let chain = |name| world.run(&["option-chain", name, "--price", "24800"]).ok();
    assert_eq!(chain("nifty 50"), chain("26000"));
    let convert = [
        "convert-position",
        "NSE",
        "SBIN",
        "buy",
        "10",
        "--from",
        "MIS",
        "--to",
        "CNC",
        "--dry-run",
    ];
    assert!(world.run(&convert).ok().contains(r#""instrument_token":3045"#));
    assert_eq!(downloads(&world), 1);
}

#[test]
fn orders_by_symbol() {
    let world = World::logged_in();
    let _settled = settled();
    let limit = [
        "NSE",
        "SBIN",
        "buy",
        "10",
        "--limit",
        "812.50",
        "--user-order-id",
        "4711",
    ];
    let with = |command: &[&str], options: &[&str]| world.run(&[command, &limit, options].concat());
    assert_snapshot!("placed_by_symbol", with(&["order", "place"], &[]).ok());
    for (command, options) in [
        (["order", "place"], &["--dry-run"][..]),
        (
            ["cover", "place"],
            &["--product", "MIS", "--stop", "800", "--dry-run"],
        ),
        (
            ["bracket", "place"],
            &["--product", "MIS", "--stop", "12", "--target", "20", "--dry-run"],
        ),
    ] {
        let request = with(&command, options).ok();
        assert!(request.contains(r#""instrument_token":"3045""#), "{request}");
    }
    let book = world.run(&["orders", "--json"]).json();
    assert_eq!(book[0]["instrument_token"], 3045);
    assert_eq!(downloads(&world), 1);
}

#[test]
fn a_number_downloads_nothing() {
    let world = World::logged_in();
    world.place();
    world.run(&["ltp", "NSE:3045"]).ok();
    world.run(&["option-chain", "26000", "--price", "24800"]).ok();
    assert_eq!(downloads(&world), 0);
    assert!(!world.home.path().join("contracts").exists());
}

#[test]
fn a_symbol_that_nobody_has_is_a_mistake_of_the_command_line() {
    let world = World::logged_in();
    assert_snapshot!("no_such_symbol", world.run(&["ltp", "NSE:SBNI"]).fails(2));
    assert_snapshot!(
        "no_such_symbol_json",
        world
            .run(&["order", "place", "NSE", "NIFTY", "buy", "1", "--market", "--json"])
            .fails(2)
    );
    world
        .run(&["option-chain", "NIFTYFIFTY", "--price", "24800"])
        .fails(2);
    world.run(&["watch", "NSE:NOTHING"]).fails(2);
    assert_eq!(world.run(&["orders", "--json"]).ok(), "[]\n");
    // What else is wrong is found without a login, and without looking anything up.
    let away = World::new();
    let wrong = away
        .run(&["order", "place", "NSE", "SBIN", "buy", "0", "--market"])
        .fails(2);
    assert!(wrong.contains("the quantity is 0"), "{wrong}");
    away.run(&["ltp", "NSE:SBIN"]).fails(3);
    assert_eq!(downloads(&away), 0);
}

#[test]
fn old_contracts_are_good_enough_to_look_and_not_to_trade() {
    let world = World::logged_in();
    let _settled = settled();
    leave_old_contracts(&world);
    keep_contracts_away(&world);
    let looked = world.run(&["ltp", "NSE:SBIN"]);
    assert_snapshot!("looked_up_in_old_contracts", looked.stderr);
    looked.ok();
    let place = ["order", "place", "NSE", "SBIN", "buy", "10", "--limit", "812.50"];
    assert_snapshot!("not_traded_by_old_contracts", world.run(&place).fails(6));
    world.run(&[&place[..], &["--dry-run"]].concat()).fails(6);
    // The number is as good as ever.
    world.place();
}

#[test]
fn without_any_contracts_a_symbol_means_nothing() {
    let world = World::logged_in();
    let _settled = settled();
    keep_contracts_away(&world);
    assert_snapshot!("no_contracts", world.run(&["ltp", "NSE:SBIN"]).fails(4));
    world
        .run(&["order", "place", "NSE", "SBIN", "buy", "10", "--limit", "812.50"])
        .fails(4);
}
