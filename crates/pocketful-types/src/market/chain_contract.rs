//! What the option and futures chains say of one contract (wire reference, section 12).

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Date;

use crate::{Exchange, InstrumentToken, Received, WordedTime, serde::day};

/// A contract of a chain. Prices are ₹. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainContract {
    /// The exchange's number for the contract.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub token: Option<InstrumentToken>,
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// The underlying's company.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub company: Option<String>,
    /// Name of the contract.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// What the exchange calls the contract.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// Name for a screen.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub display_name: Option<String>,
    /// Strike, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub strike_price: Option<Decimal>,
    /// Expiry in a text of undocumented form; often empty.
    #[serde(
        default,
        rename = "ExpiryRaw",
        deserialize_with = "crate::worded_time::option"
    )]
    pub expiry_raw: Option<WordedTime>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
}

/// An expiry as the chains print it: `20MAR24`. It is written as `2024-03-20`; any other text is kept, has no date and
/// is written as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChainExpiry(String);

impl ChainExpiry {
    /// The expiry behind `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day, where the text is day, month and year of this century: `20MAR24` or `20MAR2024`, in any case, or
    /// another form in which the wire has days.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        day::understood(&self.0)
    }
}

impl fmt::Display for ChainExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for ChainExpiry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        day::serialize_worded(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for ChainExpiry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::text::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn days_of_the_chains() {
        for (text, day) in [
            ("20MAR24", Some(date!(2024 - 03 - 20))),
            (" 5nov2026 ", Some(date!(2026 - 11 - 05))),
            ("29FEB24", Some(date!(2024 - 02 - 29))),
            ("29FEB26", None),
            ("20MAR", None),
            ("MAR24", None),
            ("20MÄR24", None),
            ("20XYZ24", None),
            ("20MAR+4", None),
            ("2024-03-20", Some(date!(2024 - 03 - 20))),
            ("", None),
        ] {
            let expiry = ChainExpiry::new(text);
            assert_eq!(expiry.date(), day, "{text}");
            let written = day.map_or_else(|| text.to_owned(), |day| day.to_string());
            assert_eq!(serde_json::to_value(&expiry).unwrap(), written, "{text}");
        }
    }
}
