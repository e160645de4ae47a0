//! Moments and spans in the words that the pages use, always in Indian Standard Time.

use pocketful_types::IST;
use time::{Date, Duration, OffsetDateTime, macros::format_description};

/// `Tue 24 Nov 2026, 13:45:10 IST`, as the header's clock shows it.
pub(crate) fn full(moment: OffsetDateTime) -> String {
    let words = format_description!(
        "[weekday repr:short] [day padding:none] [month repr:short] [year], [hour]:[minute]:[second] IST"
    );
    moment.to_offset(IST).format(words).unwrap_or_default()
}

/// `12:00 AM IST on Wed 25 Nov 2026`, as the broker's portal says when a token dies.
pub(crate) fn at(moment: OffsetDateTime) -> String {
    let words = format_description!(
        "[hour repr:12 padding:none]:[minute] [period] IST on [weekday repr:short] [day padding:none] [month repr:short] [year]"
    );
    moment.to_offset(IST).format(words).unwrap_or_default()
}

/// `Tue 24 Nov 2026`.
pub(crate) fn date(day: Date) -> String {
    let words = format_description!("[weekday repr:short] [day padding:none] [month repr:short] [year]");
    day.format(words).unwrap_or_default()
}

/// `24 Nov, 13:45:10`, for the rows of a table.
pub(crate) fn short(moment: OffsetDateTime) -> String {
    let words = format_description!("[day padding:none] [month repr:short], [hour]:[minute]:[second]");
    moment.to_offset(IST).format(words).unwrap_or_default()
}

/// `2026-11-24T13:45:10+05:30`, for programs that read the page.
pub(crate) fn machine(moment: OffsetDateTime) -> String {
    let format = format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second][offset_hour sign:mandatory]:[offset_minute]"
    );
    moment.to_offset(IST).format(format).unwrap_or_default()
}

/// `2026-11-24T13:45:10`, as a browser's date-and-time field wants it.
pub(crate) fn field(moment: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    moment.to_offset(IST).format(format).unwrap_or_default()
}

/// `in 10 h 14 min`, `in 9 min`, `in 45 s`: how long until something, rounded down.
pub(crate) fn until(span: Duration) -> String {
    let seconds = span.whole_seconds().max(0);
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("in {seconds} s"),
        (0, minutes, _) => format!("in {minutes} min"),
        (hours, 0, _) => format!("in {hours} h"),
        (hours, minutes, _) => format!("in {hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn every_form_is_indian_time_whatever_the_offset() {
        // 18:30 UTC is midnight in India.
        let midnight = datetime!(2026-11-24 18:30 UTC);
        assert_eq!(full(midnight), "Wed 25 Nov 2026, 00:00:00 IST");
        assert_eq!(at(midnight), "12:00 AM IST on Wed 25 Nov 2026");
        assert_eq!(date(midnight.to_offset(IST).date()), "Wed 25 Nov 2026");
        assert_eq!(short(midnight), "25 Nov, 00:00:00");
        assert_eq!(machine(midnight), "2026-11-25T00:00:00+05:30");
        assert_eq!(field(midnight), "2026-11-25T00:00:00");
    }

    #[test]
    fn days_and_hours_have_no_leading_zero_in_words() {
        assert_eq!(
            at(datetime!(2026-12-01 09:05 +5:30)),
            "9:05 AM IST on Tue 1 Dec 2026"
        );
    }

    #[test]
    fn spans_are_rounded_down() {
        assert_eq!(until(Duration::seconds(-3)), "in 0 s");
        assert_eq!(until(Duration::seconds(59)), "in 59 s");
        assert_eq!(until(Duration::seconds(119)), "in 1 min");
        assert_eq!(until(Duration::hours(2)), "in 2 h");
        assert_eq!(until(Duration::seconds(36_899)), "in 10 h 14 min");
    }
}
