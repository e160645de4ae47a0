//! Futures and options made for the day: which months and weeks there are, which strikes, under which numbers.

use time::{Date, Duration, Month, Weekday};

use super::{Instrument, Kind, Right};
use crate::prices::option_value;

/// On which days contracts end. Assumed: no holiday moves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// The last Tuesday of a month; weekly contracts every Tuesday.
    Tuesdays,
    /// The same with Thursdays.
    Thursdays,
    /// The 19th of a month.
    Nineteenths,
}

/// Contracts on one underlying.
struct Chain {
    exchange: &'static str,
    symbol: &'static str,
    /// Futures and options carry these series.
    series: (&'static str, &'static str),
    lot: i64,
    calendar: Calendar,
    /// Whether options end every week rather than every month.
    weekly: bool,
    /// How many expiries of futures and of options.
    expiries: (usize, usize),
    /// Lowest and highest price of the underlying.
    spot: (i64, i64),
    /// Between one strike and the next, in paise, and how many there are each side of the middle.
    step: i64,
    strikes: i64,
    future_tick: i64,
}

const STOCK: (&str, &str) = ("FUTSTK", "OPTSTK");
const INDEX: (&str, &str) = ("FUTIDX", "OPTIDX");
use Calendar::{Nineteenths, Thursdays, Tuesdays};

/// Their order decides the contracts' numbers: append only.
#[rustfmt::skip]
const CHAINS: [Chain; 8] = [
    chain("NFO", "NIFTY", INDEX, 75, (Tuesdays, true), (3, 4), (2_340_000, 2_860_000), (5_000, 20), 10),
    chain("NFO", "BANKNIFTY", INDEX, 35, (Tuesdays, false), (3, 3), (5_040_000, 6_160_000), (10_000, 20), 20),
    chain("NFO", "RELIANCE", STOCK, 500, (Tuesdays, false), (3, 2), (135_000, 165_000), (1_000, 10), 10),
    chain("NFO", "SBIN", STOCK, 750, (Tuesdays, false), (3, 2), (75_000, 91_500), (500, 10), 5),
    chain("NFO", "INFY", STOCK, 400, (Tuesdays, false), (3, 2), (139_500, 170_500), (1_000, 10), 10),
    chain("NFO", "COFORGE", STOCK, 150, (Tuesdays, false), (3, 0), (153_000, 187_000), (2_000, 0), 10),
    chain("BFO", "SENSEX", ("IF", "IO"), 20, (Thursdays, true), (3, 2), (7_650_000, 9_350_000), (10_000, 15), 5),
    chain("MCX", "CRUDEOIL", ("FUTCOM", "OPTFUT"), 100, (Nineteenths, false), (3, 2), (480_000, 620_000), (5_000, 10), 100),
];

#[allow(clippy::too_many_arguments)]
const fn chain(
    exchange: &'static str,
    symbol: &'static str,
    series: (&'static str, &'static str),
    lot: i64,
    (calendar, weekly): (Calendar, bool),
    expiries: (usize, usize),
    spot: (i64, i64),
    (step, strikes): (i64, i64),
    future_tick: i64,
) -> Chain {
    Chain {
        exchange,
        symbol,
        series,
        lot,
        calendar,
        weekly,
        expiries,
        spot,
        step,
        strikes,
        future_tick,
    }
}

/// The future's place among the strikes of a number.
const FUTURE_SLOT: i64 = 63;

/// Every contract that is alive today beside the listed ones.
pub(super) fn contracts(today: Date) -> Vec<Instrument> {
    let mut all = Vec::new();
    for (at, chain) in (0..).zip(&CHAINS) {
        for expiry in expiries(today, chain.calendar, false).take(chain.expiries.0) {
            all.push(chain.future(at, expiry, today));
        }
        let options = expiries(today, chain.calendar, chain.weekly).take(chain.expiries.1);
        for expiry in options {
            all.extend(chain.options(at, expiry, today));
        }
    }
    all
}

impl Chain {
    fn future(&self, at: i64, expiry: Date, today: Date) -> Instrument {
        // What money costs, half a percent a month, lies between the future and the thing itself.
        let carry = (expiry - today).whole_days() / 6;
        let on_tick = |price: i64| price * (1000 + carry) / 1000 / self.future_tick * self.future_tick;
        Instrument {
            exchange: self.exchange,
            token: number(at, expiry, FUTURE_SLOT, 0),
            trading_symbol: format!("{}{}FUT", self.symbol, day_text(expiry)),
            symbol: self.symbol,
            company: self.symbol,
            series: self.series.0,
            isin: "",
            lot: self.lot,
            kind: Kind::Future { expiry },
            tick: self.future_tick,
            low: on_tick(self.spot.0),
            high: on_tick(self.spot.1),
        }
    }

