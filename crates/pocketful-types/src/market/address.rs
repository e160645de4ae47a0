//! Where the market data of an instrument is: the path's exchange and segment (wire reference, section 12).

use std::borrow::Cow;

use crate::{Exchange, Instrument, wire_enum::wire_enum};

wire_enum! {
    /// A segment of an exchange, as the paths of market data name it (wire reference, section 0.5).
    pub enum Segment ("segment") {
        /// Shares and indices.
        Capital = "Capital",
        /// Futures and options.
        FutOpt = "FutOpt",
        /// Currency derivatives.
        Currency = "Currency",
    }
}

/// How an exchange becomes a path. The sources disagree (wire reference, section 17, row 30).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MarketPath {
    /// Derivatives under the exchange of their underlyings: `NFO` is `NSE/FutOpt`, `BFO` is `BSE/FutOpt`, `CDS` is
    /// `NSE/Currency`.
    #[default]
    Mapped,
    /// Every exchange under its own name: `NFO/FutOpt`, as the official SDK sends it.
    Literal,
}

impl MarketPath {
    /// The names of exchange and segment for instruments of `exchange`.
    #[must_use]
    pub const fn of(self, exchange: Exchange) -> (Exchange, Segment) {
        let segment = match exchange {
            Exchange::Nse | Exchange::Bse => Segment::Capital,
            Exchange::Nfo | Exchange::Bfo | Exchange::Mcx => Segment::FutOpt,
            Exchange::Cds => Segment::Currency,
        };
        let exchange = match (self, exchange) {
            (Self::Mapped, Exchange::Nfo | Exchange::Cds) => Exchange::Nse,
            (Self::Mapped, Exchange::Bfo) => Exchange::Bse,
            (_, exchange) => exchange,
        };
        (exchange, segment)
    }
}

/// One instrument's market data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) instrument: Instrument,
    pub(super) path: MarketPath,
}

impl Address {
    pub(super) fn new(instrument: Instrument) -> Self {
        Self {
            instrument,
            path: MarketPath::default(),
        }
    }

    pub(super) fn path(&self) -> Cow<'static, str> {
        let (exchange, segment) = self.path.of(self.instrument.exchange);
        Cow::Owned(format!("/api/v1/marketdata/{exchange}/{segment}"))
    }

    /// The query: the token, and the key of a single value.
    pub(super) fn query(&self, key: Option<&'static str>) -> Vec<(&'static str, Cow<'static, str>)> {
        let mut query = vec![("token", Cow::Owned(self.instrument.token.to_string()))];
        if let Some(key) = key {
            query.push(("key", Cow::Borrowed(key)));
        }
        query
    }
}
