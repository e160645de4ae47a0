//! A contract master of 200 000 rows: parsing and indexing against a bare pass of the `csv` crate, loading from the
//! cache, and looking up. The targets: 3 times the bare pass, 100 ms, 1 µs.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::{fmt::Write as _, hint::black_box, time::Duration};

use criterion::{
    Criterion, criterion_group, criterion_main,
    measurement::{Measurement, WallTime},
};
use pocketful_types::{ContractFile, Contracts, Exchange, Instrument, InstrumentToken, OptionSide};
use rust_decimal::Decimal;
use time::{
    Date,
    macros::{date, datetime},
};

const ROWS: u32 = 200_000;
const EXPIRY: Date = date!(2026 - 11 - 26);

/// Options of a few hundred underlyings, as the file of NFO has them.
fn file() -> String {
    let mut csv = String::from(
        "exchange_token,trading_symbol,company_name,close_price,expiry,strike,tick_size,lot_size,instrument_name,\
         option_type,segment,exchange\n",
    );
    for row in 0..ROWS {
        let (name, strike) = (row / 500, 100 + row / 2 % 250 * 50);
        let side = if row % 2 == 0 { "CE" } else { "PE" };
        writeln!(
            csv,
            "{},STOCK{name}X26NOV{strike}{side},STOCK{name}X,{}.{:02},26-Nov-2026,{strike},0.05,75,OPTSTK,{side},,NFO",
            35_000 + row,
            row % 900,
            row % 100,
        )
        .unwrap();
    }
    csv
}

fn parse(csv: &str) -> Contracts {
    let mut builder = Contracts::builder();
    builder
        .read(&ContractFile::of(Exchange::Nfo), csv.as_bytes())
        .unwrap();
    builder.finish(datetime!(2026-11-23 08:30 +5:30))
}

/// What nobody can do without: every field found, and thrown away.
fn bare(csv: &str) -> usize {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut row = csv::ByteRecord::new();
    let mut bytes = 0;
    while reader.read_byte_record(&mut row).unwrap() {
        bytes += row.len();
    }
    bytes
}

fn contracts(criterion: &mut Criterion) {
    let csv = file();
    let index = parse(&csv);
    assert_eq!((index.len(), index.info().bad_rows), (200_000, 0));
    let cache = index.to_cache();
    let token = |n: u32| Instrument::new(Exchange::Nfo, InstrumentToken::new(35_000 + n * 7919 % ROWS));
    let symbols: Vec<String> = (0..4096)
        .map(|n| index.get(token(n)).unwrap().trading_symbol.to_owned())
        .collect();
    let names: Vec<String> = (0..4096).map(|n| format!("STOCK{}X", n * 7919 % 400)).collect();
    let by_token = |n: usize| index.get(token(u32::try_from(n).unwrap())).is_some();
    let by_symbol = |n: usize| index.by_symbol(Exchange::Nfo, &symbols[n]).is_some();
    let by_terms = |n: usize| {
        let strike = Decimal::from(100 + n % 250 * 50);
        index
            .option(Exchange::Nfo, &names[n], EXPIRY, strike, OptionSide::Put)
            .is_some()
    };
    criterion.bench_function("contracts/parse", |bencher| {
        bencher.iter_with_large_drop(|| parse(&csv));
    });
    criterion.bench_function("contracts/load", |bencher| {
        bencher.iter_with_large_drop(|| Contracts::from_cache(&cache).unwrap());
    });
    // Turn by turn, and the fastest of each: what the machine can do while nobody disturbs it.
    let mut fastest = [Duration::MAX; 6];
    for _ in 0..15 {
        let times = [
            took(|| bare(&csv)),
            took(|| parse(&csv)),
            took(|| Contracts::from_cache(&cache).unwrap()),
            all(by_token),
            all(by_symbol),
            all(by_terms),
        ];
        for (fastest, time) in fastest.iter_mut().zip(times) {
            *fastest = time.min(*fastest);
        }
    }
    let [bare, parse, load, token, symbol, terms] = fastest;
    println!(
        "contracts: parsed and indexed in {parse:?} against {bare:?} for {} bytes, ratio {:.2}",
        csv.len(),
        parse.as_secs_f64() / bare.as_secs_f64()
    );
    println!("contracts: loaded from {} bytes in {load:?}", cache.len());
    println!(
        "contracts: looked up by token in {:?}, by symbol in {:?}, by terms in {:?}",
        token / 4096,
        symbol / 4096,
        terms / 4096
    );
}

/// How long 4096 look-ups take, each of another contract.
fn all(find: impl Fn(usize) -> bool) -> Duration {
    took(|| assert!((0..4096).all(|n| find(black_box(n)))))
}

/// How long `work` takes, without the time to give its result back.
fn took<T>(work: impl FnOnce() -> T) -> Duration {
    let start = WallTime.start();
    let value = black_box(work());
    let took = WallTime.end(start);
    drop(value);
    took
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
    targets = contracts
}
criterion_main!(benches);
