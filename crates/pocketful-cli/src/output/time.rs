//! Moments in IST and spans of time, as people read them.

use pocketful::types::IST;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// `2026-11-23T15:29:59+05:30`: what programs read. Fractions of a second are left out.
pub(crate) fn rfc3339(at: OffsetDateTime) -> String {
    let at = at.to_offset(IST);
    at.replace_nanosecond(0)
        .unwrap_or(at)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// `Tue 24 Nov 2026, 15:29:59 IST`.
pub(crate) fn long(at: OffsetDateTime) -> String {
    let format = format_description!(
        "[weekday repr:short] [day padding:none] [month repr:short] [year], [hour]:[minute]:[second] IST"
    );
    at.to_offset(IST).format(format).unwrap_or_default()
}

/// `24 Nov 2026`.
pub(crate) fn day(date: time::Date) -> String {
    let format = format_description!("[day padding:none] [month repr:short] [year]");
    date.format(format).unwrap_or_default()
}

/// `15:29:59`.
pub(crate) fn clock(at: OffsetDateTime) -> String {
    at.to_offset(IST)
        .format(format_description!("[hour]:[minute]:[second]"))
        .unwrap_or_default()
}

/// `6 h 12 min`, `12 min 5 s`, `48 s`: two units are enough.
pub(crate) fn span(span: Duration) -> String {
    let seconds = span.whole_seconds().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn moments_are_shown_in_india() {
        let at = datetime!(2026-11-23 18:29:59.75 UTC);
        assert_eq!(rfc3339(at), "2026-11-23T23:59:59+05:30");
        assert_eq!(long(at), "Mon 23 Nov 2026, 23:59:59 IST");
        assert_eq!(clock(at), "23:59:59");
        assert_eq!(day(at.date()), "23 Nov 2026");
    }

    #[test]
    fn spans_have_two_units() {
        for (seconds, text) in [
            (-5, "0 s"),
            (48, "48 s"),
            (725, "12 min 5 s"),
            (22_320, "6 h 12 min"),
            (200_000, "2 d 7 h"),
        ] {
            assert_eq!(span(Duration::seconds(seconds)), text);
        }
    }
}
