//! Quantities: units of the instrument, never lots.

use std::{
    fmt,
    num::{IntErrorKind, ParseIntError},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize};

/// A number of units: shares, or contracts counted in their underlying, never lots (wire reference, section 0.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Quantity(u64);

/// A text that is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", what_is_wrong(.0))]
pub struct QuantityError(#[source] ParseIntError);

fn what_is_wrong(error: &ParseIntError) -> &'static str {
    match error.kind() {
        IntErrorKind::PosOverflow => "the quantity is larger than any number of units can be",
        _ => "a quantity is a whole number of units (not lots), written in digits: 150",
    }
}

impl Quantity {
    /// No units.
    pub const ZERO: Self = Self(0);

    /// So many units.
    #[must_use]
    pub const fn new(units: u64) -> Self {
        Self(units)
    }

    /// The number of units.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// Whether it is no units at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl From<u64> for Quantity {
    fn from(units: u64) -> Self {
        Self(units)
    }
}

impl From<u32> for Quantity {
    fn from(units: u32) -> Self {
        Self(u64::from(units))
    }
}

impl crate::serde::number_or_string::FromWhole for Quantity {
    type Whole = u64;
    fn from_whole(units: u64) -> Self {
        Self(units)
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        text.trim().parse().map(Self).map_err(QuantityError)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::number_or_string::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_text_but_nothing_negative_or_broken() {
        for text in ["1500", "\"1500\"", "1500.0"] {
            assert_eq!(
                serde_json::from_str::<Quantity>(text).unwrap(),
                Quantity::new(1500)
            );
        }
        for text in ["-1", "1.5", "\"\"", "null", "\"a lot\"", "1e30"] {
            assert!(serde_json::from_str::<Quantity>(text).is_err(), "{text}");
        }
        for text in ["-5", "1.5", "", "10 lots"] {
            let error = text.parse::<Quantity>().unwrap_err().to_string();
            assert!(error.contains("whole number of units"), "{error}");
        }
        let error = "99999999999999999999999".parse::<Quantity>().unwrap_err();
        assert!(error.to_string().contains("larger"), "{error}");
    }
}
