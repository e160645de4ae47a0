//! A time whose form is not documented.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{
    OffsetDateTime, PrimitiveDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

use crate::{IST, serde::ist_datetime};

/// A time of undocumented form: a text such as `2026-11-24 15:21:53` or `24-11-2026 15:21:53`, or a number.
///
/// That it is Indian time where the text names no offset, and that the day stands before the month where the year
/// comes last, is assumed (wire reference, section 3, gives neither form nor zone). So is the unit of a number, which is
/// counted since the Unix epoch: seconds, or milli-, micro- or nanoseconds where it is so large that seconds would be
/// thousands of years away. It is written as RFC 3339 in IST; a text in a form that is not known is kept and written as
/// it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordedTime {
    text: String,
    time: Option<OffsetDateTime>,
}

/// Forms without an offset.
const FORMS: [&[BorrowedFormatItem<'_>]; 6] = [
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second][optional [.[subsecond]]]"),
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]"),
    format_description!("[day]-[month]-[year] [hour]:[minute]:[second]"),
    format_description!("[day]/[month]/[year] [hour]:[minute]:[second]"),
    format_description!("[day]-[month repr:short case_sensitive:false]-[year] [hour]:[minute]:[second]"),
    format_description!("[day] [month repr:short case_sensitive:false] [year] [hour]:[minute]:[second]"),
];

impl WordedTime {
    /// The time that `text` means, if that can be told.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let time = read(text.trim());
        Self { text, time }
    }

    /// The moment, in IST; `None` when the form of the text is not known.
    #[must_use]
    pub fn time(&self) -> Option<OffsetDateTime> {
        self.time
    }

    /// The server's own text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn read(text: &str) -> Option<OffsetDateTime> {
    let time = if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
        time
    } else if let Ok(count) = text.parse::<u64>() {
        counted(count)?
    } else {
        FORMS
            .iter()
            .find_map(|form| PrimitiveDateTime::parse(text, form).ok())?
            .assume_offset(IST)
    };
    // Its year could be one that RFC 3339 has no room for.
    let time = time.to_offset(IST);
    (0..=9999).contains(&time.year()).then_some(time)
}

/// A count since the Unix epoch; 0 is no time, as everywhere on this wire.
fn counted(count: u64) -> Option<OffsetDateTime> {
    let nanos_of_one: i128 = match count {
        0 => return None,
        1..100_000_000_000 => 1_000_000_000,
        100_000_000_000..100_000_000_000_000 => 1_000_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1_000,
        _ => 1,
    };
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(count) * nanos_of_one).ok()
}

/// Reads such a time; `None` for null, for 0 and for blanks, and for what is neither a text nor a number: a member of
/// which so little is known must not lose the row that it stands in.
pub(crate) fn option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<WordedTime>, D::Error> {
    deserializer.deserialize_any(Worded)
}

struct Worded;

impl<'de> de::Visitor<'de> for Worded {
    type Value = Option<WordedTime>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time, as a number or as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let is_time = !matches!(text.trim(), "" | "0");
        Ok(is_time.then(|| WordedTime::new(text)))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// `2026-11-24 15:21:53 IST`, or the server's own text.
impl fmt::Display for WordedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => {
                let (hour, minute, second) = time.to_hms();
                write!(f, "{} {hour:02}:{minute:02}:{second:02} IST", time.date())
            }
            None => f.write_str(&self.text),
        }
    }
}

impl Serialize for WordedTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.time {
            Some(_) => ist_datetime::serialize(&self.time, serializer),
            None => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for WordedTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::text::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn every_likely_form_is_indian_time() {
        for text in [
            "2026-11-24 15:21:53",
            "2026-11-24T15:21:53",
            " 24-11-2026 15:21:53 ",
            "24/11/2026 15:21:53",
            "24-Nov-2026 15:21:53",
            "24 NOV 2026 15:21:53",
            "2026-11-24T09:51:53Z",
            "2026-11-24T15:21:53+05:30",
            "1795513913",
        ] {
            let time = WordedTime::new(text);
            assert_eq!(time.time(), Some(datetime!(2026-11-24 15:21:53 +5:30)), "{text}");
            assert_eq!(time.text(), text);
            assert_eq!(
                serde_json::to_string(&time).unwrap(),
                "\"2026-11-24T15:21:53+05:30\""
            );
            assert_eq!(time.to_string(), "2026-11-24 15:21:53 IST");
        }
        let fraction = WordedTime::new("2026-11-24 15:21:53.250");
        assert_eq!(fraction.time(), Some(datetime!(2026-11-24 15:21:53.25 +5:30)));
    }

    #[test]
    fn the_unit_of_a_number_follows_from_its_size() {
        for (number, time) in [
            ("1795513913", datetime!(2026-11-24 15:21:53 +5:30)),
            ("1795513913042", datetime!(2026-11-24 15:21:53.042 +5:30)),
            ("1795513913042017", datetime!(2026-11-24 15:21:53.042017 +5:30)),
            (
                "1795513913042017009",
                datetime!(2026-11-24 15:21:53.042017009 +5:30),
            ),
        ] {
            assert_eq!(WordedTime::new(number).time(), Some(time), "{number}");
        }
        // Every digit of a nanosecond is written,.
        let written = serde_json::to_string(&WordedTime::new("1795513913042017009")).unwrap();
        assert_eq!(written, "\"2026-11-24T15:21:53.042017009+05:30\"");
    }

    #[test]
    fn what_is_no_time_is_none_and_never_an_error() {
        let read = |json: &str| option(&mut serde_json::Deserializer::from_str(json)).unwrap();
        for json in [
            "0",
            "\"0\"",
            "0.0",
            "null",
            "\"\"",
            "\"  \"",
            "true",
            "[1]",
            "{\"a\":{}}",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
        for json in [
            "1795513913",
            "1795513913.0",
            "\"1795513913\"",
            "\"2026-11-24 15:21:53\"",
        ] {
            let time = read(json).unwrap().time();
            assert_eq!(time, Some(datetime!(2026-11-24 15:21:53 +5:30)), "{json}");
        }
        for (json, text) in [("-5", "-5"), ("0.5", "0.5"), ("\"soon\"", "soon")] {
            let time = read(json).unwrap();
            assert_eq!((time.time(), time.text()), (None, text), "{json}");
        }
    }

    #[test]
    fn what_was_written_is_read_as_the_same_moment() {
        let written = serde_json::to_string(&WordedTime::new("24-11-2026 15:21:53")).unwrap();
        let read: WordedTime = serde_json::from_str(&written).unwrap();
        assert_eq!(read.time(), Some(datetime!(2026-11-24 15:21:53 +5:30)));
    }

    #[test]
    fn a_text_of_another_form_stays_as_it_came() {
        for text in ["yesterday evening", "0", "2026-13-01 00:00:00", "-1795513913"] {
            let time: WordedTime = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(time.time(), None, "{text}");
            assert_eq!(time.text(), text);
            assert_eq!(time.to_string(), text);
            assert_eq!(serde_json::to_string(&time).unwrap(), format!("\"{text}\""));
        }
    }
}
