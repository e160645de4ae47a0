//! Times: Unix seconds on the wire, RFC 3339 in Indian Standard Time when written.

use std::fmt;

use serde::{Deserializer, Serializer, de, ser};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::IST;

/// Reads Unix seconds from a number or text, or what [`serialize`] wrote; `None` for 0, null and an empty text.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OffsetDateTime>, D::Error> {
    deserializer.deserialize_any(TimeVisitor)
}

struct TimeVisitor;

impl de::Visitor<'_> for TimeVisitor {
    type Value = Option<OffsetDateTime>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time in Unix seconds")
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Self::Value, E> {
        if seconds == 0 {
            return Ok(None);
        }
        // The same as going to the offset afterwards, at half the arithmetic.
        let local = seconds.saturating_add(IST.whole_seconds().into());
        match OffsetDateTime::from_unix_timestamp(local) {
            Ok(time) => Ok(Some(time.replace_offset(IST))),
            Err(_) => Err(E::invalid_value(de::Unexpected::Signed(seconds), &self)),
        }
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Self::Value, E> {
        match i64::try_from(seconds) {
            Ok(seconds) => self.visit_i64(seconds),
            Err(_) => Err(E::invalid_value(de::Unexpected::Unsigned(seconds), &self)),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Ok(seconds) = text.parse() {
            return self.visit_i64(seconds);
        }
        match OffsetDateTime::parse(text, &Rfc3339) {
            Ok(time) => Ok(Some(time.to_offset(IST))),
            Err(_) => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Writes RFC 3339 in IST, such as `2026-11-23T15:29:59+05:30`; null for none.
pub(crate) fn serialize<S: Serializer>(
    time: &Option<OffsetDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        None => serializer.serialize_none(),
        Some(time) => {
            let text = time.to_offset(IST).format(&Rfc3339).map_err(ser::Error::custom)?;
            serializer.serialize_str(&text)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Deserializer, Serializer};

    fn round(text: &str) -> Result<String, serde_json::Error> {
        let time = super::deserialize(&mut Deserializer::from_str(text))?;
        let mut out = Vec::new();
        super::serialize(&time, &mut Serializer::new(&mut out))?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn seconds_become_indian_time() {
        assert_eq!(round("1795427999").unwrap(), "\"2026-11-23T15:29:59+05:30\"");
        assert_eq!(round("\"1795427999\"").unwrap(), "\"2026-11-23T15:29:59+05:30\"");
        // One second before and at midnight in India.
        assert_eq!(round("1795458599").unwrap(), "\"2026-11-23T23:59:59+05:30\"");
        assert_eq!(round("1795458600").unwrap(), "\"2026-11-24T00:00:00+05:30\"");
    }

    #[test]
    fn what_was_written_can_be_read() {
        for text in ["\"2026-11-23T15:29:59+05:30\"", "\"2026-11-23T09:59:59Z\""] {
            assert_eq!(round(text).unwrap(), "\"2026-11-23T15:29:59+05:30\"");
        }
    }

    #[test]
    fn zero_null_and_empty_are_no_time() {
        for text in ["0", "\"0\"", "null", "\"\""] {
            assert_eq!(round(text).unwrap(), "null", "{text}");
        }
    }

    #[test]
    fn what_is_not_seconds_is_an_error() {
        for text in [
            "99999999999999",
            "18446744073709551615",
            "\"2026-11-23\"",
            "\"yesterday\"",
            "1.5",
            "{}",
        ] {
            assert!(round(text).is_err(), "{text}");
        }
    }
}
