//! The futures chain: the futures of an underlying, by expiry (wire reference, section 12; undocumented by the broker).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{ChainContract, ChainExpiry};
use crate::{Effect, Endpoint, Exchange, InstrumentToken, RateClass, Row, Rows, rows};

/// Reads the futures chain: `GET /api/v1/futureschain/NFO?token=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetFuturesChain {
    exchange: Exchange,
    underlying: InstrumentToken,
}

impl GetFuturesChain {
    /// The futures on `underlying`.
    #[must_use]
    pub fn new(underlying: InstrumentToken) -> Self {
        Self {
            exchange: Exchange::Nfo,
            underlying,
        }
    }

    /// Futures of another exchange. Without it `NFO`, the only one seen.
    #[must_use]
    pub fn exchange(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }
}

impl Endpoint for GetFuturesChain {
    const NAME: &'static str = "market.futures_chain";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = FuturesChain;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!("/api/v1/futureschain/{}", self.exchange))
    }

    // The parameter is that of the option chain (assumed).
    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("token", Cow::Owned(self.underlying.to_string()))]
    }

    fn decode(payload: &str) -> Result<FuturesChain, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The futures chain, and beside it the expiries that could not be read.
pub type FuturesChain = Rows<FuturesExpiry>;

impl Row for FuturesExpiry {
    const WHAT: &'static str = "expiries";
    const LISTS: &'static [&'static str] = &[];
    const EMPTY_OBJECT: bool = true;
}

/// The future that expires on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FuturesExpiry {
    /// The day, as the server prints it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub expiry_date: Option<ChainExpiry>,
    /// The contract: one object under the name `strikes`, or the first of a list.
    #[serde(default, rename = "strikes", deserialize_with = "one_or_first")]
    pub contract: Option<ChainContract>,
}

fn one_or_first<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ChainContract>, D::Error> {
    let Some(value) = Option::<Box<RawValue>>::deserialize(deserializer)? else {
        return Ok(None);
    };
    if value.get().starts_with('[') {
        let list: Vec<Option<ChainContract>> =
            serde_json::from_str(value.get()).map_err(serde::de::Error::custom)?;
        return Ok(list.into_iter().flatten().next());
    }
    serde_json::from_str(value.get()).map_err(serde::de::Error::custom)
}
