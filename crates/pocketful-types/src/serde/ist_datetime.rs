//! Times: Unix seconds on the wire, RFC 3339 in Indian Standard Time when written.

use serde::{Deserializer, Serializer, de, ser};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::IST;

/// Reads Unix seconds from a number or text; `None` for 0, null and an empty text.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OffsetDateTime>, D::Error> {
    match super::number_or_string::option::deserialize::<i64, D>(deserializer)? {
        None | Some(0) => Ok(None),
        Some(seconds) => OffsetDateTime::from_unix_timestamp(seconds)
            .map(|time| Some(time.to_offset(IST)))
            .map_err(|_| de::Error::custom("a time is not in Unix seconds")),
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
    fn zero_null_and_empty_are_no_time() {
        for text in ["0", "\"0\"", "null", "\"\""] {
            assert_eq!(round(text).unwrap(), "null", "{text}");
        }
    }

    #[test]
    fn what_is_not_seconds_is_an_error() {
        for text in ["99999999999999", "\"yesterday\"", "1.5", "{}"] {
            assert!(round(text).is_err(), "{text}");
        }
    }
}
