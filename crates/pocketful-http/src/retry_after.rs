//! What a `Retry-After` header asks for: seconds, or a date.

use std::time::Duration;

use http::{HeaderMap, header::RETRY_AFTER};
use time::{
    OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description,
};

/// Longer than any token lives; more than this is not a wait but a mistake.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// `Tue, 10 Mar 2026 09:15:00 GMT`, the one form that HTTP allows senders to write.
const HTTP_DATE: &[BorrowedFormatItem<'static>] =
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
