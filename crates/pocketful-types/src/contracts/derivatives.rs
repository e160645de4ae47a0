//! Finding futures and options by underlying, expiry, strike and side.

use std::{collections::HashMap, ops::Range};

use rust_decimal::Decimal;
use time::Date;

use super::{
    ContractKind, OptionSide, amount,
    arena::{self, Span},
    record::Record,
    table::Table,
};
use crate::Exchange;

/// Every derivative in the order of its key.
#[derive(Clone, Debug)]
pub(super) struct Derivatives {
    /// Where those of each underlying stand.
    groups: Vec<Group>,
    table: Table,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Group {
    exchange: Exchange,
    name: Span,
    entries: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Expiry, strike and class in one number, which sorts much faster than three. In this order most files have them
    /// already.
    key: u64,
    /// The number of the row.
    row: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Future = 0,
    Call = 1,
    Put = 2,
}

impl From<OptionSide> for Class {
    fn from(side: OptionSide) -> Self {
        match side {
            OptionSide::Call => Self::Call,
            OptionSide::Put => Self::Put,
        }
    }
}

impl Derivatives {
    pub(super) fn new(records: &[Record], text: &str) -> Self {
        let mut numbers: HashMap<(Exchange, String), usize> = HashMap::new();
        let mut found: Vec<(Exchange, Span, Vec<Entry>)> = Vec::new();
        let mut last = None;
        for (row, record) in (0_u32..).zip(records) {
            let class = match record.kind {
                ContractKind::Future => Class::Future,
                ContractKind::Option(side) => side.into(),
                _ => continue,
            };
            let Some(expiry) = record.expiry else { continue };
            let name = (record.exchange, record.underlying);
            let group = match last {
                Some((last, group)) if last == name => group,
                _ => {
                    let lower = arena::get(text, record.underlying).to_ascii_lowercase();
                    *numbers.entry((record.exchange, lower)).or_insert_with(|| {
                        found.push((record.exchange, record.underlying, Vec::new()));
                        found.len() - 1
                    })
                }
            };
            last = Some((name, group));
            let strike = record.strike.ten_thousandths().unwrap_or(0);
            let key = key(expiry, class, strike);
            found[group].2.push(Entry { key, row });
        }
        // Many short lists are sorted sooner than one long one.
        let mut entries = Vec::with_capacity(records.len());
        let groups: Vec<Group> = (found.into_iter())
            .map(|(exchange, name, mut own)| {
                own.sort_unstable();
                let from = entries.len();
                entries.append(&mut own);
                Group {
                    exchange,
                    name,
                    entries: from..entries.len(),
                }
            })
            .collect();
        let names = groups
            .iter()
            .map(|group| (group.exchange, arena::get(text, group.name)));
        Self {
            table: Table::new(names),
            groups,
            entries,
        }
    }

    /// The rows of all derivatives of an underlying: by expiry, the future first, then by strike, the call first.
    pub(super) fn of(&self, text: &str, exchange: Exchange, underlying: &str) -> impl Iterator<Item = u32> {
        self.slice(text, exchange, underlying)
            .iter()
            .map(|entry| entry.row)
    }

    /// The days of expiry, the next first.
    pub(super) fn expiries(&self, text: &str, exchange: Exchange, underlying: &str) -> Vec<Date> {
        let mut left = self.slice(text, exchange, underlying);
        let mut expiries = Vec::new();
        while let Some(first) = left.first() {
            let day = first.key >> EXPIRY;
            expiries.extend(day_of(first.key));
            let after = left.partition_point(|entry| entry.key >> EXPIRY <= day);
            left = left.get(after..).unwrap_or_default();
        }
        expiries
    }

    pub(super) fn future(
        &self,
        text: &str,
        exchange: Exchange,
        underlying: &str,
        expiry: Date,
    ) -> Option<u32> {
        let all = self.slice(text, exchange, underlying);
        find(all, key(expiry, Class::Future, 0))
    }

    pub(super) fn option(
        &self,
        text: &str,
        (exchange, underlying): (Exchange, &str),
        expiry: Date,
        strike: Decimal,
        side: OptionSide,
    ) -> Option<u32> {
        let strike = amount::strike_key(strike)?;
        let all = self.slice(text, exchange, underlying);
        find(all, key(expiry, side.into(), strike))
    }

    /// The strikes of an expiry, each once, the lowest first.
    pub(super) fn strikes(
        &self,
        text: &str,
        exchange: Exchange,
        underlying: &str,
        expiry: Date,
    ) -> Vec<Decimal> {
        let all = self.slice(text, exchange, underlying);
        let from = all.partition_point(|entry| entry.key < key(expiry, Class::Call, 0));
        let to = all.partition_point(|entry| entry.key <= key(expiry, Class::Put, STRIKE_MAX));
        let mut strikes: Vec<i64> = (all.get(from..to).unwrap_or_default().iter())
            .filter_map(|entry| i64::try_from(entry.key >> STRIKE).ok())
            .map(|strike| strike & STRIKE_MAX)
            .collect();
        strikes.dedup();
        strikes
            .into_iter()
            .map(|strike| Decimal::new(strike, 4).normalize())
            .collect()
    }

    /// Those of an underlying.
    fn slice(&self, text: &str, exchange: Exchange, underlying: &str) -> &[Entry] {
        let underlying = underlying.trim();
        (self.table.candidates(exchange, underlying))
            .filter_map(|number| self.groups.get(number))
            .find(|group| {
                group.exchange == exchange && arena::get(text, group.name).eq_ignore_ascii_case(underlying)
            })
            .and_then(|group| self.entries.get(group.entries.clone()))
            .unwrap_or_default()
    }
}

/// The places of the parts of a key: the class takes the lowest two bits, the strike 39, the day the others.
const STRIKE: u32 = 2;
const EXPIRY: u32 = 41;

/// The highest strike that a key holds, in ten-thousandths of ₹.
const STRIKE_MAX: i64 = amount::STRIKE_MAX;

fn key(expiry: Date, class: Class, strike: i64) -> u64 {
    // Julian days are positive for every year that a file can write, and fit into 23 bits.
    let day = u64::try_from(expiry.to_julian_day()).unwrap_or(0);
    day << EXPIRY | strike.clamp(0, STRIKE_MAX).cast_unsigned() << STRIKE | class as u64
}

fn day_of(key: u64) -> Option<Date> {
    Date::from_julian_day(i32::try_from(key >> EXPIRY).ok()?).ok()
}

fn find(entries: &[Entry], key: u64) -> Option<u32> {
    let at = entries.partition_point(|entry| entry.key < key);
    entries
        .get(at)
        .filter(|entry| entry.key == key)
        .map(|entry| entry.row)
}
