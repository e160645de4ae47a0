//! What was granted when: one ring of instants that answers for every window of a class. Pure: time is an argument.

use super::{LimitName, Window, WindowQuota};
use pocketful_types::RateClass;

/// The latest grants of one class, oldest overwritten first.
///
/// A window of `n` permits is full exactly when the grant `n` places back is younger than the window is long, so one
/// ring as long as the widest window serves them all, and a check is one look per window.
#[derive(Debug)]
pub(super) struct Bucket {
    windows: Vec<Slot>,
    /// Nanoseconds since the limiter's epoch; grows up to `capacity`, then wraps.
    grants: Vec<u64>,
    capacity: usize,
    /// Where the next grant goes.
    head: usize,
    paused_until: u64,
}

/// A window in the numbers that the check needs.
#[derive(Debug)]
struct Slot {
    window: Window,
    permits: usize,
    /// Permits that a place may use: `permits` less what is kept for cancels.
    for_places: usize,
    per: u64,
}

/// Why there is no permit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Busy {
    /// The earliest instant at which there could be one.
    pub(super) until: u64,
    /// The window in the way; `None` is the pause that the server asked for.
    pub(super) window: Option<Window>,
}

impl Bucket {
    pub(super) fn new(windows: &[Window]) -> Self {
        let slots = windows
            .iter()
            .map(|&window| Slot {
                window,
                permits: window.permits as usize,
                for_places: window.permits.saturating_sub(window.for_cancels) as usize,
                per: super::nanos(window.per),
            })
            .collect::<Vec<_>>();
        let capacity = slots.iter().map(|slot| slot.permits).max().unwrap_or(0);
        Self {
            windows: slots,
            grants: Vec::new(),
            capacity,
            head: 0,
            paused_until: 0,
        }
    }

    /// Takes a permit at `now`, counting it in every window, unless one of them or a pause is in the way.
    pub(super) fn try_take(&mut self, now: u64, urgent: bool) -> Result<(), Busy> {
        match self.busy(now, urgent) {
            Some(busy) => Err(busy),
            None => {
                self.record(now);
                Ok(())
            }
        }
    }

    /// What is in the way of a call at `now`; of several, what takes longest.
    pub(super) fn busy(&self, now: u64, urgent: bool) -> Option<Busy> {
        let mut until = self.paused_until;
        let mut window = None;
        for slot in &self.windows {
            let permits = if urgent { slot.permits } else { slot.for_places };
            let free_at = match permits {
                0 => u64::MAX,
                permits => self
                    .back(permits)
                    .map_or(0, |grant| grant.saturating_add(slot.per)),
            };
            if free_at > until {
                until = free_at;
                window = Some((slot, permits));
            }
        }
        if until <= now {
            return None;
        }
        let window = window.map(|(slot, permits)| Window {
            permits: u32::try_from(permits).unwrap_or(u32::MAX),
            ..slot.window
        });
        Some(Busy { until, window })
    }

    pub(super) fn pause_until(&mut self, instant: u64) {
        self.paused_until = self.paused_until.max(instant);
    }

    pub(super) fn quota(&self, class: RateClass, now: u64) -> Vec<WindowQuota> {
        self.windows
            .iter()
            .map(|slot| {
                // Grants are in order of time, so those still inside the window are the newest ones.
                let inside = |places: usize| {
                    self.back(places)
                        .is_some_and(|grant| grant.saturating_add(slot.per) > now)
                };
                let mut used = 0;
                let mut beyond = self.grants.len().min(slot.permits) + 1;
                while beyond - used > 1 {
                    let middle = used + (beyond - used) / 2;
                    *(if inside(middle) { &mut used } else { &mut beyond }) = middle;
                }
                let oldest = self
                    .back(used)
                    .map_or(now, |grant| grant.saturating_add(slot.per));
                WindowQuota {
                    limit: LimitName::Window {
                        class,
                        window: slot.window,
                    },
                    used: u32::try_from(used).unwrap_or(u32::MAX),
                    left: u32::try_from(slot.permits - used).unwrap_or(u32::MAX),
                    next_free_in: std::time::Duration::from_nanos(if used == 0 {
                        0
                    } else {
                        oldest.saturating_sub(now)
                    }),
                }
            })
            .collect()
    }

    /// The grant `places` back, 1 being the newest.
    fn back(&self, places: usize) -> Option<u64> {
        if places == 0 || places > self.grants.len() {
            return None;
        }
        let index = if self.head >= places {
            self.head - places
        } else {
            self.head + self.grants.len() - places
        };
        self.grants.get(index).copied()
    }

