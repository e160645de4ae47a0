//! The contract master, ready to be looked up.

use std::fmt;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use super::{
    BadContract, Contract, ContractsBuilder, ContractsInfo, OptionSide, arena,
    derivatives::Derivatives,
    record::{self, Record},
    table::Table,
};
use crate::{Exchange, Instrument, InstrumentToken, Quantity};

/// Every instrument that can be traded, found by token, by symbol, or by underlying, expiry, strike and side.
///
/// ```
/// use pocketful_types::{ContractFile, Contracts, Exchange, OptionSide};
/// use time::macros::{date, datetime};
///
/// let csv = "exchange_token,trading_symbol,company_name,instrument_name,expiry,strike,option_type,lot_size,tick_size\n\
///            94117,NIFTY26NOV26000CE,NIFTY,OPTIDX,26-Nov-2026,26000,CE,75,0.05\n";
/// let mut builder = Contracts::builder();
/// builder.read(&ContractFile::of(Exchange::Nfo), csv.as_bytes())?;
/// let contracts = builder.finish(datetime!(2026-11-23 08:30 +5:30));
/// let call = contracts
///     .option(Exchange::Nfo, "NIFTY", date!(2026 - 11 - 26), "26000".parse()?, OptionSide::Call)
///     .unwrap();
/// assert_eq!(call.token.get(), 94117);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Contracts {
    pub(super) records: Vec<Record>,
    pub(super) text: String,
    pub(super) info: ContractsInfo,
    bad: Vec<BadContract>,
    /// The keys of the records alone: a search touches far less memory.
    keys: Vec<u64>,
    symbols: Table,
    derivatives: Derivatives,
}

/// What contracts are made of.
pub(super) struct Parts {
    pub(super) records: Vec<Record>,
    pub(super) text: String,
    pub(super) bad: Vec<BadContract>,
    pub(super) bad_count: u64,
    pub(super) dropped: u64,
    pub(super) duplicates: u64,
    pub(super) fetched_at: OffsetDateTime,
}

impl Contracts {
    /// A builder, to which the files are given.
    #[must_use]
    pub fn builder() -> ContractsBuilder {
        ContractsBuilder::new()
    }

    pub(super) fn new(parts: Parts) -> Self {
        let Parts {
            mut records,
            text,
            bad,
            bad_count,
            dropped,
            duplicates,
            fetched_at,
        } = parts;
        let before = records.len();
        let mut keys: Vec<u64> = records.iter().map(Record::key).collect();
        // The cache has them in order, and most files too.
        if !keys.is_sorted_by(|one, next| one < next) {
            // Stable: of two rows with the same key the first in the file stays.
            records.sort_by_key(Record::key);
            records.dedup_by_key(|record| record.key());
            keys = records.iter().map(Record::key).collect();
        }
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let exchanges = (Exchange::ALL.iter())
            .map(|exchange| {
                let from = keys.partition_point(|key| *key < record::key(*exchange, 0));
                let to = keys.partition_point(|key| *key <= record::key(*exchange, u32::MAX));
                (*exchange, count(to - from))
            })
            .filter(|(_, rows)| *rows > 0)
            .collect();
        Self {
            info: ContractsInfo {
                fetched_at,
                rows: count(records.len()),
                exchanges,
                bad_rows: bad_count,
                dropped_rows: dropped,
                duplicate_rows: duplicates + count(before - records.len()),
            },
            symbols: Table::new(
                records
                    .iter()
                    .map(|record| (record.exchange, arena::get(&text, record.symbol))),
            ),
            derivatives: Derivatives::new(&records, &text),
            keys,
            records,
            text,
            bad,
        }
    }

    /// When it was downloaded, and how much is in it.
    #[must_use]
    pub fn info(&self) -> &ContractsInfo {
        &self.info
    }

    /// The first of the rows that were set aside; [`ContractsInfo::bad_rows`] counts them all. None after loading from
    /// a cache, which keeps the count alone.
    #[must_use]
    pub fn bad_rows(&self) -> &[BadContract] {
        &self.bad
    }

