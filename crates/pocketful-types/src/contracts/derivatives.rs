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
#[derive(Clone, Debug, Default)]
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
    /// Group, expiry, class and strike in one number, which sorts much faster than four.
    key: u128,
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
        let mut numbers: HashMap<(Exchange, String), u32> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        let mut entries = Vec::with_capacity(records.len());
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
                    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                    *numbers.entry((record.exchange, lower)).or_insert_with(|| {
                        groups.push(Group {
                            exchange: record.exchange,
                            name: record.underlying,
                            entries: 0..0,
                        });
                        count
                    })
                }
            };
            last = Some((name, group));
            let strike = record.strike.ten_thousandths().unwrap_or(0);
            entries.push(Entry {
                key: key(group, expiry, class, strike),
                row,
            });
        }
        entries.sort_unstable();
        for (number, group) in (0_u128..).zip(&mut groups) {
            let from = entries.partition_point(|entry| entry.key >> GROUP < number);
            let to = entries.partition_point(|entry| entry.key >> GROUP <= number);
            group.entries = from..to;
        }
        let names = groups
            .iter()
            .map(|group| (group.exchange, arena::get(text, group.name)));
        Self {
            table: Table::new(names),
            groups,
            entries,
        }
    }

    /// The rows of all derivatives of an underlying: by expiry, futures first, then calls and puts by strike.
    pub(super) fn of(&self, text: &str, exchange: Exchange, underlying: &str) -> impl Iterator<Item = u32> {
        self.slice(text, exchange, underlying)
            .1
            .iter()
            .map(|entry| entry.row)
    }

    /// The days of expiry, the next first.
    pub(super) fn expiries(&self, text: &str, exchange: Exchange, underlying: &str) -> Vec<Date> {
        let mut left = self.slice(text, exchange, underlying).1;
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
        let (group, all) = self.slice(text, exchange, underlying);
        find(all, key(group, expiry, Class::Future, 0))
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
        let (group, all) = self.slice(text, exchange, underlying);
        find(all, key(group, expiry, side.into(), strike))
    }

    /// The strikes of an expiry, each once, the lowest first.
    pub(super) fn strikes(
        &self,
        text: &str,
        exchange: Exchange,
        underlying: &str,
        expiry: Date,
    ) -> Vec<Decimal> {
        let (group, all) = self.slice(text, exchange, underlying);
        let (from, to) = (
            key(group, expiry, Class::Call, 0),
            key(group, expiry, Class::Put, STRIKE_MAX),
        );
        let from = all.partition_point(|entry| entry.key < from);
        let to = all.partition_point(|entry| entry.key <= to);
        let mut strikes: Vec<i64> = (all.get(from..to).unwrap_or_default().iter())
            .filter_map(|entry| i64::try_from(entry.key & u128::from(STRIKE_MAX.cast_unsigned())).ok())
            .collect();
        strikes.sort_unstable();
        strikes.dedup();
        strikes
            .into_iter()
            .map(|strike| Decimal::new(strike, 4).normalize())
            .collect()
    }

    /// Those of an underlying, and its number.
    fn slice(&self, text: &str, exchange: Exchange, underlying: &str) -> (u32, &[Entry]) {
        let underlying = underlying.trim();
        let found = self.table.candidates(exchange, underlying).find_map(|number| {
            let group = self.groups.get(number)?;
            let is_it =
                group.exchange == exchange && arena::get(text, group.name).eq_ignore_ascii_case(underlying);
            is_it.then_some((number, group))
        });
        match found {
            Some((number, group)) => (
                u32::try_from(number).unwrap_or(u32::MAX),
                self.entries.get(group.entries.clone()).unwrap_or_default(),
            ),
            None => (u32::MAX, &[]),
        }
    }
}

/// The places of the parts of a key: the strike takes the lowest 56 bits.
const CLASS: u32 = 56;
const EXPIRY: u32 = 64;
const GROUP: u32 = 96;

/// The highest strike that a key holds, in ten-thousandths of ₹.
const STRIKE_MAX: i64 = amount::STRIKE_MAX;

fn key(group: u32, expiry: Date, class: Class, strike: i64) -> u128 {
    // Julian days are positive for every date after 4714 BC; the offset keeps the order also before.
    let day = (expiry.to_julian_day() ^ i32::MIN).cast_unsigned();
    u128::from(group) << GROUP
        | u128::from(day) << EXPIRY
        | (class as u128) << CLASS
        | u128::from(strike.clamp(0, STRIKE_MAX).cast_unsigned())
}

fn day_of(key: u128) -> Option<Date> {
    let day = u32::try_from((key >> EXPIRY) & u128::from(u32::MAX)).ok()?;
    Date::from_julian_day(day.cast_signed() ^ i32::MIN).ok()
}

fn find(entries: &[Entry], key: u128) -> Option<u32> {
    let at = entries.partition_point(|entry| entry.key < key);
    entries
        .get(at)
        .filter(|entry| entry.key == key)
        .map(|entry| entry.row)
}
