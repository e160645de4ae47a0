//! One price of an instrument: the last one, or the close of the day before (wire reference, section 12).

use std::{borrow::Cow, fmt};

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

use super::address::{Address, MarketPath};
use crate::{Effect, Endpoint, Instrument, RateClass};

const LAST: &str = "last_trade_price";
const CLOSE: &str = "close_price";

/// Reads the last traded price: `GET /api/v1/marketdata/{exchange}/{segment}?token=&key=last_trade_price`; of futures
/// and options as well, under their own segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetLtp {
    address: Address,
    key: Option<&'static str>,
}

impl GetLtp {
    /// The last price of `instrument`.
    #[must_use]
    pub fn new(instrument: Instrument) -> Self {
        Self {
            address: Address::new(instrument),
            key: Some(LAST),
        }
    }

    /// How the exchange becomes a path. Without it [`MarketPath::Mapped`].
    #[must_use]
    pub fn market_path(mut self, path: MarketPath) -> Self {
        self.address.path = path;
        self
    }

    /// Leaves the member `key` out, as the documentation's page for futures and options does; what answers is then the
    /// whole quote, of which the last price is taken.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.key = None;
        self
    }
}

impl Endpoint for GetLtp {
    const NAME: &'static str = "market.ltp";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = MarketPrice;

    fn path(&self) -> Cow<'static, str> {
        self.address.path()
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        self.address.query(self.key)
    }

    fn decode(payload: &str) -> Result<MarketPrice, serde_json::Error> {
        read(payload, LAST)
    }
}

/// Reads the close of the day before: `GET /api/v1/marketdata/{exchange}/{segment}?token=&key=close_price`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetClose {
    address: Address,
}

impl GetClose {
    /// The close of the day before of `instrument`.
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

impl Endpoint for GetClose {
    const NAME: &'static str = "market.close";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = MarketPrice;

    fn path(&self) -> Cow<'static, str> {
        self.address.path()
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        self.address.query(Some(CLOSE))
    }

    fn decode(payload: &str) -> Result<MarketPrice, serde_json::Error> {
        read(payload, CLOSE)
    }
}

/// A price in ₹. The wire gives a bare number; a reply without one is an error, never a 0 that somebody made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarketPrice(Decimal);

impl MarketPrice {
    /// The price `rupees`.
    #[must_use]
    pub const fn new(rupees: Decimal) -> Self {
        Self(rupees)
    }

    /// The price in ₹.
    #[must_use]
    pub const fn rupees(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for MarketPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for MarketPrice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::serde::decimal::serialize(&self.0, serializer)
    }
}

/// A number or its text; of an object, the last price.
impl<'de> Deserialize<'de> for MarketPrice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let payload = Box::<RawValue>::deserialize(deserializer)?;
        read(payload.get(), LAST).map_err(de::Error::custom)
    }
}

/// The price in a payload: all of it, or its member `key`.
fn read(payload: &str, key: &'static str) -> Result<MarketPrice, serde_json::Error> {
    #[derive(Deserialize)]
    struct Bare(#[serde(deserialize_with = "crate::serde::decimal::option::deserialize")] Option<Decimal>);

    let missing = || de::Error::custom(format_args!("there is no {key} in the reply"));
    let payload = payload.trim_ascii();
    let bare = if payload.starts_with('{') {
        let members: std::collections::BTreeMap<String, &RawValue> = serde_json::from_str(payload)?;
        serde_json::from_str::<Bare>(members.get(key).ok_or_else(missing)?.get())?
    } else {
        serde_json::from_str::<Bare>(payload)?
    };
    bare.0.map(MarketPrice).ok_or_else(missing)
}
