//! Days of the calendar, in every form that the wire has them.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serializer, de};
use time::{Date, Month};

/// Reads a day; `None` for null and for blanks. With `#[serde(default)]` also for a missing member.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(deserializer)?;
    match text.as_deref().map(str::trim_ascii) {
        None | Some("") => Ok(None),
        Some(text) => match parse(text) {
            Some(day) => Ok(Some(day)),
            None => Err(de::Error::custom("this is not a day that can be understood")),
        },
    }
}

/// Writes `2026-11-26`; null for none.
pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

/// Writes the day that `text` means as `2026-11-26`, and a text that is none as it came.
pub(crate) fn serialize_worded<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match understood(text) {
        Some(day) => serializer.collect_str(&day),
        None => serializer.serialize_str(text),
    }
}

/// Reads a text of undocumented form: as `2026-11-26` where it means a day, else as it came; `None` for null and blanks.
pub(crate) fn worded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = super::empty_as_none::deserialize(deserializer)?;
    Ok(text.map(|text| understood(&text).map_or(text, |day| day.to_string())))
}

/// As [`parse`], of a text that may have blanks around it, and one digit for the first nine days of a month.
pub(crate) fn understood(text: &str) -> Option<Date> {
    let text = text.trim_ascii();
    parse(text).or_else(|| parse(&format!("0{text}")))
}

/// `2026-11-26`, the same before a time, `26-11-2026`, `26-Nov-2026`, `26NOV2026` and `26NOV26`; months in any case,
/// years of two digits are of this century.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.as_bytes();
    match text {
        [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 => {
            day_of(number(year)?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
        }
        [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', ..] => {
            parse(std::str::from_utf8(&text[..10]).ok()?)
        }
        [d1, d2, b'-', m1, m2, b'-', year @ ..] if year.len() == 4 => {
            day_of(number(year)?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
        }
        [d1, d2, b'-', m1, m2, m3, b'-', year @ ..] | [d1, d2, m1, m2, m3, year @ ..] => {
            let year = match year.len() {
                2 => 2000 + number(year)?,
                4 => number(year)?,
                _ => return None,
            };
            day_of(year, month(&[*m1, *m2, *m3])?, number(&[*d1, *d2])?)
        }
        _ => None,
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

fn month(name: &[u8; 3]) -> Option<u32> {
    const NAMES: [&[u8; 3]; 12] = [
        b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC",
    ];
    let at = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    #[test]
    fn every_form_is_the_same_day() {
        for text in [
            "2026-11-26",
            "2026-11-26T00:00:00Z",
            "2026-11-26T14:30:00+05:30",
            "2026-11-26 14:30:00",
            "26-11-2026",
            "26-Nov-2026",
            "26-NOV-26",
            "26NOV2026",
            "26nov26",
        ] {
            assert_eq!(super::parse(text), Some(date!(2026 - 11 - 26)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "0",
            "soon",
            "2026-02-30",
            "2026-13-01",
            "30-02-2026",
            "26-Foo-2026",
            "2026-1-1",
            "26NOV026",
            "+026-11-26",
            "२०२६-११-२६",
            "2026-11-26X",
            "0000-00-00",
        ] {
            assert_eq!(super::parse(text), None, "{text}");
        }
    }
}
