//! The contract master: what is read of its files, found in the index, kept in the cache, and set aside.

use pocketful_types::{
    CacheError, Contract, ContractFile, ContractKind, Contracts, ContractsError, Exchange, Instrument,
    InstrumentToken, NewOrder, OptionSide, OrderFault, Quantity, Side,
};
use proptest::{prelude::*, sample::Index};
use rust_decimal::Decimal;
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};

use crate::fixture;

const FILES: &[&str] = &["NSECompactScrip.csv", "NFOCompactScrip.csv", "CompactScrip.csv"];
const FETCHED: OffsetDateTime = datetime!(2026-11-23 08:30 +5:30);

fn contracts() -> Contracts {
    let mut builder = Contracts::builder();
    for name in FILES {
        let file = ContractFile::from_name(name).unwrap();
        builder
            .read(&file, fixture(&format!("contracts/{name}")).as_bytes())
            .unwrap();
    }
    builder.finish(FETCHED)
}

fn at(exchange: Exchange, token: u32) -> Instrument {
    Instrument::new(exchange, InstrumentToken::new(token))
}

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn every_row_is_kept_dropped_or_set_aside_with_its_reason() {
    let contracts = contracts();
    let all: Vec<Contract<'_>> = contracts.iter().collect();
    insta::assert_snapshot!("contracts", serde_json::to_string_pretty(&all).unwrap());
    insta::assert_snapshot!(
        "contracts_info",
        serde_json::to_string_pretty(contracts.info()).unwrap()
    );
    let bad: Vec<String> = contracts.bad_rows().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!("contracts_bad_rows", bad.join("\n"));
    assert_eq!(u64::try_from(bad.len()), Ok(contracts.info().bad_rows));
    assert_eq!(
        contracts.info().to_string(),
        "18 contracts of 2026-11-23, 11 rows set aside"
    );
}

#[test]
fn found_by_token_and_symbol() {
    let contracts = contracts();
    let acc = contracts.get(at(Exchange::Nse, 22)).unwrap();
    assert_eq!((acc.trading_symbol, acc.company_name), ("ACC-EQ", "ACC, Limited"));
    assert_eq!((acc.kind, acc.series()), (ContractKind::Equity, Some("EQ")));
    assert_eq!(contracts.get(at(Exchange::Bse, 22)), None);
    assert_eq!(contracts.get(at(Exchange::Nse, 23)), None);
    assert_eq!(contracts.by_symbol(Exchange::Nse, " acc-eq "), Some(acc));
    assert_eq!(contracts.by_symbol(Exchange::Bse, "ACC-EQ"), None);
    for text in ["22", "ACC", "ACC-EQ"] {
        assert_eq!(contracts.resolve(Exchange::Nse, text), Some(acc), "{text}");
    }
    assert_eq!(contracts.resolve(Exchange::Bse, "PNB"), None);
    // Two with one symbol: an order goes to neither by chance.
    assert_eq!(contracts.by_symbol(Exchange::Nse, "TWICE-EQ"), None);
    assert_eq!(contracts.all_by_symbol(Exchange::Nse, "TWICE-EQ").count(), 2);
}

#[test]
fn derivatives_are_found_by_their_terms() {
    let contracts = contracts();
    let (near, far) = (date!(2026 - 11 - 26), date!(2026 - 12 - 31));
    let option = |underlying: &str, expiry, strike: &str, side| {
        contracts
            .option(Exchange::Nfo, underlying, expiry, rupees(strike), side)
            .map(|contract| contract.token.get())
    };
    assert_eq!(option("NIFTY", near, "26000", OptionSide::Call), Some(94_117));
    assert_eq!(option("nifty", near, "26000.0", OptionSide::Put), Some(94_118));
    assert_eq!(option("NIFTY", near, "26050", OptionSide::Call), Some(94_119));
    assert_eq!(option("NIFTY", near, "26050", OptionSide::Put), None);
    assert_eq!(option("NIFTY", far, "26000", OptionSide::Call), None);
    assert_eq!(option("BANKNIFTY", near, "26000", OptionSide::Call), None);
    assert_eq!(option("NIFTY", near, "0.00001", OptionSide::Call), None);
    let future = |exchange, underlying: &str, expiry| {
        contracts
            .future(exchange, underlying, expiry)
            .map(|contract| contract.token.get())
    };
    assert_eq!(future(Exchange::Nfo, "NIFTY", near), Some(94_200));
    assert_eq!(future(Exchange::Nfo, "NIFTY", far), Some(94_201));
    assert_eq!(future(Exchange::Bfo, "SENSEX", near), Some(1_163_000));
    assert_eq!(
        future(Exchange::Mcx, "CRUDEOIL", date!(2026 - 12 - 18)),
        Some(254_001)
    );
    assert_eq!(future(Exchange::Cds, "USDINR", near), Some(1302));
    assert_eq!(contracts.expiries(Exchange::Nfo, "NIFTY"), [near, far]);
    assert_eq!(contracts.expiries(Exchange::Bfo, "NIFTY"), []);
    assert_eq!(
        contracts.strikes(Exchange::Nfo, "NIFTY", near),
        [rupees("26000"), rupees("26050")]
    );
    let all: Vec<u32> = contracts
        .derivatives(Exchange::Nfo, "NIFTY")
        .map(|contract| contract.token.get())
        .collect();
    assert_eq!(all, [94_200, 94_117, 94_118, 94_119, 94_201, 94_120]);
}

