//! What a `Retry-After` header asks for: seconds, or a date.

use std::time::Duration;

use http::{HeaderMap, header::RETRY_AFTER};
use time::{
    OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description,
};

/// Longer than any token lives; more than this is not a wait but a mistake.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// `Tue, 10 Mar 2026 09:15:00 GMT`, the one form that HTTP allows senders to write.
pub(crate) const HTTP_DATE: &[BorrowedFormatItem<'static>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// How long the server asks to wait, at `now`; a date that has passed asks for nothing more.
pub(crate) fn retry_after(headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let until = PrimitiveDateTime::parse(text, HTTP_DATE).ok()?.assume_utc();
        Duration::try_from(until - now).unwrap_or(Duration::ZERO)
    };
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-10 14:45:00 +5:30);

    fn asked(text: &str) -> Option<u128> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(text).unwrap());
        retry_after(&headers, NOW).map(|wait| wait.as_millis())
    }

    #[test]
    fn reads_seconds_and_dates() {
        for (text, millis) in [
            ("0", Some(0)),
            (" 7 ", Some(7_000)),
            ("Tue, 10 Mar 2026 09:15:30 GMT", Some(30_000)),
            ("Tue, 10 Mar 2026 09:14:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400_000)),
            ("18446744073709551615", Some(86_400_000)),
            ("-1", None),
            ("soon", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(asked(text), millis, "{text}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), NOW), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn never_fails_and_never_asks_for_more_than_a_day(text in "[ -~]{0,40}") {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_str(&text).unwrap());
            if let Some(wait) = retry_after(&headers, NOW) {
                prop_assert!(wait <= LONGEST);
            }
        }
    }
}
