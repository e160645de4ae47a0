//! How long to wait before the next attempt: full jitter, so that a thousand clients do not come back at once.

use std::{fmt, sync::Arc, time::Duration};

/// Pauses between attempts: a random share of a limit that doubles from `base` to `cap`.
#[derive(Clone)]
pub struct Backoff {
    base: Duration,
    cap: Duration,
    random: Arc<dyn Fn() -> u32 + Send + Sync>,
}

impl Backoff {
    /// Pauses of at most `base` at first and `cap` in the end; neither counts as more than a year.
    #[must_use]
    pub fn new(base: Duration, cap: Duration) -> Self {
        Self {
            base,
            cap: cap.max(base),
            random: Arc::new(|| getrandom::u32().unwrap_or(u32::MAX)),
        }
    }

    /// The same with another source of randomness: any 32 bits.
    #[must_use]
    pub fn with_random(mut self, random: impl Fn() -> u32 + Send + Sync + 'static) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// The pause after `failures` failures in a row, 1 or more.
    pub(crate) fn pause(&self, failures: u32) -> Duration {
        pause(self.base, self.cap, failures, (self.random)())
    }
}

/// A longer pause than a year is none that could be added to every clock.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// `random` out of 2³² of the limit that belongs to `failures`.
fn pause(base: Duration, cap: Duration, failures: u32, random: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    let limit = base.saturating_mul(doubled).min(cap).min(LONGEST);
    limit.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(60))
    }
}

impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backoff")
            .field("base", &self.base)
            .field("cap", &self.cap)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_limit_doubles_up_to_the_cap() {
        let backoff = Backoff::default().with_random(|| u32::MAX);
        let seconds: Vec<_> = [1, 2, 3, 6, 7, 8, u32::MAX]
            .map(|failures| backoff.pause(failures).as_secs())
            .into();
        assert_eq!(seconds, [1, 2, 4, 32, 60, 60, 60]);
        let none = Backoff::default().with_random(|| 0);
        assert_eq!(none.pause(9), Duration::ZERO);
    }

    #[test]
    fn the_longest_pause_is_one() {
        let never = Backoff::new(Duration::MAX, Duration::MAX).with_random(|| u32::MAX);
        assert_eq!(never.pause(1), LONGEST);
    }

    #[test]
    fn by_default_no_two_clients_wait_alike() {
        let (one, other) = (Backoff::default(), Backoff::default());
        let pauses: HashSet<_> = (0..100).flat_map(|_| [one.pause(7), other.pause(7)]).collect();
        // Of 200 in a minute two may be the same nanosecond; 200 that are are not random.
        assert!(pauses.len() > 190, "{pauses:?}");
        let third = |at: u64| pauses.iter().filter(|pause| pause.as_secs() / 20 == at).count();
        assert!(
            (0..3).all(|at| third(at) > 20),
            "a share of the whole limit: {pauses:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_pause_is_beyond_the_cap(base in 0_u64..10_000, cap in 0_u64..1_000_000, failures: u32, random: u32) {
            let (base, cap) = (Duration::from_millis(base), Duration::from_millis(cap));
            prop_assert!(pause(base, cap, failures, random) <= cap);
        }
    }
}
