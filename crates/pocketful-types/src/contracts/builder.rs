//! Collecting contracts from the files of the master, row by row.

use std::{fmt, io::Read};

use csv::{ByteRecord, ReaderBuilder};
use time::{Date, OffsetDateTime};

use super::{
    ContractFile, ContractKind, Contracts,
    amount::Amount,
    arena::{Arena, Span},
    columns::{Columns, Fields},
    index::Parts,
    record::Record,
    rules::{self, Verdict},
};
use crate::Exchange;

/// A file of the master that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractsError {
    /// It has no header, or none with a column that every row needs.
    #[error("{file}: there is no column `{column}`; this is no contract master, or its columns were renamed")]
    Column {
        /// Which file.
        file: String,
        /// Which column.
        column: &'static str,
    },
    /// It cannot be read to its end.
    #[error("{file}: it cannot be read to its end")]
    Read {
        /// Which file.
        file: String,
        /// Why.
        #[source]
        source: csv::Error,
    },
}

/// A row that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadContract {
    /// The file.
    pub file: String,
    /// The line where the row begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub error: &'static str,
}

impl fmt::Display for BadContract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.error)
    }
}

/// Collects the contracts of one or more files; see [`Contracts`] for an example.
#[derive(Debug, Default)]
pub struct ContractsBuilder {
    arena: Arena,
    records: Vec<Record>,
    bad: Vec<BadContract>,
    bad_count: u64,
    dropped: u64,
    last: Last,
}

/// What the row before had, which is mostly what this one has.
#[derive(Debug, Default)]
struct Last {
    company: Span,
    underlying: Span,
    instrument_name: Span,
    segment: Span,
    expiry: Memo<Date>,
    tick: Memo<Amount>,
    lot: Memo<u32>,
}

