//! Texts where empty, null and missing all mean "not given".

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IntoDeserializer},
};

/// Reads a text (or a whole number as its digits) into a `T`; `None` for null and for blanks. With `#[serde(default)]`
/// also for a missing member.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: for<'a> Deserialize<'a>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(EmptyVisitor(PhantomData))
}

struct EmptyVisitor<T>(PhantomData<T>);

impl<T: for<'a> Deserialize<'a>> de::Visitor<'_> for EmptyVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or null")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.trim_ascii().is_empty() {
            return Ok(None);
        }
        T::deserialize(text.into_deserializer()).map(Some)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Option<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Option<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use crate::{Exchange, ExchangeOrderId, Received};

    fn read<T: DeserializeOwned>(text: &str) -> Result<Option<T>, serde_json::Error> {
        super::deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn empty_is_neither_a_value_nor_unknown() {
        for text in ["null", "\"\"", "\"  \""] {
            assert_eq!(read::<Received<Exchange>>(text).unwrap(), None, "{text}");
            assert_eq!(read::<String>(text).unwrap(), None, "{text}");
            assert_eq!(read::<ExchangeOrderId>(text).unwrap(), None, "{text}");
        }
    }

    #[test]
    fn texts_are_kept_and_numbers_become_text() {
        assert_eq!(read("\"NSE\"").unwrap(), Some(Received::Known(Exchange::Nse)));
        assert_eq!(
            read("\"GIFT\"").unwrap(),
            Some(Received::<Exchange>::Other("GIFT".into()))
        );
        assert_eq!(
            read("1100000012345678").unwrap(),
            Some(ExchangeOrderId::new("1100000012345678"))
        );
        assert!(read::<String>("{}").is_err());
        assert!(read::<String>("true").is_err());
    }
}
