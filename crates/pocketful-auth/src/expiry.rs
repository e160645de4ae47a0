//! When a token dies, and what a session says about it until then: pure functions of times.

use std::time::Duration as StdDuration;

use pocketful_types::{IST, next_midnight};
use time::{Duration, OffsetDateTime, macros::format_description};

use crate::SessionState;

/// The moment a token issued at `issued_at` dies: the earlier of its `expires_in` and the next 00:00 IST
/// (wire reference, section 0.1). An absolute instant: a clock that is set back or forward does not move it.
#[must_use]
pub fn expires_at(issued_at: OffsetDateTime, expires_in: Option<Duration>) -> OffsetDateTime {
    let midnight = next_midnight(issued_at);
    match expires_in {
        Some(life) => issued_at.saturating_add(life).min(midnight),
        None => midnight,
    }
}

/// What a session says at `now` of a token that dies at `expires_at`. `lead_times` are how long before the end it warns.
pub(crate) fn state_at(
    expires_at: OffsetDateTime,
    lead_times: &[StdDuration],
    now: OffsetDateTime,
) -> SessionState {
    let left = nanos_between(now, expires_at);
    if left <= 0 {
        return SessionState::Expired { since: expires_at };
    }
    match lead_times.iter().filter(|lead| left <= nanos(**lead)).min() {
        Some(&within) => SessionState::Expiring { expires_at, within },
        None => SessionState::Valid { expires_at },
    }
}

/// How long from `now` until [`state_at`] says something else by itself; `None` once the token is dead.
pub(crate) fn next_step(
    expires_at: OffsetDateTime,
    lead_times: &[StdDuration],
    now: OffsetDateTime,
) -> Option<StdDuration> {
    let left = nanos_between(now, expires_at);
    lead_times
        .iter()
        .map(|lead| left - nanos(*lead))
        .chain([left])
        .filter(|wait| *wait > 0)
        .min()
        .map(|wait| StdDuration::from_nanos(u64::try_from(wait).unwrap_or(u64::MAX)))
}

/// A time for a person: in India, to the second.
pub(crate) fn in_india(moment: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] IST");
    moment
        .checked_to_offset(IST)
        .unwrap_or(moment)
        .format(format)
        .unwrap_or_else(|_| moment.to_string())
}

pub(crate) fn nanos(duration: StdDuration) -> i128 {
    i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX)
}

fn nanos_between(from: OffsetDateTime, to: OffsetDateTime) -> i128 {
    to.unix_timestamp_nanos() - from.unix_timestamp_nanos()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const MIDNIGHT: OffsetDateTime = datetime!(2026-03-11 00:00 +5:30);
    const MINUTE: StdDuration = StdDuration::from_secs(60);

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
        assert!(expires_at(end, None) > end);
        assert!(!in_india(end).is_empty());
        assert_eq!(
            next_step(end, &[], datetime!(-9999-01-01 0:00 UTC)),
            Some(StdDuration::from_nanos(u64::MAX))
        );
    }

    #[test]
    fn states_up_to_the_last_second_and_from_midnight_on() {
        let leads = [30 * MINUTE, 5 * MINUTE];
        let state = |now| state_at(MIDNIGHT, &leads, now);
        let expires_at = MIDNIGHT;
        assert_eq!(
            state(datetime!(2026-03-10 09:15 +5:30)),
            SessionState::Valid { expires_at }
        );
        assert_eq!(
            state(datetime!(2026-03-10 23:29:59 +5:30)),
            SessionState::Valid { expires_at }
        );
        let within = leads[0];
        assert_eq!(
            state(datetime!(2026-03-10 23:30 +5:30)),
            SessionState::Expiring { expires_at, within }
        );
        let within = leads[1];
        assert_eq!(
            state(datetime!(2026-03-10 23:59:59 +5:30)),
            SessionState::Expiring { expires_at, within }
        );
        assert_eq!(
            state(datetime!(2026-03-11 00:00:00 +5:30)),
            SessionState::Expired { since: MIDNIGHT }
        );
        assert_eq!(
            state(datetime!(2026-03-19 00:00:00 UTC)),
            SessionState::Expired { since: MIDNIGHT }
        );
    }

    #[test]
    fn steps_lead_from_one_state_to_the_next() {
        let leads = [5 * MINUTE, 30 * MINUTE];
        let step = |now| next_step(MIDNIGHT, &leads, now);
        assert_eq!(step(datetime!(2026-03-10 23:00 +5:30)), Some(30 * MINUTE));
        assert_eq!(step(datetime!(2026-03-10 23:30 +5:30)), Some(25 * MINUTE));
        assert_eq!(step(datetime!(2026-03-10 23:59 +5:30)), Some(MINUTE));
        assert_eq!(step(MIDNIGHT), None);
    }

    #[test]
    fn times_are_told_in_india() {
        assert_eq!(
            in_india(datetime!(2026-03-10 18:30 UTC)),
            "2026-03-11 00:00:00 IST"
        );
    }
}