impl ContractsBuilder {
    /// The most bad rows that are kept in full; all are counted.
    pub const BAD_ROWS_KEPT: usize = 100;

    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file: CSV with a header. Rows that make no sense are set aside and counted.
    ///
    /// # Errors
    /// When a needed column is missing, or reading fails. What was read before stays.
    pub fn read(&mut self, file: &ContractFile, csv: impl Read) -> Result<(), ContractsError> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(csv);
        let mut row = ByteRecord::new();
        let failed = |source| ContractsError::Read {
            file: file.name().to_owned(),
            source,
        };
        // An empty file has no header, and so no column.
        reader.read_byte_record(&mut row).map_err(failed)?;
        let columns = Columns::of(&row).map_err(|column| ContractsError::Column {
            file: file.name().to_owned(),
            column,
        })?;
        while reader.read_byte_record(&mut row).map_err(failed)? {
            let fields = Fields::of(&columns, &row);
            if let Err(error) = fields.and_then(|fields| self.take(file.exchange(), fields)) {
                self.set_aside(file, &row, error);
            }
        }
        Ok(())
    }

    /// The contracts, ready to be looked up; `fetched_at` is when they were downloaded.
    #[must_use]
    pub fn finish(self, fetched_at: OffsetDateTime) -> Contracts {
        Contracts::new(Parts {
            records: self.records,
            text: self.arena.into_text(),
            bad: self.bad,
            bad_count: self.bad_count,
            dropped: self.dropped,
            duplicates: 0,
            fetched_at,
        })
    }

    fn set_aside(&mut self, file: &ContractFile, row: &ByteRecord, error: &'static str) {
        self.bad_count += 1;
        if self.bad.len() < Self::BAD_ROWS_KEPT {
            self.bad.push(BadContract {
                file: file.name().to_owned(),
                line: row.position().map_or(0, csv::Position::line),
                error,
            });
        }
    }

    /// Takes a row in, or drops it where that is meant.
    fn take(&mut self, of_file: Option<Exchange>, fields: Fields<'_>) -> Result<(), &'static str> {
        let columns = fields.columns;
        let exchange = match of_file {
            Some(exchange) => exchange,
            None => exchange(fields.get(columns.exchange)).ok_or("the exchange is not known")?,
        };
        let instrument_name = fields.get(columns.instrument_name);
        let segment = fields.get(columns.segment);
        let kind = match rules::verdict(
            exchange,
            instrument_name,
            segment,
            fields.get(columns.option_type),
        ) {
            Verdict::Keep(kind) => kind,
            Verdict::Drop => {
                self.dropped += 1;
                return Ok(());
            }
        };
        let token = whole(fields.get(Some(columns.token)))
            .filter(|token| *token != 0)
            .ok_or("the exchange token is no positive whole number")?;
        let symbol = fields.get(Some(columns.symbol));
        if symbol.is_empty() {
            return Err("the trading symbol is empty");
        }
        let lot = match fields.get(columns.lot) {
            "" => 0,
            lot => (self.last.lot.of(lot, whole)).ok_or("the lot size is no whole number")?,
        };
        let tick = match fields.get(columns.tick) {
            "" => Amount::MISSING,
            tick => self
                .last
                .tick
                .of(tick, Amount::parse)
                .ok_or("the tick size is no number")?,
        };
        let expiry = match fields.get(columns.expiry) {
            "" => None,
            text => Some(
                self.last
                    .expiry
                    .of(text, crate::serde::day::parse)
                    .ok_or("the expiry is no day")?,
            ),
        };
        if kind.is_derivative() && expiry.is_none() {
            return Err("a derivative has no expiry");
        }
        let strike = match kind {
            ContractKind::Option(_) => Amount::parse(fields.get(columns.strike))
                .filter(|strike| strike.is_positive() && strike.ten_thousandths().is_some())
                .ok_or("the strike of an option is no price")?,
            _ => Amount::MISSING,
        };
        // Nothing depends on it, and not every file has it.
        let close = Amount::parse(fields.get(columns.close)).unwrap_or(Amount::MISSING);
        let company = fields.get(columns.company);
        let underlying = if kind.is_derivative() {
            rules::underlying(exchange, company, symbol)
        } else {
            ""
        };
        let isin = fields.get(columns.isin);
        let (arena, last) = (&mut self.arena, &mut self.last);
        let mut share = |text: &str, last: &mut Span| match arena.share(text, *last) {
            Some(span) => {
                *last = span;
                Ok(span)
            }
            None => Err(TOO_LONG),
        };
        let record = Record {
            exchange,
            token,
            kind,
            lot,
            expiry,
            strike,
            tick,
            close,
            company: share(company, &mut last.company)?,
            underlying: share(underlying, &mut last.underlying)?,
            instrument_name: share(instrument_name, &mut last.instrument_name)?,
            segment: share(segment, &mut last.segment)?,
            symbol: self.arena.put(symbol).ok_or(TOO_LONG)?,
            isin: self.arena.put(isin).ok_or(TOO_LONG)?,
        };
        self.records.push(record);
        Ok(())
    }
}

/// What was read last, which most rows have again.
#[derive(Debug)]
struct Memo<T> {
    text: String,
    value: Option<T>,
}

impl<T: Copy> Memo<T> {
    fn of(&mut self, text: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.text != text {
            self.text.clear();
            self.text.push_str(text);
            self.value = read(text);
        }
        self.value
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self {
            text: String::new(),
            value: None,
        }
    }
}

const TOO_LONG: &str = "a text is too long";

/// An exchange by its name or by its number.
fn exchange(text: &str) -> Option<Exchange> {
    match text.parse() {
        Ok(code) => Exchange::from_feed_code(code),
        Err(_) => text.parse().ok(),
    }
}

/// A whole number, perhaps written as `75.0`.
fn whole(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (whole, zeros) = text.split_once('.')?;
    zeros
        .bytes()
        .all(|digit| digit == b'0')
        .then(|| whole.parse().ok())?
}