#[test]
fn the_search_has_the_best_first() {
    let contracts = contracts();
    let search = |exchange, text: &str| -> Vec<&str> {
        let found = contracts.search(exchange, text, 3);
        found
            .into_iter()
            .map(|contract| contract.trading_symbol)
            .collect()
    };
    assert_eq!(search(None, "acc"), ["ACC-EQ"]);
    assert_eq!(search(None, "punjab bank"), ["PNB-A"]);
    assert_eq!(search(None, "nifty"), ["Nifty 50", "Nifty Bank", "NIFTY26NOVFUT"]);
    assert_eq!(search(Some(Exchange::Mcx), "nifty"), [""; 0]);
    assert_eq!(search(None, " "), [""; 0]);
}

#[test]
fn a_thousand_derivatives_do_not_hide_a_share() {
    let mut builder = Contracts::builder();
    let header = "exchange_token,trading_symbol,company_name,instrument_name,segment,expiry,option_type";
    for (exchange, row) in [
        (
            Exchange::Nfo,
            "1,BANKNIFTY26NOVFUT,BANKNIFTY,FUTIDX,FO,2026-11-24,XX",
        ),
        (Exchange::Nse, "2,Nifty Bank,Nifty Bank,INDEX,INDICES,,"),
        (Exchange::Nse, "3,BANKINDIA-EQ,Bank of India,EQ,EQ,,"),
    ] {
        let csv = format!("{header}\n{row}\n");
        builder.read(&ContractFile::of(exchange), csv.as_bytes()).unwrap();
    }
    let contracts = builder.finish(datetime!(2026-11-23 08:30 +5:30));
    let found: Vec<u32> = (contracts.search(None, "bank", 3).iter())
        .map(|contract| contract.token.get())
        .collect();
    assert_eq!(found, [3, 2, 1]);
}

#[test]
fn a_contract_says_what_it_demands_of_an_order() {
    let contracts = contracts();
    let option = contracts.get(at(Exchange::Nfo, 94_117)).unwrap();
    let order = |units| {
        NewOrder::limit(
            option.instrument(),
            Side::Buy,
            Quantity::new(units),
            rupees("101.05"),
        )
    };
    assert_eq!(option.rules().check(&order(150)), Ok(()));
    assert!(matches!(
        option.rules().check(&order(100)),
        Err(OrderFault::NotInLots { .. })
    ));
    let index = contracts.get(at(Exchange::Nse, 26_000)).unwrap();
    assert_eq!(index.rules().check(&order(150)), Err(OrderFault::NotTradable));
}

#[test]
fn a_file_that_is_none_is_refused_whole() {
    for csv in ["", "<!doctype html>\n<p>", "exchange_token,name\n1,x\n", "\n\n"] {
        let mut builder = Contracts::builder();
        let error = builder
            .read(&ContractFile::of(Exchange::Nse), csv.as_bytes())
            .unwrap_err();
        assert!(matches!(error, ContractsError::Column { .. }), "{csv}: {error}");
    }
}

#[test]
fn the_age_is_counted_in_indian_days() {
    let info = contracts().info().clone();
    assert!(info.is_of_today(datetime!(2026-11-23 23:59:59 +5:30)));
    assert!(!info.is_of_today(datetime!(2026-11-24 00:00 +5:30)));
    // 18:30 UTC is midnight in India.
    assert!(!info.is_of_today(datetime!(2026-11-23 18:30 UTC)));
    assert_eq!(info.age(datetime!(2026-11-24 08:30 +5:30)).whole_hours(), 24);
    assert_eq!(info.age(datetime!(2026-11-22 08:30 +5:30)).whole_hours(), 0);
}

