//! Finding a token when there is none: one attempt per process, one login per machine.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use pocketful_types::next_midnight;
use tokio::time::Instant;

use super::{Shared, slot::Slot};
use crate::{AccessToken, Error, ErrorKind, Login, expiry};

/// How long a refused automatic login is not repeated.
const PAUSE: Duration = Duration::from_secs(60);

/// After how many refusals in a row only a person tries again.
const MAX_REFUSALS: u32 = 3;

/// The one attempt under way.
#[derive(Default)]
pub(super) struct Flight {
    /// Held by the attempt; the others queue here. A dropped attempt frees it, and the next in the queue starts its own.
    turn: tokio::sync::Mutex<Option<Error>>,
    /// Attempts that have come to an end.
    finished: AtomicU64,
    refusals: Mutex<Refusals>,
}

#[derive(Default)]
struct Refusals {
    count: u32,
    last: Option<(Instant, Error)>,
}

impl Flight {
    /// A login succeeded.
    pub(super) fn forgive(&self) {
        *self.refusals() = Refusals::default();
    }

    fn refused(&self, error: &Error) {
        let mut refusals = self.refusals();
        refusals.count += 1;
        refusals.last = Some((Instant::now(), error.clone()));
    }

    /// The error to repeat instead of trying the same login again.
    fn standing_refusal(&self) -> Option<Error> {
        let refusals = self.refusals();
        let (at, error) = refusals.last.as_ref()?;
        let advice = if refusals.count >= MAX_REFUSALS {
            "it was refused three times and is not tried again by itself; correct the credentials and log in"
        } else if at.elapsed() < PAUSE {
            "it is not tried again for a minute, so that the account is not locked"
        } else {
            return None;
        };
        Some(Error::new(error.kind(), format!("{error}; {advice}")).with_source(error.clone()))
    }

    fn refusals(&self) -> std::sync::MutexGuard<'_, Refusals> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    pub(super) async fn renew(&self) -> Result<AccessToken, Error> {
        let finished_before = self.flight.finished.load(Ordering::Acquire);
        let mut turn = self.flight.turn.lock().await;
        if let Some(token) = self.usable() {
            return Ok(token);
        }
        if self.flight.finished.load(Ordering::Acquire) != finished_before
            && let Some(error) = &*turn
        {
            return Err(error.clone());
        }
        let outcome = self.attempt().await;
        *turn = outcome.as_ref().err().cloned();
        self.flight.finished.fetch_add(1, Ordering::Release);
        outcome
    }

    async fn attempt(&self) -> Result<AccessToken, Error> {
        self.read_store().await?;
        if let Some(token) = self.usable() {
            return Ok(token);
        }
        let Some(login) = &self.login else {
            return Err(self.refusal());
        };
        if matches!(&**self.slot.load(), Slot::LoggedOut) {
            return Err(self.refusal());
        }
        self.check_time()?;
        if let Some(error) = self.flight.standing_refusal() {
            return Err(error);
        }
        self.log_in_alone(login.as_ref()).await
    }

    /// A login now would yield a token that is refused at once if midnight is within the margin.
    fn check_time(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let midnight = next_midnight(now);
        if now.saturating_add(self.safety_margin.try_into().unwrap_or(time::Duration::MAX)) < midnight {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Expiring,
            format!(
                "a login now would end at {}, too soon to start anything; wait until then",
                expiry::in_india(midnight)
            ),
        ))
    }

    /// Logs in under the store's lock, unless the process that had it before did.
    async fn log_in_alone(&self, login: &dyn Login) -> Result<AccessToken, Error> {
        let _lock = self.store.lock().await?;
        let version = self.read_store().await?;
        if let Some(token) = self.usable() {
            tracing::debug!("another process logged in");
            return Ok(token);
        }
        let record = match login.log_in().await {
            Ok(record) => record,
            Err(error) => {
                if error.kind() == ErrorKind::LoginRefused {
                    self.flight.refused(&error);
                }
                return Err(error);
            }
        };
        self.flight.forgive();
        self.accept(&record)?;
        // Trading goes on with the token even if it cannot be shared.
        if let Err(error) = self.save(&record, version).await {
            tracing::warn!(kind = ?error.kind(), %error, "logged in, but other processes cannot use the session");
        }
        self.usable().ok_or_else(|| self.refusal())
    }
}
