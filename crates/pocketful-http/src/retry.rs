//! Whether a failed attempt is repeated, and when: a pure function of what happened.

use std::time::Duration;

use pocketful_types::Effect;

use crate::{ErrorKind, Outcome};

/// How often and how long a call is tried.
///
/// A read is repeated after a failure that may pass; a write only when nothing was sent. The waits grow from
/// `first_wait`, doubled each time up to `longest_wait`, and each is a random part of that ("full jitter"). Where the
/// server says `Retry-After`, that is waited instead. Nothing is repeated that could not end within the call's
/// timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// One attempt only.
    #[must_use]
    pub fn never() -> Self {
        Self::default().with_attempts(1)
    }

    /// The same with `attempts` in all, the first included; 0 counts as 1. Default 3.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The same with other waits: the most that is waited before the second attempt, and before any. Default 200 ms
    /// and 2 s.
    #[must_use]
    pub fn with_waits(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest.max(first);
        self
    }

    /// Attempts in all.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(2),
        }
    }
}

/// What is known when an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed {
    pub(crate) effect: Effect,
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    /// How many attempts were made, this one included.
    pub(crate) attempt: u32,
    /// Whether this attempt already had another token than the first.
    pub(crate) renewed: bool,
    /// What the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// What is left of the call's time.
    pub(crate) left: Duration,
    /// The least time that another attempt needs to be worth beginning.
    pub(crate) needed: Duration,
}

/// How long to wait before the next attempt; `None` when there is to be none. `random` is any number of a `u32`.
pub(crate) fn next_wait(policy: &RetryPolicy, failed: &Failed, random: u32) -> Option<Duration> {
    let may_repeat = match failed.effect {
        Effect::Read => may_pass(failed),
        Effect::Write => failed.outcome == Outcome::NotSent && may_pass(failed),
    };
    if !may_repeat || failed.attempt >= policy.attempts {
        return None;
    }
    let wait = failed.retry_after.unwrap_or_else(|| match failed.kind {
        // The next attempt has another token; waiting would not make it better.
        ErrorKind::Auth => Duration::ZERO,
        _ => jittered(policy, failed.attempt, random),
    });
    (wait.saturating_add(failed.needed) <= failed.left).then_some(wait)
}

/// Whether the same request may succeed a moment later.
fn may_pass(failed: &Failed) -> bool {
    let Failed {
        kind,
        outcome,
        renewed,
        ..
    } = *failed;
    match kind {
        ErrorKind::Connect
        | ErrorKind::Dns
        | ErrorKind::Timeout
        | ErrorKind::Disconnected
        | ErrorKind::Server => true,
        // With another token. Where there is none the call ends; so it does when that one is refused as well.
        ErrorKind::Auth => outcome == Outcome::Rejected && !renewed,
        // The local limiter has already waited, or was told not to.
        ErrorKind::Limit => outcome != Outcome::NotSent,
        _ => false,
    }
}

fn jittered(policy: &RetryPolicy, attempt: u32, random: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let most = policy.first_wait.saturating_mul(doubled).min(policy.longest_wait);
    let nanos = most.as_nanos() * u128::from(random) / u128::from(u32::MAX);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
