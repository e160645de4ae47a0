//! The virtual clock: every time the sandbox knows, movable, pausable, and as fast as wanted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pocketful_types::{Clock, IST};
use time::OffsetDateTime;
use tokio::{sync::watch, time::Instant};

/// The fastest the virtual clock runs: a day in a little under a second and a half.
const MAX_SPEED: f64 = 60_000.0;

/// Whether the clock can be set to `moment`: it counts in the years 1970 to 2099, of which the wire's Unix seconds and
/// the portal's fields can tell.
pub(crate) fn can_show(moment: OffsetDateTime) -> bool {
    moment
        .checked_to_offset(IST)
        .is_some_and(|moment| (1970..2100).contains(&moment.year()))
}

/// A handle on the sandbox's clock, cheap to clone.
///
/// It drives tokens, authorization codes, rate limits, the 7-day rule and every timestamp of a reply. It advances
/// with `tokio::time`, so that a test with paused time has a standing clock.
#[derive(Clone, Debug)]
pub struct SandboxClock(Arc<Face>);

#[derive(Debug)]
struct Face {
    hands: Mutex<Hands>,
    touched: watch::Sender<()>,
}

/// What the clock showed when it was last touched, and how it has run since.
#[derive(Debug)]
struct Hands {
    shown: OffsetDateTime,
    touched: Instant,
    speed: f64,
    paused: bool,
}

/// The speed was not a number between 0 (exclusive) and 60 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock's speed is a number above 0 and at most 60000")]
pub struct SpeedError;

impl SandboxClock {
    pub(crate) fn new(now: OffsetDateTime, paused: bool) -> Self {
        let hands = Hands {
            shown: now.checked_to_offset(IST).unwrap_or(now),
            touched: Instant::now(),
            speed: 1.0,
            paused,
        };
        Self(Arc::new(Face {
            hands: Mutex::new(hands),
            touched: watch::Sender::new(()),
        }))
    }

    /// The virtual moment, in IST.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.hands().now()
    }

    /// Shows `to` from here on; it may lie in the past.
    pub fn jump(&self, to: OffsetDateTime) {
        self.touch(|hands| {
            hands.touched = Instant::now();
            hands.shown = to.checked_to_offset(IST).unwrap_or(to);
        });
    }

    /// Moves on by `by`, which may be negative.
    pub fn advance(&self, by: time::Duration) {
        self.touch(|hands| {
            hands.settle();
            hands.shown = hands.shown.checked_add(by).unwrap_or(hands.shown);
        });
    }

    /// Stops the clock; [`jump`](Self::jump) and [`advance`](Self::advance) still move it.
    pub fn pause(&self) {
        self.touch(|hands| {
            hands.settle();
            hands.paused = true;
        });
    }

    /// Lets the clock run on from where it stands.
    pub fn resume(&self) {
        self.touch(|hands| {
            hands.settle();
            hands.paused = false;
        });
    }

    /// Whether the clock stands still.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.hands().paused
    }

    /// How many virtual seconds pass in a real one.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.hands().speed
    }

    /// Lets `speed` virtual seconds pass in a real one.
    ///
    /// # Errors
    ///
    /// When `speed` is not a number above 0 and at most 60 000.
    pub fn set_speed(&self, speed: f64) -> Result<(), SpeedError> {
        if !(speed > 0.0 && speed <= MAX_SPEED) {
            return Err(SpeedError);
        }
        self.touch(|hands| {
            hands.settle();
            hands.speed = speed;
        });
        Ok(())
    }

    /// Wakes whoever waits whenever the clock is moved, stopped, started or given another speed.
    pub(crate) fn touches(&self) -> watch::Receiver<()> {
        self.0.touched.subscribe()
    }

    /// Real time until the clock shows `at`, if nobody touches it: nothing when it has passed, `None` while the clock
    /// stands.
    pub(crate) fn until(&self, at: OffsetDateTime) -> Option<std::time::Duration> {
        let hands = self.hands();
        let left = at - hands.now();
        if left <= time::Duration::ZERO {
            return Some(std::time::Duration::ZERO);
        }
        let left = left / hands.speed;
        (!hands.paused).then(|| left.try_into().unwrap_or_default())
    }

    fn touch(&self, change: impl FnOnce(&mut Hands)) {
        change(&mut self.hands());
        self.0.touched.send_replace(());
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hands {
    fn now(&self) -> OffsetDateTime {
        if self.paused {
            return self.shown;
        }
        let passed = time::Duration::try_from(self.touched.elapsed()).unwrap_or_default() * self.speed;
        self.shown.checked_add(passed).unwrap_or(self.shown)
    }

    /// Makes the present the new starting point, before speed or pause change.
    fn settle(&mut self) {
        self.shown = self.now();
        self.touched = Instant::now();
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> OffsetDateTime {
        Self::now(self)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::macros::datetime;

    use super::*;

    const START: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

    #[tokio::test(start_paused = true)]
    async fn runs_pauses_jumps_and_hurries() {
        let clock = SandboxClock::new(START, false);
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(clock.now(), START + Duration::from_secs(5));

        clock.set_speed(60.0).unwrap();
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(clock.now(), START + Duration::from_secs(605));

        clock.pause();
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(clock.now(), START + Duration::from_secs(605));

        clock.jump(START);
        clock.advance(time::Duration::seconds(-1));
        assert_eq!(clock.now(), START - Duration::from_secs(1));

        clock.resume();
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(clock.now(), START + Duration::from_secs(59));
    }

    #[tokio::test(start_paused = true)]
    async fn tells_how_long_a_moment_is_away_and_wakes_who_waits_for_it() {
        let clock = SandboxClock::new(START, false);
        let mut touches = clock.touches();
        clock.set_speed(10.0).unwrap();
        assert!(touches.has_changed().unwrap());
        let soon = START + Duration::from_secs(60);
        assert_eq!(clock.until(soon), Some(Duration::from_secs(6)));
        assert_eq!(clock.until(START), Some(Duration::ZERO));
        touches.mark_unchanged();
        clock.pause();
        assert!(touches.has_changed().unwrap());
        assert_eq!(clock.until(soon), None);
        assert_eq!(clock.until(START), Some(Duration::ZERO));
    }

    #[test]
    fn refuses_a_speed_that_makes_no_sense() {
        let clock = SandboxClock::new(START, true);
        for speed in [0.0, -1.0, f64::NAN, f64::INFINITY, 60_001.0] {
            assert_eq!(clock.set_speed(speed), Err(SpeedError), "{speed}");
        }
        assert!((clock.speed() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_calendars_ends_are_no_panic_and_no_start() {
        for end in [
            datetime!(9999-12-31 23:00 UTC),
            datetime!(-9999-01-01 00:00 +14:00),
        ] {
            let clock = SandboxClock::new(end, true);
            clock.jump(end);
            assert_eq!(clock.now(), end);
            assert!(!can_show(end));
        }
        assert!(can_show(datetime!(1970-01-01 00:00 +5:30)) && !can_show(datetime!(1969-12-31 18:29:59 UTC)));
        assert!(can_show(datetime!(2099-12-31 23:59:59 +5:30)) && !can_show(datetime!(2099-12-31 18:30 UTC)));
    }

    #[test]
    fn shows_india_whatever_zone_it_was_set_in() {
        let clock = SandboxClock::new(datetime!(2026-11-23 18:30 UTC), true);
        assert_eq!(clock.now().to_string(), "2026-11-24 0:00:00.0 +05:30:00");
    }
}
