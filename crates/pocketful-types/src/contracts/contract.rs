//! One contract of the master (wire reference, section 11.3).

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use time::Date;

use crate::{Exchange, Instrument, InstrumentRules, InstrumentToken, Quantity, wire_enum::wire_enum};

wire_enum! {
    /// Which way an option goes.
    pub enum OptionSide ("option side") {
        /// A call: the right to buy.
        Call = "CE",
        /// A put: the right to sell.
        Put = "PE",
    }
}

/// What sort of instrument a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContractKind {
    /// A share.
    Equity,
    /// An index, which has a price but cannot be bought.
    Index,
    /// A future.
    Future,
    /// An option.
    Option(OptionSide),
    /// Anything else: bonds, funds, series that the wire reference does not name.
    Other,
}

impl ContractKind {
    /// The name in lower case; for an option `CE` or `PE`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equity => "equity",
            Self::Index => "index",
            Self::Future => "future",
            Self::Option(side) => side.as_str(),
            Self::Other => "other",
        }
    }

    /// Whether it expires.
    #[must_use]
    pub const fn is_derivative(self) -> bool {
        matches!(self, Self::Future | Self::Option(_))
    }
}

impl Serialize for ContractKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A contract of the master. Prices are ₹, the lot is in units. What the file leaves empty is `None` or an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contract<'a> {
    /// Where it trades.
    pub exchange: Exchange,
    /// The exchange's number for it; the `instrument_token` of every other call.
    #[serde(rename = "exchange_token")]
    pub token: InstrumentToken,
    /// What the exchange calls it.
    pub trading_symbol: &'a str,
    /// The company; of a derivative mostly the underlying.
    pub company_name: &'a str,
    /// What sort of instrument it is.
    pub kind: ContractKind,
    /// The underlying of a derivative, otherwise empty, and null where it is written.
    #[serde(serialize_with = "null_if_empty")]
    pub underlying: &'a str,
    /// Last day, of a derivative.
    #[serde(serialize_with = "crate::serde::day::serialize")]
    pub expiry: Option<Date>,
    /// Strike, of an option.
    #[serde(with = "crate::serde::decimal::option")]
    pub strike: Option<Decimal>,
    /// Units in a lot.
    pub lot_size: Option<Quantity>,
    /// Prices are multiples of this; taken as ₹, as it is by practice.
    #[serde(with = "crate::serde::decimal::option")]
    pub tick_size: Option<Decimal>,
    /// Closing price of the day before; not in every file.
    #[serde(with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
    /// `EQ`, `OPTIDX`, `FUTCOM` and so on, as the file has it.
    pub instrument_name: &'a str,
    /// `INDICES`, `IDX` and so on, as the file has it.
    pub segment: &'a str,
    /// International securities number; not in every file. An empty one is written as null.
    #[serde(serialize_with = "null_if_empty")]
    pub isin: &'a str,
}

fn null_if_empty<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Some(text).filter(|text| !text.is_empty()).serialize(serializer)
}

impl<'a> Contract<'a> {
    /// The instrument, for orders and market data.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        Instrument::new(self.exchange, self.token)
    }

    /// The series or group of a share: what follows the last dash of its symbol on NSE and BSE.
    #[must_use]
    pub fn series(&self) -> Option<&'a str> {
        if !self.exchange.is_cash() || self.kind == ContractKind::Index {
            return None;
        }
        self.trading_symbol.rsplit_once('-').map(|(_, series)| series)
    }

    /// What it demands of an order, as far as the master says: tick and lot, and that an index is not traded. Circuit
    /// limits and the freeze quantity are in the [`ScripInfo`](crate::ScripInfo).
    #[must_use]
    pub fn rules(&self) -> InstrumentRules {
        InstrumentRules {
            tick_size: self.tick_size.filter(|tick| !tick.is_zero()),
            lot_size: self.lot_size,
            tradable: (self.kind == ContractKind::Index).then_some(false),
            last_day: self.expiry,
            ..InstrumentRules::default()
        }
    }
}
