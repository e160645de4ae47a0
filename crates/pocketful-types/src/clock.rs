//! Indian Standard Time, the moment tokens die, and the clock that everything asks.

use std::fmt::Debug;

use time::{Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, macros::offset};

/// Indian Standard Time: UTC+05:30 all year round, the only zone of the wire.
pub const IST: UtcOffset = offset!(+5:30);

/// Where "now" comes from, for expiry and dates.
///
/// Waiting is not its business: waits use `tokio::time`, which tests pause. Everything that decides by the wall
/// clock takes a `Clock`, or better, the `now` it needs as an argument.
pub trait Clock: Debug + Send + Sync {
    /// The present moment.
    fn now(&self) -> OffsetDateTime;

    /// The present moment in nanoseconds since the Unix epoch, for paths where building a date would be felt.
    fn unix_nanos(&self) -> i128 {
        self.now().unix_timestamp_nanos()
    }
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place that may read the machine's clock.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc().to_offset(IST)
    }

    #[allow(clippy::disallowed_methods)]
    fn unix_nanos(&self) -> i128 {
        match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
        }
    }
}

/// The last moment that the calendar can tell.
const LAST_MOMENT: OffsetDateTime = PrimitiveDateTime::MAX.assume_utc();

/// The next 00:00 IST strictly after `now`: the moment every access token dies (wire reference, section 0.1).
///
/// Total: on the calendar's last day, which has no midnight after it, this is the calendar's last moment.
#[must_use]
pub fn next_midnight(now: OffsetDateTime) -> OffsetDateTime {
    now.checked_to_offset(IST)
        .and_then(|now| now.replace_time(Time::MIDNIGHT).checked_add(Duration::DAY))
        .unwrap_or(LAST_MOMENT)
}

/// A clock that stands still until it is told to move, for tests and replays.
#[cfg(any(test, feature = "test-util"))]
#[derive(Debug)]
pub struct ManualClock {
    now: std::sync::Mutex<OffsetDateTime>,
}

#[cfg(any(test, feature = "test-util"))]
impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: OffsetDateTime) -> Self {
        Self {
            now: std::sync::Mutex::new(now),
        }
    }

    /// Shows `now` from here on; it may lie in the past, as a clock that is set back.
    pub fn set(&self, now: OffsetDateTime) {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }

    /// Moves on by `by`, which may be negative.
    pub fn advance(&self, by: Duration) {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += by;
    }
}

#[cfg(any(test, feature = "test-util"))]
impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn midnight_is_the_next_one_in_india() {
        let midnight = datetime!(2026-03-11 00:00 +5:30);
        assert_eq!(next_midnight(datetime!(2026-03-10 23:59:59 +5:30)), midnight);
        assert_eq!(next_midnight(datetime!(2026-03-10 00:00 +5:30)), midnight);
        // 18:29:59 UTC is one second before midnight in India, 18:30 UTC is midnight itself.
        assert_eq!(next_midnight(datetime!(2026-03-10 18:29:59 UTC)), midnight);
        assert_eq!(
            next_midnight(datetime!(2026-03-10 18:30 UTC)),
            midnight + Duration::DAY
        );
    }

    #[test]
    fn the_calendars_last_days_do_not_overflow() {
        assert_eq!(
            next_midnight(datetime!(9999-12-30 23:59:59 +5:30)),
            datetime!(9999-12-31 00:00 +5:30)
        );
        for last in [
            datetime!(9999-12-31 00:00 +5:30),
            datetime!(9999-12-31 23:00 +5:30),
            // Already the year 10000 in India.
            datetime!(9999-12-31 20:00 UTC),
        ] {
            assert_eq!(next_midnight(last), datetime!(9999-12-31 23:59:59.999999999 UTC));
        }
        assert_eq!(
            next_midnight(datetime!(-9999-01-01 00:00 +5:30)),
            datetime!(-9999-01-02 00:00 +5:30)
        );
    }

    #[test]
    fn system_clock_agrees_with_itself() {
        let nanos = SystemClock.unix_nanos();
        let apart = SystemClock.now().unix_timestamp_nanos() - nanos;
        assert!((0..1_000_000_000_000).contains(&apart), "{apart}");
    }
}
