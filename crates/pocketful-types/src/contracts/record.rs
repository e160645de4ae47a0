//! One contract as it is kept, and the bytes of it in the cache.

use time::Date;

use super::{ContractKind, OptionSide, amount::Amount, arena::Span};
use crate::Exchange;

/// A contract; its texts stand in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) exchange: Exchange,
    pub(super) token: u32,
    pub(super) kind: ContractKind,
    /// Units in a lot; 0 where it is not known.
    pub(super) lot: u32,
    pub(super) expiry: Option<Date>,
    pub(super) strike: Amount,
    pub(super) tick: Amount,
    pub(super) close: Amount,
    pub(super) symbol: Span,
    pub(super) company: Span,
    pub(super) underlying: Span,
    pub(super) instrument_name: Span,
    pub(super) segment: Span,
    pub(super) isin: Span,
}

/// The day number of a contract that does not expire.
const NO_EXPIRY: i32 = i32::MIN;

impl Record {
    /// Bytes of a record in the cache.
    pub(super) const LEN: usize = 1 + 4 + 1 + 4 + 4 + 3 * 9 + 6 * 6;

    /// By exchange, then token: the order in which records are kept.
    pub(super) fn key(&self) -> u64 {
        key(self.exchange, self.token)
    }

    pub(super) fn spans(&self) -> [Span; 6] {
        [
            self.symbol,
            self.company,
            self.underlying,
            self.instrument_name,
            self.segment,
            self.isin,
        ]
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.exchange.feed_code());
        out.extend(self.token.to_le_bytes());
        out.push(kind_code(self.kind));
        out.extend(self.lot.to_le_bytes());
        out.extend(self.expiry.map_or(NO_EXPIRY, Date::to_julian_day).to_le_bytes());
        for amount in [self.strike, self.tick, self.close] {
            out.extend(amount.to_bytes());
        }
        for span in self.spans() {
            out.extend(span.start.to_le_bytes());
            out.extend(span.len.to_le_bytes());
        }
    }

    /// `None` for what [`Record::write`] never writes.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let exchange = Exchange::from_feed_code(bytes.byte()?)?;
        let token = bytes.u32()?;
        let kind = kind_of(bytes.byte()?)?;
        let lot = bytes.u32()?;
        let expiry = match bytes.u32()?.cast_signed() {
            NO_EXPIRY => None,
            day => Some(Date::from_julian_day(day).ok()?),
        };
        let [strike, tick, close] = [bytes.amount()?, bytes.amount()?, bytes.amount()?];
        Some(Self {
            exchange,
            token,
            kind,
            lot,
            expiry,
            strike,
            tick,
            close,
            symbol: bytes.span()?,
            company: bytes.span()?,
            underlying: bytes.span()?,
            instrument_name: bytes.span()?,
            segment: bytes.span()?,
            isin: bytes.span()?,
        })
    }
}

/// The place of an instrument in the order of the records.
pub(super) fn key(exchange: Exchange, token: u32) -> u64 {
    u64::from(exchange.feed_code()) << 32 | u64::from(token)
}

fn kind_code(kind: ContractKind) -> u8 {
    match kind {
        ContractKind::Equity => 0,
        ContractKind::Index => 1,
        ContractKind::Future => 2,
        ContractKind::Option(OptionSide::Call) => 3,
        ContractKind::Option(OptionSide::Put) => 4,
        ContractKind::Other => 5,
    }
}

fn kind_of(code: u8) -> Option<ContractKind> {
    Some(match code {
        0 => ContractKind::Equity,
        1 => ContractKind::Index,
        2 => ContractKind::Future,
        3 => ContractKind::Option(OptionSide::Call),
        4 => ContractKind::Option(OptionSide::Put),
        5 => ContractKind::Other,
        _ => return None,
    })
}

/// Bytes that are read from the front.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Bytes<'_> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn amount(&mut self) -> Option<Amount> {
        Amount::from_bytes(self.take()?)
    }

    fn span(&mut self) -> Option<Span> {
        Some(Span {
            start: self.u32()?,
            len: self.take().map(u16::from_le_bytes)?,
        })
    }
}