    /// How many contracts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All contracts, by exchange and token.
    pub fn iter(&self) -> impl Iterator<Item = Contract<'_>> {
        self.records.iter().map(|record| self.contract(record))
    }

    /// The contract of an instrument.
    #[must_use]
    pub fn get(&self, instrument: Instrument) -> Option<Contract<'_>> {
        let key = record::key(instrument.exchange, instrument.token.get());
        let at = self.keys.binary_search(&key).ok()?;
        self.row(at)
    }

    /// The contract with this symbol, whatever the case of the letters. `None` also where two have it: an order must
    /// not go to one of them by chance; [`all_by_symbol`](Self::all_by_symbol) gives both.
    #[must_use]
    pub fn by_symbol(&self, exchange: Exchange, symbol: &str) -> Option<Contract<'_>> {
        let mut found = self.all_by_symbol(exchange, symbol);
        match (found.next(), found.next()) {
            (Some(contract), None) => Some(contract),
            _ => None,
        }
    }

    /// Every contract with this symbol.
    pub fn all_by_symbol<'a>(
        &'a self,
        exchange: Exchange,
        symbol: &str,
    ) -> impl Iterator<Item = Contract<'a>> {
        let symbol = symbol.trim();
        self.symbols
            .candidates(exchange, symbol)
            .filter_map(|row| self.records.get(row))
            .filter(move |record| {
                record.exchange == exchange
                    && arena::get(&self.text, record.symbol).eq_ignore_ascii_case(symbol)
            })
            .map(|record| self.contract(record))
    }

    /// The contract that a person means by `text`: a token, a symbol, or on NSE a symbol without its `-EQ`.
    #[must_use]
    pub fn resolve(&self, exchange: Exchange, text: &str) -> Option<Contract<'_>> {
        let text = text.trim();
        // Digits alone are a token, though some symbols are numbers as well.
        if let Ok(token) = text.parse::<u32>() {
            return self.get(Instrument::new(exchange, InstrumentToken::new(token)));
        }
        self.by_symbol(exchange, text).or_else(|| match exchange {
            Exchange::Nse => self.by_symbol(exchange, &format!("{text}-EQ")),
            _ => None,
        })
    }

    /// What the derivative `contract` is on: the share on NSE or BSE whose symbol the file gives as its underlying. That
    /// names mean the same there is assumed; an index has another name than its derivatives use and is not found.
    #[must_use]
    pub fn underlying_of(&self, contract: &Contract<'_>) -> Option<Contract<'_>> {
        let exchange = match contract.exchange {
            Exchange::Nfo => Exchange::Nse,
            Exchange::Bfo => Exchange::Bse,
            _ => return None,
        };
        // A number would be taken for a token.
        let is_name = contract.underlying.bytes().any(|byte| !byte.is_ascii_digit());
        is_name.then(|| self.resolve(exchange, contract.underlying))?
    }

    /// The future on `underlying` that expires on the day `expiry`.
    #[must_use]
    pub fn future(&self, exchange: Exchange, underlying: &str, expiry: Date) -> Option<Contract<'_>> {
        self.numbered(
            self.derivatives
                .future(&self.text, exchange, underlying, expiry)?,
        )
    }

    /// The option on `underlying` with this expiry, strike (₹) and side.
    #[must_use]
    pub fn option(
        &self,
        exchange: Exchange,
        underlying: &str,
        expiry: Date,
        strike: Decimal,
        side: OptionSide,
    ) -> Option<Contract<'_>> {
        self.numbered(
            self.derivatives
                .option(&self.text, (exchange, underlying), expiry, strike, side)?,
        )
    }

    /// The days on which derivatives of `underlying` expire, the next first.
    #[must_use]
    pub fn expiries(&self, exchange: Exchange, underlying: &str) -> Vec<Date> {
        self.derivatives.expiries(&self.text, exchange, underlying)
    }

    /// The strikes (₹) of an expiry, the lowest first.
    #[must_use]
    pub fn strikes(&self, exchange: Exchange, underlying: &str, expiry: Date) -> Vec<Decimal> {
        self.derivatives.strikes(&self.text, exchange, underlying, expiry)
    }

    /// Every derivative of `underlying`: by expiry, the future first, then by strike, the call first.
    pub fn derivatives(&self, exchange: Exchange, underlying: &str) -> impl Iterator<Item = Contract<'_>> {
        self.derivatives
            .of(&self.text, exchange, underlying)
            .filter_map(|row| self.numbered(row))
    }

    /// At most `limit` contracts whose symbol or company has every word of `text` in it, of one exchange or of all:
    /// first the one that is called so, then shares and indices, then derivatives; of either those first that begin so.
    #[must_use]
    pub fn search(&self, exchange: Option<Exchange>, text: &str, limit: usize) -> Vec<Contract<'_>> {
        let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let mut found: Vec<(u8, bool, &Record)> = (self.records.iter())
            .filter(|record| exchange.is_none_or(|exchange| record.exchange == exchange))
            .filter_map(|record| {
                let symbol = arena::get(&self.text, record.symbol).to_ascii_lowercase();
                let company = arena::get(&self.text, record.company).to_ascii_lowercase();
                if !words
                    .iter()
                    .all(|word| symbol.contains(word) || company.contains(word))
                {
                    return None;
                }
                let base = symbol.rsplit_once('-').map_or(symbol.as_str(), |(base, _)| base);
                let rank = match () {
                    () if words.len() == 1 && (symbol == *first || base == first) => 0,
                    () if symbol.starts_with(first) => 1,
                    () => 2,
                };
                Some((rank, record.kind.is_derivative(), record))
            })
            .collect();
        found.sort_by_key(|(rank, is_derivative, record)| {
            let is_other = *rank > 0;
            (is_other, *is_derivative, *rank, record.expiry, record.symbol.len)
        });
        (found.into_iter().take(limit))
            .map(|(_, _, record)| self.contract(record))
            .collect()
    }

    fn numbered(&self, row: u32) -> Option<Contract<'_>> {
        self.row(usize::try_from(row).ok()?)
    }

    fn row(&self, row: usize) -> Option<Contract<'_>> {
        self.records.get(row).map(|record| self.contract(record))
    }

    fn contract(&self, record: &Record) -> Contract<'_> {
        let text = |span| arena::get(&self.text, span);
        Contract {
            exchange: record.exchange,
            token: InstrumentToken::new(record.token),
            trading_symbol: text(record.symbol),
            company_name: text(record.company),
            kind: record.kind,
            underlying: text(record.underlying),
            expiry: record.expiry,
            strike: record.strike.get(),
            lot_size: (record.lot != 0).then(|| Quantity::from(record.lot)),
            tick_size: record.tick.get(),
            close_price: record.close.get(),
            instrument_name: text(record.instrument_name),
            segment: text(record.segment),
            isin: text(record.isin),
        }
    }
}

/// The whole is long; this is what matters of it.
impl fmt::Debug for Contracts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contracts")
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}