    fn record(&mut self, now: u64) {
        if self.capacity == 0 {
            return;
        }
        if self.grants.len() < self.capacity {
            self.grants.push(now);
        } else if let Some(oldest) = self.grants.get_mut(self.head) {
            *oldest = now;
        }
        self.head = if self.head + 1 == self.capacity {
            0
        } else {
            self.head + 1
        };
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn windows(list: &[(u32, u64, u32)]) -> Vec<Window> {
        list.iter()
            .map(|&(permits, per, kept)| {
                Window::new(permits, Duration::from_nanos(per)).keeping_for_cancels(kept)
            })
            .collect()
    }

    fn until(bucket: &mut Bucket, now: u64, urgent: bool) -> u64 {
        bucket.try_take(now, urgent).unwrap_err().until
    }

    #[test]
    fn the_window_slides_exactly() {
        let mut bucket = Bucket::new(&windows(&[(2, 100, 0)]));
        assert_eq!(bucket.try_take(0, false), Ok(()));
        assert_eq!(bucket.try_take(60, false), Ok(()));
        assert_eq!(until(&mut bucket, 99, false), 100);
        assert_eq!(bucket.try_take(100, false), Ok(()));
        assert_eq!(until(&mut bucket, 159, false), 160);
        assert_eq!(bucket.try_take(160, false), Ok(()));
    }

    #[test]
    fn a_refused_call_counts_in_no_window() {
        let mut bucket = Bucket::new(&windows(&[(1, 10, 0), (3, 1000, 0)]));
        assert_eq!(bucket.try_take(0, false), Ok(()));
        for now in 1..10 {
            assert_eq!(until(&mut bucket, now, false), 10);
        }
        assert_eq!(bucket.try_take(10, false), Ok(()));
        assert_eq!(bucket.try_take(20, false), Ok(()));
        // The wide window is full now, and says so by name.
        let busy = bucket.try_take(30, false).unwrap_err();
        assert_eq!(
            (busy.until, busy.window.map(|window| window.permits)),
            (1000, Some(3))
        );
    }

    #[test]
    fn places_leave_room_for_cancels() {
        let mut bucket = Bucket::new(&windows(&[(3, 100, 1)]));
        assert_eq!(bucket.try_take(0, false), Ok(()));
        assert_eq!(bucket.try_take(0, false), Ok(()));
        assert_eq!(until(&mut bucket, 0, false), 100);
        assert_eq!(bucket.try_take(0, true), Ok(()));
        assert_eq!(until(&mut bucket, 0, true), 100);
    }

    #[test]
    fn a_pause_holds_everything_back() {
        let mut bucket = Bucket::new(&windows(&[(5, 10, 0)]));
        bucket.pause_until(500);
        bucket.pause_until(300);
        assert_eq!(
            bucket.try_take(499, true),
            Err(Busy {
                until: 500,
                window: None
            })
        );
        assert_eq!(bucket.try_take(500, true), Ok(()));
    }

    #[test]
    fn a_window_of_nothing_never_opens() {
        let mut bucket = Bucket::new(&windows(&[(0, 10, 0)]));
        assert_eq!(until(&mut bucket, 1_000_000, true), u64::MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Against the plain reading of the rule: a call is let through exactly when, for every window, fewer than
        /// its permits lie in the span that ends with the call.
        #[test]
        fn agrees_with_the_plain_reading(
            list in prop::collection::vec((1_u32..8, 1_u64..60, 0_u32..3), 1..4),
            calls in prop::collection::vec((0_u64..20, any::<bool>()), 1..200),
        ) {
            let windows = windows(&list);
            let mut bucket = Bucket::new(&windows);
            let mut granted: Vec<u64> = Vec::new();
            let mut now = 0;
            for (step, urgent) in calls {
                now += step;
                let count = |per: u64| granted.iter().filter(|&&at| at + per > now).count();
                let free = list.iter().all(|&(permits, per, kept)| {
                    let permits = if urgent { permits } else { permits.saturating_sub(kept) };
                    count(per) < permits as usize
                });
                for (quota, &(permits, per, _)) in bucket.quota(RateClass::Order, now).iter().zip(&list) {
                    prop_assert_eq!(quota.used as usize, count(per));
                    prop_assert_eq!(quota.used + quota.left, permits);
                }
                match bucket.try_take(now, urgent) {
                    Ok(()) => {
                        prop_assert!(free);
                        granted.push(now);
                    }
                    Err(busy) => {
                        prop_assert!(!free);
                        prop_assert!(busy.until > now);
                        // The instant that it names is right: not free just before, free then.
                        if busy.until < u64::MAX {
                            prop_assert_eq!(bucket.busy(busy.until - 1, urgent), Some(busy));
                            prop_assert_eq!(bucket.busy(busy.until, urgent), None);
                        }
                    }
                }
            }
        }
    }
}
