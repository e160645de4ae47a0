//! Fields of the portal's own that the state does not judge: pure functions from text to value, or to what is wrong.

use pocketful_types::IST;
use time::{OffsetDateTime, PrimitiveDateTime, macros::format_description};

/// Six digits, with or without the gap that authenticators print in the middle.
pub(crate) fn six_digits(text: &str) -> Result<String, String> {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if code.is_empty() {
        return Err("Enter the code from your authenticator app.".into());
    }
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code)
    } else {
        Err("The code has exactly six digits.".into())
    }
}

/// A moment in India as a browser's date-and-time field sends it, seconds optional.
pub(crate) fn moment(text: &str) -> Result<OffsetDateTime, String> {
    let seconds = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let minutes = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    let text = text.replace(' ', "T");
    PrimitiveDateTime::parse(&text, seconds)
        .or_else(|_| PrimitiveDateTime::parse(&text, minutes))
        .ok()
        .filter(|moment| (1970..2100).contains(&moment.year()))
        .map(|moment| moment.assume_offset(IST))
        .ok_or_else(|| "Enter a date and time between 1970 and 2099, such as 2026-11-24 23:59:50.".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn codes_have_six_digits_with_or_without_a_gap() {
        assert_eq!(six_digits("012 345").as_deref(), Ok("012345"));
        assert_eq!(
            six_digits("").unwrap_err(),
            "Enter the code from your authenticator app."
        );
        for bad in ["12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"] {
            assert_eq!(
                six_digits(bad).unwrap_err(),
                "The code has exactly six digits.",
                "{bad}"
            );
        }
    }

    #[test]
    fn moments_are_indian_with_or_without_seconds() {
        assert_eq!(
            moment("2026-11-24T23:59:50"),
            Ok(datetime!(2026-11-24 23:59:50 +5:30))
        );
        assert_eq!(moment("2026-11-24 09:15"), Ok(datetime!(2026-11-24 09:15 +5:30)));
        for bad in [
            "",
            "24-11-2026",
            "2026-11-31T00:00",
            "1969-12-31T23:59",
            "2100-01-01T00:00",
            "+12026-01-01T00:00",
        ] {
            assert!(moment(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (six_digits(&text), moment(&text));
        }
    }
}
