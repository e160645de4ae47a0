//! What a session holds at one moment, and the error for each case in which that is not a token.

use pocketful_types::{ClientId, Origin, next_midnight};
use time::{Duration, OffsetDateTime};

use crate::{AppId, Error, ErrorKind, SessionState, TokenRecord, expiry};

/// The content of a session. Replaced as a whole, never changed.
#[derive(Debug)]
pub(super) enum Slot {
    /// The store has not been read yet.
    Unread,
    /// Nobody has logged in.
    SignedOut,
    /// Somebody logged out through this session.
    LoggedOut,
    /// What the store holds is not for this session; the text says why and what to do.
    WrongApp(String),
    /// What the store holds was issued later than it is now; the text says so and what to do.
    ClockSetBack(String),
    /// A token, alive or expired: only the clock knows.
    Live(Live),
    /// The server refused the token of this account.
    Revoked(ClientId),
}

#[derive(Debug)]
pub(super) struct Live {
    pub(super) record: TokenRecord,
    /// From here on it is not given out for new work: its end less the safety margin, in nanoseconds since 1970.
    pub(super) refuse_from_nanos: i128,
}

impl Slot {
    pub(super) fn live(record: TokenRecord, margin: std::time::Duration) -> Self {
        let end = record.expires_at().unix_timestamp_nanos();
        let refuse_from_nanos = end.saturating_sub(expiry::nanos(margin));
        Self::Live(Live {
            record,
            refuse_from_nanos,
        })
    }

    pub(super) fn record(&self) -> Option<&TokenRecord> {
        match self {
            Self::Live(live) => Some(&live.record),
            _ => None,
        }
    }

    /// Whose session this is, or was until the server refused it.
    pub(super) fn client_id(&self) -> Option<&ClientId> {
        match self {
            Self::Live(live) => Some(live.record.client_id()),
            Self::Revoked(client_id) => Some(client_id),
            _ => None,
        }
    }

    pub(super) fn state(&self, lead_times: &[std::time::Duration], now: OffsetDateTime) -> SessionState {
        match self {
            Self::Unread | Self::SignedOut | Self::LoggedOut => SessionState::SignedOut,
            Self::WrongApp(_) => SessionState::WrongApp,
            Self::ClockSetBack(_) => SessionState::ClockSetBack,
            Self::Live(live) => expiry::state_at(live.record.expires_at(), lead_times, now),
            Self::Revoked(_) => SessionState::Revoked,
        }
    }

    /// Why this is not a token to use at `now`.
    pub(super) fn refusal(&self, now: OffsetDateTime) -> Error {
        let (kind, text) = match self {
            Self::Unread => (
                ErrorKind::NotLoggedIn,
                "the stored session has not been read yet; log in".to_owned(),
            ),
            Self::SignedOut => (
                ErrorKind::NotLoggedIn,
                "nobody is logged in; log in first".to_owned(),
            ),
            Self::LoggedOut => (
                ErrorKind::NotLoggedIn,
                "this session was logged out; log in again".to_owned(),
            ),
            Self::WrongApp(text) => (ErrorKind::WrongApp, text.clone()),
            Self::ClockSetBack(text) => (ErrorKind::ClockSetBack, text.clone()),
            Self::Revoked(client) => (
                ErrorKind::Revoked,
                format!(
                    "the server no longer accepts the token of {client} although it has not expired by this \
                     machine's clock: a login elsewhere or the portal may have replaced it, or the two clocks \
                     differ; log in again"
                ),
            ),
            Self::Live(live) => {
                let client = live.record.client_id();
                let at = expiry::in_india(live.record.expires_at());
                if now < live.record.expires_at() {
                    (
                        ErrorKind::Expiring,
                        format!(
                            "the session of {client} ends at {at}, too soon to start anything; \
                             wait until then and log in again"
                        ),
                    )
                } else {
                    (
                        ErrorKind::Expired,
                        format!(
                            "the session of {client} expired at {at}; log in again \
                             (a token lives until midnight in India at the latest)"
                        ),
                    )
                }
            }
        };
        Error::new(kind, text)
    }
}

/// How far the clocks of programs that share a store may be apart.
const SKEW: Duration = Duration::minutes(2);

/// `record` as it may be used at `now`: a token lives until the next midnight at most, whatever stands in the store.
/// The text says why it may not be used at all.
pub(super) fn at_this_hour(record: TokenRecord, now: OffsetDateTime) -> Result<TokenRecord, String> {
    if record.issued_at() > now.saturating_add(SKEW) {
        return Err(format!(
            "the session of {} was started at {}, but the clock shows {}: the clock was set back or the stored session \
             is not right; check the clock, or log in again",
            record.client_id(),
            expiry::in_india(record.issued_at()),
            expiry::in_india(now),
        ));
    }
    let midnight = next_midnight(now);
    if record.expires_at() > midnight {
        tracing::warn!(
            client_id = %record.client_id(),
            "the stored session would outlive the next midnight: the clock was set back; it is used until midnight"
        );
    }
    Ok(record.with_expires_at(midnight))
}

/// Whether `record` may be used by a session of `app_id` for the API at `audience`; the text says why not.
pub(super) fn belongs(record: &TokenRecord, app_id: Option<&AppId>, audience: &Origin) -> Result<(), String> {
    if record.audience() != audience {
        return Err(format!(
            "the session of {} was made for {}, but this program talks to {audience}; \
             log in for this address, or use the address of the session",
            record.client_id(),
            record.audience(),
        ));
    }
    match (record.app_id(), app_id) {
        (Some(made_for), Some(app)) if made_for != app => Err(format!(
            "the session of {} was made by the app {made_for}, but this program is set up for the app {app}; \
             log in with this app, or use the settings of the other",
            record.client_id(),
        )),
        _ => Ok(()),
    }
}
