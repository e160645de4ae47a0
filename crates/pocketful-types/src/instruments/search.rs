//! Looking for an instrument by a text (wire reference, section 11.1).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use time::Date;

use crate::{Effect, Endpoint, Exchange, Instrument, InstrumentToken, RateClass, Received, Row, Rows, rows};

/// Looks for instruments: `GET /api/v1/search?key=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchInstruments {
    key: String,
}

impl SearchInstruments {
    /// Those that `text` fits: a name, a company, a symbol.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { key: text.into() }
    }
}

impl Endpoint for SearchInstruments {
    const NAME: &'static str = "instruments.search";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = FoundInstruments;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/search")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("key", Cow::Borrowed(self.key.as_str()))]
    }

    fn decode(payload: &str) -> Result<FoundInstruments, serde_json::Error> {
        rows::decode(payload)
    }
}

/// What was found, the best first. Nothing found comes as `{}` and is an empty list.
pub type FoundInstruments = Rows<FoundInstrument>;

impl Row for FoundInstrument {
    const WHAT: &'static str = "instruments";
    const LISTS: &'static [&'static str] = &["result"];
    const EMPTY_OBJECT: bool = true;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("token", "\"1\"")];
}

/// An instrument that was found. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoundInstrument {
    /// The exchange's number for it; the one member that every row must have.
    pub token: InstrumentToken,
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// `Equity`, `Indices` and others.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// What the exchange calls it, such as `ACC-EQ`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// Shorter name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// Name for a screen.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub display_name: Option<String>,
    /// The company.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub company: Option<String>,
    /// International securities number.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub isin: Option<String>,
    /// Expiry of a derivative as the server words it; [`FoundInstrument::expiry_date`] reads it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub expiry: Option<String>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
    /// Whether orders for it are taken.
    #[serde(default)]
    pub is_tradable: Option<bool>,
    /// How well it fits; more is better.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub score: Option<Decimal>,
    /// A label.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub tag: Option<String>,
    /// The same security on another exchange.
    #[serde(default, deserialize_with = "other_listing")]
    pub alternate: Option<Box<FoundInstrument>>,
}

impl FoundInstrument {
    /// The instrument, where the exchange is one that is known.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        Some(Instrument::new(self.exchange.as_ref()?.known()?, self.token))
    }

    /// The day of expiry, where there is one in a form that is known.
    #[must_use]
    pub fn expiry_date(&self) -> Option<Date> {
        self.expiry
            .as_deref()
            .and_then(|text| crate::serde::day::parse(text.trim_ascii()))
    }
}

/// `{}` where there is no other listing. One that cannot be read is none: it does not make this one unreadable.
fn other_listing<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<FoundInstrument>>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match value {
        serde_json::Value::Object(_) => serde_json::from_value(value).ok().map(Box::new),
        _ => None,
    })
}
