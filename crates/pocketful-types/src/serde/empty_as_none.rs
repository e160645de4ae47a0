//! Texts where empty, null and missing all mean "not given".

use std::{borrow::Cow, fmt};

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
    match text(deserializer)? {
        Some(text) => T::deserialize(IntoDeserializer::<D::Error>::into_deserializer(&*text)).map(Some),
        None => Ok(None),
    }
}

/// The text, unless there is none. Apart from what becomes of it, and never inlined: one copy for all types and members
/// keeps the code that reads a row of the order book in the processor's instruction cache.
#[inline(never)]
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

struct TextVisitor;

fn unless_blank(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    text.bytes()
        .any(|byte| !byte.is_ascii_whitespace())
        .then_some(text)
}

impl<'de> de::Visitor<'de> for TextVisitor {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or null")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(unless_blank(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(unless_blank(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
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
