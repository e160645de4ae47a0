//! The rate limiter: exact sliding windows, reserved all at once, first come first served.

mod bucket;
mod limits;
mod queue;
mod quota;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pocketful_types::RateClass;
use tokio::time::Instant;

use bucket::{Bucket, Busy};
pub use limits::{LimitPolicy, RateLimits, Window};
use queue::{Place, Queue};
pub use quota::{Quota, WindowQuota};

/// Keeps calls within the published rates of the API (wire reference, section 0.4).
///
/// Every window of a class is checked and counted in one step, so a call either counts in all of them or in none.
/// A window is exact: at no moment do the last `per` contain more than `permits` calls. Clones share their counts.
#[derive(Clone, Debug)]
pub struct RateLimiter(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Instants are kept as nanoseconds since this one: half the memory, and plain integer comparisons.
    epoch: Instant,
    policy: LimitPolicy,
    order: Mutex<Lane>,
    data: Mutex<Lane>,
    non_trading: Mutex<Lane>,
}

/// One class: what was granted and who waits.
#[derive(Debug)]
struct Lane {
    bucket: Bucket,
    queue: Queue,
}

/// The call would exceed a limit and may not, or may no longer, wait. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the limit of {limit} reached: {}", next_free(*.retry_after))]
pub struct LimitExceeded {
    /// How long until a call would be let through, as far as is known now; `None` when the limit lets none through.
    pub retry_after: Option<Duration>,
    /// Which limit is in the way.
    pub limit: LimitName,
}

/// What is in the way of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitName {
    /// A window of the class.
    Window {
        /// The class.
        class: RateClass,
        /// The window, with the permits that this call may use.
        window: Window,
    },
    /// The server asked for a pause with `Retry-After`.
    ServerPause {
        /// The class.
        class: RateClass,
    },
}

impl std::fmt::Display for LimitName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Window { class, window } => {
                write!(
                    f,
                    "{} {} in {} s is",
                    window.permits,
                    calls(*class),
                    window.per.as_secs_f64()
                )
            }
            Self::ServerPause { class } => write!(f, "{} that the server set is", calls(*class)),
        }
    }
}

fn calls(class: RateClass) -> &'static str {
    match class {
        RateClass::Order | RateClass::Cancel => "order calls",
        RateClass::Data => "market data calls",
        _ => "other calls",
    }
}

impl RateLimiter {
    /// A limiter that has granted nothing yet.
    #[must_use]
    pub fn new(limits: &RateLimits, policy: LimitPolicy) -> Self {
        let lane = |windows: &[Window]| {
            Mutex::new(Lane {
                bucket: Bucket::new(windows),
                queue: Queue::default(),
            })
        };
        Self(Arc::new(Inner {
            epoch: Instant::now(),
            policy,
            order: lane(limits.order()),
            data: lane(limits.data()),
            non_trading: lane(limits.non_trading()),
        }))
    }

    /// Takes one permit of `class`, waiting for it if the policy says so.
    ///
    /// Waiting is fair within a class, except that a cancel goes before every waiting place. Dropping the future
    /// gives the place in the queue up and costs no permit.
    ///
    /// # Errors
    /// When the permit cannot be had now (policy `Refuse`) or not soon enough (policy `Wait`).
    pub async fn acquire(&self, class: RateClass) -> Result<(), LimitExceeded> {
        let urgent = class == RateClass::Cancel;
        let (place, at_most) = {
            let now = self.nanos();
            let mut lane = self.lane(class);
            let busy = if lane.queue.is_ahead_of_all(urgent) {
                match lane.bucket.try_take(now, urgent) {
                    Ok(()) => return Ok(()),
                    Err(busy) => Some(busy),
                }
            } else {
                lane.bucket.busy(now, urgent)
            };
            let at_most = match self.0.policy {
                LimitPolicy::Wait { at_most } => at_most,
                LimitPolicy::Refuse => Duration::ZERO,
            };
            match busy {
                Some(busy) if busy.until.saturating_sub(now) > nanos(at_most) => {
                    return Err(exceeded(class, busy, now));
                }
                _ => (lane.queue.join(urgent), at_most),
            }
        };
        self.wait(class, urgent, place, at_most).await
    }

    /// Waits in the queue until the permit is there or `at_most` is over.
    async fn wait(
        &self,
        class: RateClass,
        urgent: bool,
        place: Place,
        at_most: Duration,
    ) -> Result<(), LimitExceeded> {
        let deadline = self.nanos().saturating_add(nanos(at_most));
        let waiting = Waiting {
            limiter: self,
            class,
            place,
        };
        loop {
            let woken = waiting.place.woken();
            let wake_at = {
                let now = self.nanos();
                let mut lane = self.lane(class);
                let first = lane.queue.is_first(&waiting.place);
                let busy = match lane.bucket.busy(now, urgent) {
                    None if first => {
                        return lane
                            .bucket
                            .try_take(now, urgent)
                            .map_err(|busy| exceeded(class, busy, now));
                    }
                    busy => busy.unwrap_or(Busy {
                        until: now,
                        window: None,
                    }),
                };
                if busy.until > deadline || now >= deadline {
                    return Err(exceeded(class, busy, now));
                }
                if first { busy.until } else { deadline }
            };
            // Either the moment comes, or somebody ahead leaves, or a cancel comes in between.
            tokio::select! {
                () = tokio::time::sleep_until(self.0.epoch + Duration::from_nanos(wake_at)) => {}
                () = woken => {}
            }
        }
    }

    /// Lets no call of the class through for `pause`, as the server's `Retry-After` asks.
    ///
    /// `Order` and `Cancel` share their limits and so their pause.
    pub fn pause(&self, class: RateClass, pause: Duration) {
        let until = self.nanos().saturating_add(nanos(pause));
        self.lane(class).bucket.pause_until(until);
    }

    /// What is used and left of every window, at this moment.
    #[must_use]
    pub fn quota(&self) -> Quota {
        let now = self.nanos();
        let windows = [RateClass::Order, RateClass::Data, RateClass::NonTrading]
            .into_iter()
            .flat_map(|class| self.lane(class).bucket.quota(class, now))
            .collect();
        Quota { windows }
    }

    fn lane(&self, class: RateClass) -> MutexGuard<'_, Lane> {
        let lane = match class {
            RateClass::Order | RateClass::Cancel => &self.0.order,
            RateClass::Data => &self.0.data,
            _ => &self.0.non_trading,
        };
        lane.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn nanos(&self) -> u64 {
        nanos(Instant::now().saturating_duration_since(self.0.epoch))
    }
}

/// A place in the queue that is given up on drop, whichever way the wait ends.
struct Waiting<'a> {
    limiter: &'a RateLimiter,
    class: RateClass,
    place: Place,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limiter.lane(self.class).queue.leave(&self.place);
    }
}

fn exceeded(class: RateClass, busy: Busy, now: u64) -> LimitExceeded {
    let limit = match busy.window {
        Some(window) => LimitName::Window { class, window },
        None => LimitName::ServerPause { class },
    };
    let never = busy.until == u64::MAX;
    LimitExceeded {
        retry_after: (!never).then(|| Duration::from_nanos(busy.until.saturating_sub(now))),
        limit,
    }
}

fn next_free(retry_after: Option<Duration>) -> String {
    match retry_after {
        Some(after) => format!("the next call is free in {} ms", after.as_millis().max(1)),
        None => "it lets no call through".to_owned(),
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
