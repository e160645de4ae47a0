//! What the option and futures chains say of one contract (wire reference, section 12).

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use time::{Date, Month};

use crate::{Exchange, InstrumentToken, Received};

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
    /// Expiry as text; often empty.
    #[serde(
        default,
        rename = "ExpiryRaw",
        deserialize_with = "crate::serde::empty_as_none::deserialize"
    )]
    pub expiry_raw: Option<String>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
}

/// An expiry as the chains print it: `20MAR24`. Any other text is kept, and has no date.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
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

    /// The day, where the text is day, month and year of this century: `20MAR24` or `20MAR2024`, in any case.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        const MONTHS: [&str; 12] = [
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ];
        let text = self.0.trim_ascii();
        if !text.is_ascii() {
            return None;
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (day, rest) = text.split_at_checked(digits)?;
        let (name, year) = rest.split_at_checked(3)?;
        let number = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))?;
        let month = Month::try_from(u8::try_from(number + 1).ok()?).ok()?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year = match year.len() {
            2 => 2000 + year.parse::<i32>().ok()?,
            4 => year.parse().ok()?,
            _ => return None,
        };
        Date::from_calendar_date(year, month, day.parse().ok()?).ok()
    }
}

impl fmt::Display for ChainExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
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
            ("2024-03-20", None),
            ("", None),
        ] {
            assert_eq!(ChainExpiry::new(text).date(), day, "{text}");
        }
    }
}
