//! The full quote of an instrument (wire reference, section 12).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    PriceUnit, UnscaledPrice,
    address::{Address, MarketPath},
};
use crate::{Effect, Endpoint, Instrument, InstrumentToken, Quantity, RateClass};

/// Reads the quote: `GET /api/v1/marketdata/{exchange}/{segment}?token=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetQuote {
    address: Address,
}

impl GetQuote {
    /// The quote of `instrument`.
    #[must_use]
    pub fn new(instrument: Instrument) -> Self {
        Self {
            address: Address::new(instrument),
        }
    }

    /// How the exchange becomes a path. Without it [`MarketPath::Mapped`].
    #[must_use]
    pub fn market_path(mut self, path: MarketPath) -> Self {
        self.address.path = path;
        self
    }
}

impl Endpoint for GetQuote {
    const NAME: &'static str = "market.quote";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = Quote;

    fn path(&self) -> Cow<'static, str> {
        self.address.path()
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        self.address.query(None)
    }
}

/// A quote. Prices are ₹ except four that are [`UnscaledPrice`]s: they look like paise in the only sample there is, so
/// each must be asked for in the unit that the caller believes in ([`Quote::unscaled_unit`] makes a guess).
///
/// Quantities are units, times are in IST. Members may be missing, null or empty; that is `None`. Serialised, the four
/// are called `bid_price_raw`, `ask_price_raw`, `yearly_high_raw` and `yearly_low_raw`, the rest as on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Quote {
    /// Where it trades, in the words of the path.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<String>,
    /// Segment.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// Last traded price, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub last_trade_price: Option<Decimal>,
    /// First price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub open_price: Option<Decimal>,
    /// Highest price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub high_price: Option<Decimal>,
    /// Lowest price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub low_price: Option<Decimal>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
    /// Average price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub average_trade_price: Option<Decimal>,
    /// Best bid, in an uncertain unit.
    #[serde(
        default,
        rename(serialize = "bid_price_raw"),
        alias = "bid_price_raw",
        deserialize_with = "super::unscaled::option"
    )]
    pub bid_price: Option<UnscaledPrice>,
    /// Best offer, in an uncertain unit.
    #[serde(
        default,
        rename(serialize = "ask_price_raw"),
        alias = "ask_price_raw",
        deserialize_with = "super::unscaled::option"
    )]
    pub ask_price: Option<UnscaledPrice>,
    /// Highest price of a year, in an uncertain unit.
    #[serde(
        default,
        rename(serialize = "yearly_high_raw"),
        alias = "yearly_high_raw",
        deserialize_with = "super::unscaled::option"
    )]
    pub yearly_high: Option<UnscaledPrice>,
    /// Lowest price of a year, in an uncertain unit.
    #[serde(
        default,
        rename(serialize = "yearly_low_raw"),
        alias = "yearly_low_raw",
        deserialize_with = "super::unscaled::option"
    )]
    pub yearly_low: Option<UnscaledPrice>,
    /// Units wanted at the best bid.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub bid_qty: Option<Quantity>,
    /// Units on offer at the best offer.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub ask_qty: Option<Quantity>,
    /// Units of the last trade.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub last_trade_qty: Option<Quantity>,
    /// Units wanted at any price.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub total_buy_qty: Option<Quantity>,
    /// Units on offer at any price.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub total_sell_qty: Option<Quantity>,
    /// Units traded today.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub trade_volume: Option<Quantity>,
    /// When it last traded, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub last_trade_time: Option<OffsetDateTime>,
    /// When the exchange said so, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub exchange_timestamp: Option<OffsetDateTime>,
}

impl Quote {
    /// The unit in which the four uncertain prices seem to be, by comparison with the last price: of the best bid or
    /// offer, which lie nearest to it. `None` where neither is there or the guess is not sound; see
    /// [`UnscaledPrice::likely_unit`].
    #[must_use]
    pub fn unscaled_unit(&self) -> Option<PriceUnit> {
        let last = self.last_trade_price?;
        [self.bid_price, self.ask_price]
            .into_iter()
            .flatten()
            .find_map(|price| price.likely_unit(last))
    }
}
