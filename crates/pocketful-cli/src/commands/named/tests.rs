//! What can be typed, and what is answered when it means nothing, or two things.

use pocketful::{ScripInfo, types::ContractFile};
use time::macros::datetime;

use super::*;

fn contracts() -> Contracts {
    let mut builder = Contracts::builder();
    let nse = "\
exchange_token,trading_symbol,company_name,instrument_name,segment,lot_size,tick_size
3045,SBIN-EQ,State Bank of India,EQ,EQ,1,0.05
10666,PNB-EQ,Punjab National Bank,EQ,EQ,1,0.01
7,TWICE-EQ,One,EQ,EQ,1,0.05
8,TWICE-EQ,Other,EQ,EQ,1,0.05
26000,Nifty 50,Nifty 50,INDEX,INDICES,1,0.05
";
    builder
        .read(&ContractFile::of(Exchange::Nse), nse.as_bytes())
        .unwrap();
    let bse = "exchange_token,trading_symbol\n532461,PNB-A\n900,999\n532174,ICICIBANK-A\n77,SBINX-A\n";
    builder
        .read(&ContractFile::of(Exchange::Bse), bse.as_bytes())
        .unwrap();
    let nfo = "\
exchange_token,trading_symbol,company_name,instrument_name,expiry,strike,option_type,lot_size
35415,SBIN26NOV820CE,SBIN,OPTSTK,26-Nov-2026,820,CE,750
35001,NIFTY26NOVFUT,NIFTY,FUTIDX,24-Nov-2026,,XX,75
";
    builder
        .read(&ContractFile::of(Exchange::Nfo), nfo.as_bytes())
        .unwrap();
    builder.finish(datetime!(2026-11-23 08:30 +5:30))
}

