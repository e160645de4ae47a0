//! A time that the server words as it likes.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{
    OffsetDateTime, PrimitiveDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

use crate::{IST, serde::ist_datetime};

/// A time in a text of undocumented form, such as `2026-11-24 15:21:53` or `24-11-2026 15:21:53`.
///
/// That it is Indian time where the text names no offset, and that the day stands before the month where the year
/// comes last, is assumed (wire reference, section 3, gives neither form nor zone). It is written as RFC 3339 in IST; a
/// text in a form that is not known is kept and written as it came.
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
    } else if let Ok(seconds) = text.parse::<i64>() {
        // As everywhere on this wire, 0 is no time.
        (seconds > 0).then(|| OffsetDateTime::from_unix_timestamp(seconds).ok())??
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
    fn what_was_written_is_read_as_the_same_moment() {
        let written = serde_json::to_string(&WordedTime::new("24-11-2026 15:21:53")).unwrap();
        let read: WordedTime = serde_json::from_str(&written).unwrap();
        assert_eq!(read.time(), Some(datetime!(2026-11-24 15:21:53 +5:30)));
    }

    #[test]
    fn a_text_of_another_form_stays_as_it_came() {
        for text in [
            "yesterday evening",
            "0",
            "2026-13-01 00:00:00",
            "99999999999999999",
        ] {
            let time: WordedTime = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(time.time(), None, "{text}");
            assert_eq!(time.text(), text);
            assert_eq!(time.to_string(), text);
            assert_eq!(serde_json::to_string(&time).unwrap(), format!("\"{text}\""));
        }
    }
}
