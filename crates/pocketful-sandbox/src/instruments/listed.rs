//! The instruments that are there every day under the same number.

use time::Date;

use super::{
    Instrument, Kind,
    chains::{Calendar, next_expiry},
};

/// Shares and indices, and four futures that roll on: each stands for the nearest expiry.
#[rustfmt::skip]
pub(super) fn listed(today: Date) -> Vec<Instrument> {
    let idea = ("IDEA", "Vodafone Idea Limited", "INE669E01016");
    let reliance = ("RELIANCE", "Reliance Industries Limited", "INE002A01018");
    let sbin = ("SBIN", "State Bank of India", "INE062A01020");
    let infy = ("INFY", "Infosys Limited", "INE009A01021");
    let pnb = ("PNB", "Punjab National Bank, New Delhi", "INE160A01022");
    let month = |calendar| next_expiry(today, calendar);
    vec![
        share("NSE", 14366, "IDEA-EQ", "EQ", idea, [1, 720, 1_080]),
        share("NSE", 2885, "RELIANCE-EQ", "EQ", reliance, [10, 135_000, 165_000]),
        share("NSE", 3045, "SBIN-EQ", "EQ", sbin, [5, 75_000, 91_500]),
        share("NSE", 1594, "INFY-EQ", "EQ", infy, [10, 139_500, 170_500]),
        share("NSE", 10666, "PNB-EQ", "EQ", pnb, [1, 9_900, 12_100]),
        share("BSE", 500_325, "RELIANCE-A", "A", reliance, [5, 135_000, 165_000]),
        share("BSE", 532_461, "PNB-A", "A", pnb, [1, 9_900, 12_100]),
        future("NFO", 35001, "NIFTY-FUT", ("NIFTY", "FUTIDX"), 75, [10, 2_340_000, 2_860_000], month(Calendar::Tuesdays)),
        future("NFO", 35002, "COFORGE-FUT", ("COFORGE", "FUTSTK"), 150, [10, 153_000, 187_000], month(Calendar::Tuesdays)),
        future("MCX", 430_001, "CRUDEOIL-FUT", ("CRUDEOIL", "FUTCOM"), 100, [100, 480_000, 620_000], month(Calendar::Nineteenths)),
        index("NSE", 26000, "Nifty 50", "NIFTY", [2_340_000, 2_860_000]),
        index("NSE", 26009, "Nifty Bank", "BANKNIFTY", [5_040_000, 6_160_000]),
        index("NSE", 26017, "India VIX", "INDIAVIX", [900, 2_100]),
        index("BSE", 1, "SNSX50", "SNSX50", [2_340_000, 2_860_000]),
        index("BSE", 2, "SENSEX", "SENSEX", [7_650_000, 9_350_000]),
        Instrument { kind: Kind::Spot, ..future("MCX", 430_000, "CRUDEOIL", ("CRUDEOIL", "COM"), 100, [100, 480_000, 620_000], today) },
        // In hundredths of a paisa: the feed has currencies too.
        future("CDS", 14_500, "USDINR-FUT", ("USDINR", "FUTCUR"), 1000, [25, 830_000, 880_000], month(Calendar::Tuesdays)),
    ]
}

/// A share, without lots. The last three numbers are tick, lowest and highest price.
fn share(
    exchange: &'static str,
    token: u32,
    trading_symbol: &str,
    series: &'static str,
    (symbol, company, isin): (&'static str, &'static str, &'static str),
    [tick, low, high]: [i64; 3],
) -> Instrument {
    Instrument {
        exchange,
        token,
        trading_symbol: trading_symbol.to_owned(),
        symbol,
        company,
        series,
        isin,
        lot: 1,
        kind: Kind::Share,
        tick,
        low,
        high,
    }
}

/// A future, in lots.
fn future(
    exchange: &'static str,
    token: u32,
    trading_symbol: &str,
    (symbol, series): (&'static str, &'static str),
    lot: i64,
    [tick, low, high]: [i64; 3],
    expiry: Date,
) -> Instrument {
    Instrument {
        exchange,
        token,
        trading_symbol: trading_symbol.to_owned(),
        symbol,
        company: symbol,
        series,
        isin: "",
        lot,
        kind: Kind::Future { expiry },
        tick,
        low,
        high,
    }
}

fn index(
    exchange: &'static str,
    token: u32,
    name: &str,
    symbol: &'static str,
    [low, high]: [i64; 2],
) -> Instrument {
    Instrument {
        exchange,
        token,
        trading_symbol: name.to_owned(),
        symbol,
        company: symbol,
        series: if exchange == "NSE" { "INDICES" } else { "IDX" },
        isin: "",
        lot: 1,
        kind: Kind::Index,
        tick: 5,
        low,
        high,
    }
}