    /// Both sides of every strike, but for the outermost ones: the lowest has no call, the highest no put.
    fn options(&self, at: i64, expiry: Date, today: Date) -> Vec<Instrument> {
        let middle = i64::midpoint(self.spot.0, self.spot.1) / self.step * self.step;
        let mut all = Vec::new();
        for slot in 0..=2 * self.strikes {
            let strike = middle + (slot - self.strikes) * self.step;
            for (side, right) in [(0, Right::Call), (1, Right::Put)] {
                let missing = match right {
                    Right::Call => slot == 0,
                    Right::Put => slot == 2 * self.strikes,
                };
                if missing {
                    continue;
                }
                // The dearest it gets is at the underlying's own limit.
                let best = if right == Right::Call {
                    self.spot.1
                } else {
                    self.spot.0
                };
                let days = (expiry - today).whole_days();
                all.push(Instrument {
                    exchange: self.exchange,
                    token: number(at, expiry, slot, side),
                    trading_symbol: format!(
                        "{}{}{}{}",
                        self.symbol,
                        day_text(expiry),
                        strike / 100,
                        right.as_str()
                    ),
                    symbol: self.symbol,
                    company: self.symbol,
                    series: self.series.1,
                    isin: "",
                    lot: self.lot,
                    kind: Kind::Option {
                        expiry,
                        strike,
                        right,
                        spot: self.spot,
                    },
                    tick: 5,
                    low: 5,
                    high: option_value(best, strike, right, days).max(5) / 5 * 5 + 2_000,
                });
            }
        }
        all
    }
}

/// A contract's number: the same on every day of its life, and nobody else's for ten thousand years.
fn number(chain: i64, expiry: Date, slot: i64, side: i64) -> u32 {
    let week = (i64::from(expiry.to_julian_day()) / 7 - 351_000).rem_euclid(1 << 19);
    u32::try_from(((week * 8 + chain) * 64 + slot) * 2 + side).unwrap_or(0)
}

/// `24NOV26`
fn day_text(date: Date) -> String {
    format!(
        "{:02}{}{:02}",
        date.day(),
        &date.month().to_string().to_uppercase()[..3],
        date.year().rem_euclid(100)
    )
}

/// The nearest monthly expiry, today included.
pub(super) fn next_expiry(today: Date, calendar: Calendar) -> Date {
    expiries(today, calendar, false).next().unwrap_or(today)
}

/// Expiries from today on, nearest first.
fn expiries(today: Date, calendar: Calendar, weekly: bool) -> Box<dyn Iterator<Item = Date>> {
    let weekday = match calendar {
        Thursdays => Weekday::Thursday,
        Tuesdays | Nineteenths => Weekday::Tuesday,
    };
    if weekly && calendar != Nineteenths {
        let days = (7 + weekday.number_days_from_monday() - today.weekday().number_days_from_monday()) % 7;
        let first = today.saturating_add(Duration::days(days.into()));
        return Box::new((0..).map(move |weeks| first.saturating_add(Duration::weeks(weeks))));
    }
    let mut month = (today.year(), today.month());
    let ends = std::iter::from_fn(move || {
        let (year, of) = month;
        month = (year + i32::from(of == Month::December), of.next());
        if calendar == Nineteenths {
            return Date::from_calendar_date(year, of, 19).ok();
        }
        let last = Date::from_calendar_date(year, of, of.length(year)).ok()?;
        let back = (7 + last.weekday().number_days_from_monday() - weekday.number_days_from_monday()) % 7;
        Some(last.saturating_sub(Duration::days(back.into())))
    });
    Box::new(ends.skip_while(move |end| *end < today))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn expiries_lie_where_the_calendar_says() {
        let first = |today, calendar, weekly| expiries(today, calendar, weekly).take(3).collect::<Vec<_>>();
        let monday = date!(2026 - 11 - 23);
        assert_eq!(
            first(monday, Tuesdays, false),
            [
                date!(2026 - 11 - 24),
                date!(2026 - 12 - 29),
                date!(2027 - 01 - 26)
            ]
        );
        assert_eq!(
            first(date!(2026 - 11 - 24), Tuesdays, true),
            [
                date!(2026 - 11 - 24),
                date!(2026 - 12 - 01),
                date!(2026 - 12 - 08)
            ]
        );
        assert_eq!(first(monday, Thursdays, true)[0], date!(2026 - 11 - 26));
        assert_eq!(first(monday, Nineteenths, true)[0], date!(2026 - 12 - 19));
    }

    #[test]
    fn a_contract_keeps_its_number_and_its_name_from_day_to_day() {
        let before = contracts(date!(2026 - 11 - 23));
        let after = contracts(date!(2026 - 11 - 25));
        let mut same = 0;
        for one in &before {
            let Some(other) = after
                .iter()
                .find(|other| other.trading_symbol == one.trading_symbol)
            else {
                assert_eq!(one.expiry(), Some(date!(2026 - 11 - 24)), "{one:?}");
                continue;
            };
            assert_eq!((one.token, one.kind), (other.token, other.kind));
            same += 1;
        }
        assert!(same > 500, "{same}");
    }
}
