//! Whole numbers that travel as numbers or as text, with every digit.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserializer, de};

/// The integers that this adapter reads.
pub(crate) trait Whole: TryFrom<u64> + TryFrom<i64> + FromStr {}
impl<T: TryFrom<u64> + TryFrom<i64> + FromStr> Whole for T {}

/// Reads a whole number from a JSON number or from text.
pub(crate) fn deserialize<'de, T: Whole, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer
        .deserialize_any(WholeVisitor(PhantomData))?
        .ok_or_else(|| de::Error::custom("a whole number is missing"))
}

/// As [`deserialize`]; `None` for null and for an empty text. With `#[serde(default)]` also for a missing member.
pub(crate) mod option {
    use super::{Deserializer, PhantomData, Whole, WholeVisitor};

    pub(crate) fn deserialize<'de, T: Whole, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(WholeVisitor(PhantomData))
    }
}

/// As [`option`], into an id or a quantity made of the number.
pub(crate) fn option_into<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromWhole,
    D: Deserializer<'de>,
{
    option::deserialize::<T::Whole, D>(deserializer).map(|number| number.map(T::from_whole))
}

/// A type that is a whole number on the wire.
pub(crate) trait FromWhole {
    type Whole: Whole;
    fn from_whole(number: Self::Whole) -> Self;
}

impl FromWhole for u64 {
    type Whole = Self;
    fn from_whole(number: Self) -> Self {
        number
    }
}

struct WholeVisitor<T>(PhantomData<T>);

impl<T> WholeVisitor<T> {
    fn range<E: de::Error>() -> E {
        E::custom("a whole number is out of range")
    }
}

impl<T: Whole> de::Visitor<'_> for WholeVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, as a number or as text")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Option<T>, E> {
        T::try_from(number).map(Some).map_err(|_| Self::range())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Option<T>, E> {
        T::try_from(number).map(Some).map_err(|_| Self::range())
    }

    // Go prints a float without a fraction as `75`, other servers as `75.0`; beyond 2^53 a float has lost digits.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Option<T>, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() != 0.0 || !(-EXACT..=EXACT).contains(&number) {
            return Err(E::invalid_value(de::Unexpected::Float(number), &self));
        }
        #[allow(clippy::cast_possible_truncation)] // whole and below 2^53, as just checked
        self.visit_i64(number as i64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<T>, E> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        // `75.0` as text, for the same reason as above.
        let whole = match text.split_once('.') {
            Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
            _ => text,
        };
        whole
            .parse()
            .map(Some)
            .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Deserializer;

    fn read(text: &str) -> Option<u64> {
        super::deserialize(&mut Deserializer::from_str(text)).ok()
    }

    #[test]
    fn keeps_every_digit() {
        let id = 1_394_446_825_558_528_718;
        assert_eq!(read("1394446825558528718"), Some(id));
        assert_eq!(read("\"1394446825558528718\""), Some(id));
        assert_eq!(read("18446744073709551615"), Some(u64::MAX));
    }

    #[test]
    fn takes_whole_floats_only_where_they_are_exact() {
        assert_eq!(read("75.0"), Some(75));
        assert_eq!(read("\"75.00\""), Some(75));
        assert_eq!(read("9007199254740992.0"), Some(1 << 53));
        for text in [
            "75.5",
            "9007199254740994.0",
            "1e300",
            "-1",
            "-1.0",
            "\"7x\"",
            "\"7.\"",
            "\"7.5\"",
            "\".0\"",
            "true",
            "null",
            "\"\"",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn null_and_empty_are_none_where_that_is_allowed() {
        let read = |text: &str| super::option::deserialize::<i64, _>(&mut Deserializer::from_str(text));
        assert_eq!(read("null").unwrap(), None);
        assert_eq!(read("\" \"").unwrap(), None);
        assert_eq!(read("-16418").unwrap(), Some(-16418));
        assert_eq!(read("\"-16418\"").unwrap(), Some(-16418));
        assert!(read("[]").is_err());
    }
}
