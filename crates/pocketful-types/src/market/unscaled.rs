//! Prices whose unit the wire reference cannot tell: rupees or paise.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A price as received, in a unit that is not certain: the only sample of a quote has `bid_price`, `ask_price`,
/// `yearly_high` and `yearly_low` a hundred times as large as its last price, so they look like paise, and nothing
/// says so (wire reference, sections 12 and 17, row 31).
///
/// It is no [`Decimal`] and turns into none by itself, so that it cannot be compared or calculated with beside prices
/// in ₹ unless somebody says which unit it is in.
///
/// ```
/// use pocketful_types::{PriceUnit, UnscaledPrice};
///
/// let bid = UnscaledPrice::new("1285".parse()?);
/// assert_eq!(bid.rupees_if(PriceUnit::Paise).to_string(), "12.85");
/// assert_eq!(bid.likely_unit("12.9".parse()?), Some(PriceUnit::Paise));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail,E0277
/// # use pocketful_types::UnscaledPrice;
/// fn spread(bid: UnscaledPrice, last: rust_decimal::Decimal) -> rust_decimal::Decimal {
///     last - bid
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnscaledPrice(Decimal);

/// The unit of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceUnit {
    /// ₹.
    Rupees,
    /// Hundredths of ₹.
    Paise,
}

impl UnscaledPrice {
    /// The number `raw`, in whichever unit.
    #[must_use]
    pub const fn new(raw: Decimal) -> Self {
        Self(raw)
    }

    /// The number as received. It may be rupees or paise.
    #[must_use]
    pub const fn raw(self) -> Decimal {
        self.0
    }

    /// The price in ₹, if it was received in `unit`.
    #[must_use]
    pub fn rupees_if(self, unit: PriceUnit) -> Decimal {
        match unit {
            PriceUnit::Rupees => self.0,
            PriceUnit::Paise => (self.0 / Decimal::ONE_HUNDRED).normalize(),
        }
    }

    /// The unit in which the price is nearer to `reference` (₹), such as the last price: a guess that is sound while
    /// the two are less than ten times apart. `None` where neither unit brings them that near, or a number is not
    /// above 0.
    #[must_use]
    pub fn likely_unit(self, reference: Decimal) -> Option<PriceUnit> {
        if self.0 <= Decimal::ZERO || reference <= Decimal::ZERO {
            return None;
        }
        let times = self.0.checked_div(reference)?;
        let from = |low: i64, high: i64| times > Decimal::new(low, 1) && times < Decimal::new(high, 1);
        if from(1, 100) {
            Some(PriceUnit::Rupees)
        } else if from(100, 10_000) {
            Some(PriceUnit::Paise)
        } else {
            None
        }
    }
}

impl Serialize for UnscaledPrice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::serde::decimal::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for UnscaledPrice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        option(deserializer)?.ok_or_else(|| de::Error::custom("a price is missing"))
    }
}

/// For a price that may be null, empty text or, with `#[serde(default)]`, missing.
pub(super) fn option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<UnscaledPrice>, D::Error> {
    crate::serde::decimal::option::deserialize(deserializer).map(|price| price.map(UnscaledPrice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(raw: &str, reference: &str) -> Option<PriceUnit> {
        UnscaledPrice::new(raw.parse().unwrap()).likely_unit(reference.parse().unwrap())
    }

    #[test]
    fn the_unit_is_guessed_only_where_that_is_sound() {
        for (raw, reference, guess) in [
            ("1285", "12.9", Some(PriceUnit::Paise)),
            ("12.85", "12.9", Some(PriceUnit::Rupees)),
            // A yearly high at three times the last price, a low at a third.
            ("3870", "12.9", Some(PriceUnit::Paise)),
            ("430", "12.9", Some(PriceUnit::Paise)),
            ("38.7", "12.9", Some(PriceUnit::Rupees)),
            // Ten times apart in either unit: it may be either.
            ("129", "12.9", None),
            ("0", "12.9", None),
            ("12.85", "0", None),
            ("-12.85", "12.9", None),
            ("12850000", "12.9", None),
        ] {
            assert_eq!(unit(raw, reference), guess, "{raw} by {reference}");
        }
    }
}
