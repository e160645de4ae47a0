//! Exact decimals: read from the digits of a JSON number or text, written as a JSON number with the same digits.

mod parse;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

pub(crate) use parse::parse;

/// The name under which `serde_json` hands out the untouched text of a value. Any other deserializer ignores it and
/// gives the value itself, as does a future `serde_json` that renames it; the tests below would notice.
const RAW: &str = "$serde_json::private::RawValue";

/// Writes a decimal as a JSON number.
pub(crate) fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(amount.to_string())
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

/// The same for an amount that may be null, empty text or, with `#[serde(default)]`, missing.
pub(crate) mod option {
    use super::{Decimal, DecimalVisitor, Deserializer, RAW, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, DecimalVisitor)
    }

    pub(crate) fn serialize<S: Serializer>(
        amount: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match amount {
            Some(amount) => super::serialize(amount, serializer),
            None => serializer.serialize_none(),
        }
    }
}

struct DecimalVisitor;

impl DecimalVisitor {
    fn read<E: de::Error>(text: &str) -> Result<Option<Decimal>, E> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        parse(text).map(Some).map_err(E::custom)
    }
}

impl<'de> de::Visitor<'de> for DecimalVisitor {
    type Value = Option<Decimal>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount, as a number or as text")
    }

    /// `serde_json`: one entry whose value is the text of the JSON value.
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if map.next_key_seed(RawKey)?.is_none() {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        map.next_value_seed(RawText)
    }

    /// Every other deserializer: the value itself.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Self::read(text)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Decimal::from(number)))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Decimal::from(number)))
    }

    // Only formats without a text to look at come here. The shortest text that gives this float is what was meant.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Self::read(&number.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The key of `serde_json`'s one entry; any other key means that an object stands where an amount belongs.
struct RawKey;

impl<'de> de::DeserializeSeed<'de> for RawKey {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl de::Visitor<'_> for RawKey {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        if key == RAW {
            Ok(())
        } else {
            Err(E::invalid_type(de::Unexpected::Map, &DecimalVisitor))
        }
    }
}

/// The text of a JSON value: a number, a quoted number, or null.
struct RawText;

impl<'de> de::DeserializeSeed<'de> for RawText {
    type Value = Option<Decimal>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for RawText {
    type Value = Option<Decimal>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount, as a number or as text")
    }

    fn visit_str<E: de::Error>(self, json: &str) -> Result<Self::Value, E> {
        match json.as_bytes().first() {
            Some(b'0') if json.len() == 1 => Ok(Some(Decimal::ZERO)),
            Some(b'-' | b'0'..=b'9') => parse(json).map(Some).map_err(E::custom),
            Some(b'n') => Ok(None),
            Some(b'"') if json.contains('\\') => {
                let text: String = serde_json::from_str(json).map_err(E::custom)?;
                DecimalVisitor::read(&text)
            }
            Some(b'"') => DecimalVisitor::read(json.trim_matches('"')),
            Some(b't' | b'f') => Err(E::invalid_type(
                de::Unexpected::Other("true or false"),
                &DecimalVisitor,
            )),
            Some(b'[') => Err(E::invalid_type(de::Unexpected::Seq, &DecimalVisitor)),
            _ => Err(E::invalid_type(de::Unexpected::Map, &DecimalVisitor)),
        }
    }
}

#[cfg(test)]
mod tests;
