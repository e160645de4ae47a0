//! The option chain: the options of an underlying, by expiry and strike (wire reference, section 12).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ChainContract, ChainExpiry};
use crate::{Effect, Endpoint, Exchange, InstrumentToken, RateClass, Row, Rows, rows};

/// Reads the option chain: `GET /api/v1/optionchain/NFO?token=&num=&price=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetOptionChain {
    exchange: Exchange,
    underlying: InstrumentToken,
    count: u32,
    price: Decimal,
}

impl GetOptionChain {
    /// The options on `underlying`: `count` strikes around `price` (₹). Whether the count is of each side or of each
    /// expiry is not documented (wire reference, section 17, row 33).
    #[must_use]
    pub fn new(underlying: InstrumentToken, count: u32, price: Decimal) -> Self {
        Self {
            exchange: Exchange::Nfo,
            underlying,
            count,
            price,
        }
    }

    /// Options of another exchange. Without it `NFO`, the only one documented.
    #[must_use]
    pub fn exchange(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }
}

impl Endpoint for GetOptionChain {
    const NAME: &'static str = "market.option_chain";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = OptionChain;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!("/api/v1/optionchain/{}", self.exchange))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("token", Cow::Owned(self.underlying.to_string())),
            ("num", Cow::Owned(self.count.to_string())),
            ("price", Cow::Owned(self.price.to_string())),
        ]
    }

    fn decode(payload: &str) -> Result<OptionChain, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The option chain, and beside it the expiries that could not be read.
pub type OptionChain = Rows<OptionExpiry>;

impl Row for OptionExpiry {
    const WHAT: &'static str = "expiries";
    const LISTS: &'static [&'static str] = &[];
    const EMPTY_OBJECT: bool = true;
}

/// The options that expire on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptionExpiry {
    /// The day, as the server prints it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub expiry_date: Option<ChainExpiry>,
    /// The strikes, and beside them those that could not be read.
    #[serde(default)]
    pub strikes: Rows<OptionStrike>,
}

impl Row for OptionStrike {
    const WHAT: &'static str = "strikes";
    const LISTS: &'static [&'static str] = &[];
    const EMPTY_OBJECT: bool = true;
}

/// The options at one strike. Either side may be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptionStrike {
    /// Strike, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub strike_price: Option<Decimal>,
    /// The call, where there is one.
    #[serde(default)]
    pub call_option: Option<ChainContract>,
    /// The put, where there is one.
    #[serde(default)]
    pub put_option: Option<ChainContract>,
}
