//! The daily price range: between which prices an instrument may trade today (wire reference, sections 11.2 and 12).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Effect, Endpoint, Instrument, RateClass};

/// Reads the daily price range: `GET /api/v1/contract/{exchange}?info=scrip&token=`, of which the range is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetDpr {
    instrument: Instrument,
}

impl GetDpr {
    /// The range of `instrument`.
    #[must_use]
    pub fn new(instrument: Instrument) -> Self {
        Self { instrument }
    }
}

impl Endpoint for GetDpr {
    const NAME: &'static str = "market.dpr";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = Dpr;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!("/api/v1/contract/{}", self.instrument.exchange))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("info", Cow::Borrowed("scrip")),
            ("token", Cow::Owned(self.instrument.token.to_string())),
        ]
    }
}

/// The daily price range, in ₹. Orders outside are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Dpr {
    /// Lowest price: `lower_circuit_limit` or `low_dpr`, else from the text.
    #[serde(with = "crate::serde::decimal::option")]
    pub low: Option<Decimal>,
    /// Highest price: `higher_circuit_limit` or `high_dpr`, else from the text.
    #[serde(with = "crate::serde::decimal::option")]
    pub high: Option<Decimal>,
    /// The range as the server words it, such as `18.3000 - 27.4000`.
    pub text: Option<String>,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(
        default,
        alias = "text",
        deserialize_with = "crate::serde::empty_as_none::deserialize"
    )]
    dpr: Option<String>,
    #[serde(default, alias = "low", with = "crate::serde::decimal::option")]
    lower_circuit_limit: Option<Decimal>,
    #[serde(default, alias = "high", with = "crate::serde::decimal::option")]
    higher_circuit_limit: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    low_dpr: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    high_dpr: Option<Decimal>,
}

impl<'de> Deserialize<'de> for Dpr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self::from_parts(
            wire.dpr,
            given(wire.lower_circuit_limit).or(wire.low_dpr),
            given(wire.higher_circuit_limit).or(wire.high_dpr),
        ))
    }
}

impl Dpr {
    /// The range from its limits, or else from its text.
    pub(crate) fn from_parts(text: Option<String>, low: Option<Decimal>, high: Option<Decimal>) -> Self {
        let (text_low, text_high) = text.as_deref().and_then(range).unzip();
        Self {
            low: given(low).or(text_low),
            high: given(high).or(text_high),
            text,
        }
    }
}

/// A limit that is one; the wire writes 0 for none.
fn given(limit: Option<Decimal>) -> Option<Decimal> {
    limit.filter(|limit| !limit.is_zero())
}

/// `18.3000 - 27.4000`.
fn range(text: &str) -> Option<(Decimal, Decimal)> {
    let (low, high) = text.split_once(" - ").or_else(|| text.split_once('-'))?;
    let price = |text: &str| crate::serde::decimal::parse(text.trim_ascii()).ok();
    Some((price(low)?, price(high)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_from_members_or_else_from_the_text() {
        for (json, low, high) in [
            (
                r#"{"dpr":"18.3000 - 27.4000","lower_circuit_limit":18.3,"higher_circuit_limit":27.4}"#,
                Some("18.3"),
                Some("27.4"),
            ),
            (r#"{"dpr":"18.3000 - 27.4000"}"#, Some("18.3000"), Some("27.4000")),
            (
                r#"{"dpr":"18.30-27.40","lower_circuit_limit":0}"#,
                Some("18.30"),
                Some("27.40"),
            ),
            (
                r#"{"low_dpr":18.3,"high_dpr":"27.4"}"#,
                Some("18.3"),
                Some("27.4"),
            ),
            (r#"{"dpr":"No Range"}"#, None, None),
            (r#"{"dpr":null}"#, None, None),
            ("{}", None, None),
        ] {
            let dpr: Dpr = serde_json::from_str(json).unwrap();
            let text = |limit: Option<Decimal>| limit.map(|limit| limit.to_string());
            assert_eq!(text(dpr.low).as_deref(), low, "{json}");
            assert_eq!(text(dpr.high).as_deref(), high, "{json}");
            let printed = serde_json::to_string(&dpr).unwrap();
            assert_eq!(serde_json::from_str::<Dpr>(&printed).unwrap(), dpr, "{json}");
        }
    }
}
