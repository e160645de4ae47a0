//! When a token dies, and what a session says about it until then: pure functions of times.

use pocketful_types::next_midnight;
use time::{Duration, OffsetDateTime};

/// The moment a token issued at `issued_at` dies: the earlier of its `expires_in` and the next 00:00 IST
/// (wire reference, section 0.1). An absolute instant: a clock that is set back or forward does not move it.
#[must_use]
pub fn expires_at(issued_at: OffsetDateTime, expires_in: Option<Duration>) -> OffsetDateTime {
    let midnight = midnight_after(issued_at);
    match expires_in {
        Some(life) => issued_at.saturating_add(life).min(midnight),
        None => midnight,
    }
}

/// As [`next_midnight`], but total: at the ends of the calendar a token is dead at once.
fn midnight_after(moment: OffsetDateTime) -> OffsetDateTime {
    if (-9998..=9998).contains(&moment.year()) {
        next_midnight(moment)
    } else {
        moment
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const MIDNIGHT: OffsetDateTime = datetime!(2026-03-11 00:00 +5:30);

    #[test]
    fn the_earlier_of_midnight_and_expires_in() {
        let evening = datetime!(2026-03-10 18:00 +5:30);
        assert_eq!(expires_at(evening, None), MIDNIGHT);
        assert_eq!(expires_at(evening, Some(Duration::seconds(86_399))), MIDNIGHT);
        assert_eq!(
            expires_at(evening, Some(Duration::hours(1))),
            datetime!(2026-03-10 19:00 +5:30)
        );
        assert_eq!(expires_at(evening, Some(Duration::hours(6))), MIDNIGHT);
    }

    #[test]
    fn around_midnight() {
        let day = Some(Duration::seconds(86_399));
        assert_eq!(expires_at(datetime!(2026-03-10 23:59:59 +5:30), day), MIDNIGHT);
        assert_eq!(
            expires_at(datetime!(2026-03-11 00:00:00 +5:30), day),
            datetime!(2026-03-11 23:59:59 +5:30)
        );
        assert_eq!(
            expires_at(datetime!(2026-03-11 00:00:00 +5:30), None),
            MIDNIGHT + Duration::DAY
        );
    }

    #[test]
    fn absurd_lives_and_dates_do_not_overflow() {
        let evening = datetime!(2026-03-10 18:00 +5:30);
        assert_eq!(expires_at(evening, Some(Duration::MAX)), MIDNIGHT);
        assert!(expires_at(evening, Some(Duration::MIN)) < evening);
        let end = datetime!(9999-12-31 23:00 UTC);
        assert_eq!(expires_at(end, None), end);
    }
}
