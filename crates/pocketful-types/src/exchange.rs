//! Exchanges, and what names one instrument on one of them (wire reference, section 0.5).

use std::fmt;

use crate::{InstrumentToken, wire_enum::wire_enum};

wire_enum! {
    /// An exchange and its segment, as the REST calls name it (wire reference, section 0.5).
    pub enum Exchange ("exchange") {
        /// National Stock Exchange, cash.
        Nse = "NSE",
        /// BSE, cash.
        Bse = "BSE",
        /// National Stock Exchange, futures and options.
        Nfo = "NFO",
        /// Multi Commodity Exchange.
        Mcx = "MCX",
        /// BSE, futures and options.
        Bfo = "BFO",
        /// Currency derivatives.
        Cds = "CDS",
    }
}

impl Exchange {
    /// The number that the feed and the contract data use for it.
    #[must_use]
    pub const fn feed_code(self) -> u8 {
        match self {
            Self::Nse => 1,
            Self::Nfo => 2,
            Self::Cds => 3,
            Self::Mcx => 4,
            Self::Bse => 6,
            Self::Bfo => 7,
        }
    }

    /// The exchange behind a number of the feed.
    #[must_use]
    pub const fn from_feed_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Nse),
            2 => Some(Self::Nfo),
            3 => Some(Self::Cds),
            4 => Some(Self::Mcx),
            6 => Some(Self::Bse),
            7 => Some(Self::Bfo),
            _ => None,
        }
    }

    /// Where the futures and options on what this exchange quotes are traded. Chains are documented of NFO alone; that
    /// those of the others are named like their exchanges is assumed.
    #[must_use]
    pub const fn derivatives(self) -> Option<Self> {
        match self {
            Self::Nse => Some(Self::Nfo),
            Self::Bse => Some(Self::Bfo),
            Self::Mcx => Some(Self::Mcx),
            Self::Nfo | Self::Bfo | Self::Cds => None,
        }
    }

    /// Whether shares change hands for cash there, as against futures and options.
    #[must_use]
    pub const fn is_cash(self) -> bool {
        matches!(self, Self::Nse | Self::Bse)
    }
}

/// One instrument: an exchange and its token there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instrument {
    /// Where it trades.
    pub exchange: Exchange,
    /// What the exchange calls it.
    pub token: InstrumentToken,
}

impl Instrument {
    /// The instrument `token` of `exchange`.
    #[must_use]
    pub const fn new(exchange: Exchange, token: InstrumentToken) -> Self {
        Self { exchange, token }
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.exchange, self.token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feed_codes_are_those_of_the_wire_reference() {
        let codes: Vec<_> = Exchange::ALL
            .iter()
            .map(|e| (e.as_str(), e.feed_code()))
            .collect();
        assert_eq!(
            codes,
            [
                ("NSE", 1),
                ("BSE", 6),
                ("NFO", 2),
                ("MCX", 4),
                ("BFO", 7),
                ("CDS", 3)
            ]
        );
        for exchange in Exchange::ALL {
            assert_eq!(Exchange::from_feed_code(exchange.feed_code()), Some(*exchange));
        }
        assert_eq!(Exchange::from_feed_code(5), None);
    }

    #[test]
    fn an_unknown_exchange_is_told_what_exists() {
        assert_eq!("nse".parse(), Ok(Exchange::Nse));
        assert_eq!(
            "NASDAQ".parse::<Exchange>().unwrap_err().to_string(),
            "unknown exchange `NASDAQ`: use one of NSE, BSE, NFO, MCX, BFO, CDS"
        );
    }
}