fn failure(exchange: Exchange, symbol: &str) -> String {
    let contracts = contracts();
    let failure = look_up(&contracts, exchange, symbol).unwrap_err();
    assert_eq!(failure.exit as u8, 2);
    let mut text = Vec::new();
    failure.print(&mut text, false, false, None).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn digits_are_a_number_and_everything_else_a_symbol() {
    for (text, stands_for) in [
        ("nse:3045", "NSE:3045"),
        ("NSE: 3045 ", "NSE:3045"),
        ("NSE:003045", "NSE:3045"),
        ("BSE:999", "BSE:999"),
        ("NSE:SBIN", "NSE:0"),
        ("NSE:Nifty 50", "NSE:0"),
        ("NSE:3IINFO", "NSE:0"),
        ("NSE:-1", "NSE:0"),
    ] {
        assert_eq!(
            Named::pair(text).unwrap().stand_in().to_string(),
            stands_for,
            "{text}"
        );
    }
    for wrong in ["3045", "SBIN", "NSE", "NSE:", "NSE: ", "XYZ:1", "NSE:4294967296"] {
        assert_eq!(Named::pair(wrong).unwrap_err().exit as u8, 2, "{wrong}");
    }
}

#[test]
fn a_symbol_is_found_whatever_its_case_and_without_its_series() {
    let contracts = contracts();
    for (exchange, symbol, token) in [
        (Exchange::Nse, "SBIN-EQ", 3045),
        (Exchange::Nse, "sbin", 3045),
        (Exchange::Nse, "nifty 50", 26000),
        (Exchange::Bse, "pnb-a", 532_461),
    ] {
        let found = Found::of(&look_up(&contracts, exchange, symbol).unwrap(), &contracts);
        assert_eq!(found.instrument.token.get(), token, "{symbol}");
        assert!(found.rules.is_some());
    }
    let sbin = Found::of(&look_up(&contracts, Exchange::Nse, "SBIN").unwrap(), &contracts);
    assert_eq!(sbin.to_string(), "NSE:SBIN-EQ (3045)");
    assert_eq!(Found::bare(sbin.instrument).to_string(), "NSE:3045");
}

#[test]
fn the_master_knows_series_and_underlying() {
    let contracts = contracts();
    let found = |exchange, symbol| Found::of(&look_up(&contracts, exchange, symbol).unwrap(), &contracts);
    for (exchange, symbol, series, underlying) in [
        (Exchange::Nse, "SBIN", Some("EQ"), None),
        (Exchange::Bse, "PNB-A", Some("A"), None),
        (Exchange::Nse, "Nifty 50", None, None),
        (Exchange::Nfo, "SBIN26NOV820CE", Some("OPTSTK"), Some(3045)),
        // The index has another name, and guessing it could name another underlying.
        (Exchange::Nfo, "NIFTY26NOVFUT", Some("FUTIDX"), None),
    ] {
        let found = found(exchange, symbol);
        assert_eq!(found.series.as_deref(), series, "{symbol}");
        assert_eq!(found.underlying.map(InstrumentToken::get), underlying, "{symbol}");
    }
}

#[test]
fn what_the_broker_tells_fills_only_gaps() {
    let info: ScripInfo = serde_json::from_str(r#"{"trading_symbol":"SBIN-BE","series":"BE"}"#).unwrap();
    let contracts = contracts();
    let mut sbin = Found::of(&look_up(&contracts, Exchange::Nse, "SBIN").unwrap(), &contracts);
    sbin.learn(&info);
    assert_eq!(
        (sbin.symbol.as_deref(), sbin.series.as_deref()),
        (Some("SBIN-EQ"), Some("EQ"))
    );
    let mut bare = Found::bare(sbin.instrument);
    bare.learn(&info);
    assert_eq!(
        (bare.symbol.as_deref(), bare.series.as_deref()),
        (Some("SBIN-BE"), Some("BE"))
    );
}

#[test]
fn a_symbol_that_two_have_is_never_one_of_them() {
    assert_eq!(
        failure(Exchange::Nse, "twice-eq"),
        "error: NSE has 2 instruments called twice-eq\n  \
         hint:  Give the number of one: NSE:TWICE-EQ (7) or NSE:TWICE-EQ (8)\n"
    );
    assert!(failure(Exchange::Nse, "TWICE").contains("NSE:TWICE-EQ (7) or NSE:TWICE-EQ (8)"));
}

#[test]
fn an_exchange_that_is_not_in_the_master_is_said() {
    let text = failure(Exchange::Cds, "USDINR26NOVFUT");
    assert!(
        text.starts_with("error: the contract master has no instruments of CDS at all\n"),
        "{text}"
    );
}

#[test]
fn a_symbol_that_nobody_has_brings_those_near_it() {
    for (exchange, symbol, hint) in [
        // Part of the name, on this exchange or else on another.
        (Exchange::Nse, "NIFTY", "Did you mean NSE:Nifty 50 (26000)?"),
        (Exchange::Nse, "punjab", "Did you mean NSE:PNB-EQ (10666)?"),
        (
            Exchange::Nse,
            "ICICIBANK",
            "Did you mean BSE:ICICIBANK-A (532174)?",
        ),
        // What is spelt so on the exchange that was asked for goes before another exchange's.
        (Exchange::Nse, "SBINX", "Did you mean NSE:SBIN-EQ (3045)?"),
        // Letters swapped, missing, too many.
        (Exchange::Nse, "SBNI", "Did you mean NSE:SBIN-EQ (3045)?"),
        (Exchange::Nse, "SBINN-EQ", "Did you mean NSE:SBIN-EQ (3045)?"),
        (Exchange::Nse, "NIFTI", "Did you mean NSE:Nifty 50 (26000)?"),
        (
            Exchange::Bse,
            "ICICBANK",
            "Did you mean BSE:ICICIBANK-A (532174)?",
        ),
        (
            Exchange::Nse,
            "NOTHING",
            "Look for it with `pocketful contracts find TEXT`",
        ),
    ] {
        assert_eq!(
            failure(exchange, symbol),
            format!("error: {exchange} has no instrument called {symbol}\n  hint:  {hint}\n")
        );
    }
}
