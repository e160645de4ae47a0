//! What a session says of itself.

use std::time::Duration;

use time::OffsetDateTime;

/// Where a session stands. Equal values are no news: a watcher is woken only when the value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// Nobody has logged in, or the store has not been read yet.
    SignedOut,
    /// The store holds a session of another app or another address. Log in for this one.
    WrongApp,
    /// The store holds a session that was started later than it is now: the clock was set back. Check it, or log in again.
    ClockSetBack,
    /// The token may be used.
    Valid {
        /// When it dies.
        expires_at: OffsetDateTime,
    },
    /// The token may be used, but not for long: one of the session's lead times has begun.
    Expiring {
        /// When it dies.
        expires_at: OffsetDateTime,
        /// The shortest lead time that has begun.
        within: Duration,
    },
    /// The token is dead. Log in again.
    Expired {
        /// Since when.
        since: OffsetDateTime,
    },
    /// The server refused the token before its time. Log in again.
    Revoked,
}

impl SessionState {
    /// Whether there is a token that lives.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        matches!(self, Self::Valid { .. } | Self::Expiring { .. })
    }
}