#[test]
fn the_cache_gives_back_what_was_put_in() {
    let contracts = contracts();
    let bytes = contracts.to_cache();
    let again = Contracts::from_cache(&bytes).unwrap();
    assert!(again.iter().eq(contracts.iter()));
    assert_eq!(again.info(), contracts.info());
    assert_eq!(again.info().bad_rows, 11);
    assert_eq!(
        again.expiries(Exchange::Nfo, "NIFTY"),
        contracts.expiries(Exchange::Nfo, "NIFTY")
    );
    assert_eq!(
        again.by_symbol(Exchange::Nse, "ACC-EQ"),
        contracts.by_symbol(Exchange::Nse, "ACC-EQ")
    );
    assert_eq!(again.to_cache(), bytes);
    let empty = Contracts::builder().finish(FETCHED);
    let again = Contracts::from_cache(&empty.to_cache()).unwrap();
    assert!(again.is_empty() && again.by_symbol(Exchange::Nse, "ACC-EQ").is_none());
}

#[test]
fn a_cache_of_another_version_or_none_is_told_apart() {
    let mut bytes = contracts().to_cache();
    bytes[7] = 9;
    assert_eq!(Contracts::from_cache(&bytes).unwrap_err(), CacheError::Version(9));
    assert_eq!(
        Contracts::from_cache(b"PK\x03\x04 a zip").unwrap_err(),
        CacheError::NotACache
    );
    assert_eq!(Contracts::from_cache(b"").unwrap_err(), CacheError::NotACache);
}

/// A small file whose fields are chosen among sensible and senseless ones.
fn any_file() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        Just("22".to_owned()),
        Just("26-Nov-2026".to_owned()),
        Just("CE".to_owned()),
        Just("26000".to_owned()),
        Just("0.05".to_owned()),
        Just("OPTIDX".to_owned()),
        Just(String::new()),
        "[a-zA-Z0-9 .,\"'-]{0,8}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        any::<String>().prop_map(|text| text.chars().take(6).collect()),
    ];
    prop::collection::vec(prop::collection::vec(field, 12..15), 0..12).prop_map(|rows| {
        let mut csv = String::from(
            "exchange_token,trading_symbol,expiry,option_type,strike,tick_size,instrument_name,company_name,\
             lot_size,segment,exchange,close_price,isin\n",
        );
        for row in rows {
            csv.push_str(&row.join(","));
            csv.push('\n');
        }
        csv
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_file_is_a_panic_and_its_cache_is_the_same(csv in any_file(), exchange in prop::sample::select(Exchange::ALL)) {
        let mut builder = Contracts::builder();
        builder.read(&ContractFile::of(exchange), csv.as_bytes()).unwrap();
        let contracts = builder.finish(FETCHED);
        for contract in contracts.iter() {
            prop_assert_eq!(contracts.get(contract.instrument()), Some(contract));
            prop_assert!(contracts.all_by_symbol(contract.exchange, contract.trading_symbol).any(|one| one == contract));
            if let (ContractKind::Option(side), Some(expiry), Some(strike)) = (contract.kind, contract.expiry, contract.strike) {
                let found = contracts.option(contract.exchange, contract.underlying, expiry, strike, side).unwrap();
                prop_assert_eq!((found.expiry, found.strike, found.kind), (contract.expiry, contract.strike, contract.kind));
            }
        }
        let again = Contracts::from_cache(&contracts.to_cache()).unwrap();
        prop_assert!(again.iter().eq(contracts.iter()));
    }

    #[test]
    fn bytes_that_are_no_csv_are_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut csv = b"exchange_token,trading_symbol,strike,expiry,option_type\n".to_vec();
        csv.extend(&bytes);
        let mut builder = Contracts::builder();
        let _ = builder.read(&ContractFile::of(Exchange::Nfo), csv.as_slice());
        let _ = builder.read(&ContractFile::of(Exchange::Nfo), bytes.as_slice());
        let _ = builder.finish(FETCHED).to_cache();
    }

    #[test]
    fn a_damaged_cache_is_an_error(at in any::<Index>(), bit in 0_u8..8, cut in any::<Index>()) {
        let bytes = contracts().to_cache();
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= 1 << bit;
        prop_assert!(Contracts::from_cache(&damaged).is_err());
        prop_assert!(Contracts::from_cache(&bytes[..cut.index(bytes.len())]).is_err());
    }
}
