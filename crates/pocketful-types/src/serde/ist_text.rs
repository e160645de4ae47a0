//! Times written as `2026-11-23 10:15:00`, without a zone: Indian Standard Time, as everything is (assumed).

use serde::{Deserialize, Deserializer, de};
use time::{
    OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description,
};

use crate::IST;

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

pub(crate) use super::ist_datetime::serialize;

/// Reads such a time, RFC 3339, or Unix seconds; `None` for null, blanks and `0000-00-00 00:00:00`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OffsetDateTime>, D::Error> {
    let text: Option<String> = super::empty_as_none::deserialize(deserializer)?;
    let Some(text) = text.as_deref().map(str::trim_ascii) else {
        return Ok(None);
    };
    if text.starts_with("0000-00-00") {
        return Ok(None);
    }
    if let Ok(time) = PrimitiveDateTime::parse(text, FORMAT) {
        return Ok(Some(time.assume_offset(IST)));
    }
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Time(#[serde(deserialize_with = "super::ist_datetime::deserialize")] Option<OffsetDateTime>);
    Time::deserialize(de::IntoDeserializer::<D::Error>::into_deserializer(text)).map(|time| time.0)
}

#[cfg(test)]
mod tests {
    use serde_json::Deserializer;
    use time::macros::datetime;

    #[test]
    fn times_without_a_zone_are_indian() {
        let read = |text: &str| super::deserialize(&mut Deserializer::from_str(text));
        for text in [
            "\"2026-11-23 10:15:00\"",
            "\"2026-11-23T04:45:00Z\"",
            "\"1795409100\"",
            "1795409100",
        ] {
            assert_eq!(
                read(text).unwrap(),
                Some(datetime!(2026-11-23 10:15 +5:30)),
                "{text}"
            );
        }
        for text in ["null", "\"\"", "\"0000-00-00 00:00:00\"", "0"] {
            assert_eq!(read(text).unwrap(), None, "{text}");
        }
        for text in ["\"2026-11-23\"", "\"soon\"", "true", "\"2026-02-30 10:00:00\""] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
