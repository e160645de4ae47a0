//! One account's session: the token of the moment, how it came, when it goes.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use arc_swap::ArcSwap;
use async_trait::async_trait;
use pocketful_types::{ClientId, Clock, Origin};
use time::OffsetDateTime;
use tokio::sync::watch;

use crate::{
    AccessToken, AppId, Error, ErrorKind, Login, StoreVersion, TokenRecord, TokenSource, TokenStore,
};

mod builder;
mod keeping;
mod renewal;
mod slot;
mod state;
mod timer;

pub use builder::SessionBuilder;
pub use state::SessionState;

use renewal::Flight;
use slot::{Slot, belongs};

/// A session with the broker. Clones are cheap and share everything.
///
/// [`token`](Self::token) gives the token out of memory; the rest of the day's life is explicit:
/// [`restore`](Self::restore) reads the store, [`log_in`](Self::log_in) starts a session,
/// [`renew`](TokenSource::renew) finds a token when there is none, [`log_out`](Self::log_out) ends it. Nothing
/// happens in the background but the timer of [`watch`](Self::watch).
#[derive(Clone)]
pub struct Session(Arc<Shared>);

struct Shared {
    audience: Origin,
    store: Arc<dyn TokenStore>,
    app_id: Option<AppId>,
    clock: Arc<dyn Clock>,
    /// Only an automatic way in.
    login: Option<Arc<dyn Login>>,
    safety_margin: Duration,
    lead_times: Vec<Duration>,
    slot: ArcSwap<Slot>,
    /// What the store held when this session last read or wrote it.
    known: Mutex<Option<StoreVersion>>,
    /// Tokens that the server refused, and when, so that the store does not bring them back. Kept until they would have
    /// expired.
    revoked: Mutex<Vec<(AccessToken, OffsetDateTime)>>,
    states: watch::Sender<SessionState>,
    /// Whether the timer task runs.
    timed: AtomicBool,
    flight: Flight,
}

impl Session {
    /// A session for the API at `audience` that is kept in `store`.
    pub fn builder(audience: Origin, store: Arc<dyn TokenStore>) -> SessionBuilder {
        SessionBuilder::new(audience, store)
    }

    /// The token to use now: no I/O, no lock, one look at the clock.
    ///
    /// # Errors
    /// The four [login required](Error::is_login_required) kinds and [`Expiring`](ErrorKind::Expiring).
    pub fn token(&self) -> Result<AccessToken, Error> {
        let slot = self.0.slot.load();
        if let Slot::Live(live) = &**slot
            && self.0.clock.unix_nanos() < live.refuse_from_nanos
        {
            return Ok(live.record.token().clone());
        }
        self.0.publish();
        Err(slot.refusal(self.0.clock.now()))
    }

    /// Reads the store and takes over what it holds. A record of another app or address, an expired and a revoked
    /// one are no error here: see the state, or the error of [`token`](Self::token).
    ///
    /// # Errors
    /// The store cannot be read, or what it holds is corrupt.
    pub async fn restore(&self) -> Result<SessionState, Error> {
        self.0.read_store().await?;
        Ok(self.state())
    }

    /// Logs in this way, keeps the result and uses it from here on, whatever was there before. An automatic way holds the
    /// store's lock meanwhile.
    ///
    /// # Errors
    /// Before the login: the store cannot be read or locked, is corrupt or read-only. Then those of the login, and
    /// [`WrongApp`](ErrorKind::WrongApp) when it yields a record for another app or address. When only the saving fails, the
    /// error says so and this session has the new token nonetheless.
    pub async fn log_in(&self, login: &dyn Login) -> Result<AccessToken, Error> {
        self.0.log_in(login).await
    }

    /// As [`log_in`](Self::log_in), and replaces a damaged record as well. One of a newer format, or one that cannot be
    /// opened, stays and is an error.
    ///
    /// # Errors
    /// As [`log_in`](Self::log_in).
    pub async fn log_in_anew(&self, login: &dyn Login) -> Result<AccessToken, Error> {
        self.0.clear_damage().await?;
        self.0.log_in(login).await
    }

    /// Forgets the token, here and in the store, and does not log in by itself any more. The server is not told: there is no
    /// call for that.
    ///
    /// # Errors
    /// The store could not forget it. This session has forgotten it nonetheless.
    pub async fn log_out(&self) -> Result<(), Error> {
        self.0.replace(Slot::LoggedOut);
        self.0.store.clear(None).await?;
        tracing::info!("logged out");
        Ok(())
    }

    /// Where the session stands at this moment.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.0.state()
    }

    /// The states as they change, by a call or by the passing of time.
    ///
    /// The first call within a Tokio runtime starts one small task there that waits for the next lead time or the end of
    /// the token. It keeps no session alive and ends with the last clone. It looks at the clock at least every 30 seconds,
    /// so a clock that is set, or a machine that slept, is noticed within that time. Called outside of a runtime, states
    /// change by calls only.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<SessionState> {
        self.0.publish();
        timer::ensure(&self.0);
        self.0.states.subscribe()
    }

    /// The record in use, alive or expired.
    #[must_use]
    pub fn record(&self) -> Option<TokenRecord> {
        self.0.slot.load().record().cloned()
    }

    /// Whose session it is: alive, expired or revoked. `None` when nobody is logged in, or somebody for something else.
    #[must_use]
    pub fn client_id(&self) -> Option<ClientId> {
        self.0.slot.load().client_id().cloned()
    }

    /// The API that this session's tokens may be sent to.
    #[must_use]
    pub fn audience(&self) -> &Origin {
        &self.0.audience
    }

    /// Which store keeps it, for a person.
    #[must_use]
    pub fn store_description(&self) -> String {
        self.0.store.describe()
    }
}

#[async_trait]
impl TokenSource for Session {
    fn token(&self) -> Result<AccessToken, Error> {
        Session::token(self)
    }

    /// One attempt at a time in this process: callers that come while one runs wait for it and get its outcome. With an automatic
    /// way in, the store's lock makes that one per machine. After a refused login the next attempt waits a minute, and after three
    /// refusals in a row only [`Session::log_in`] tries again, so that the account is not locked by wrong answers.
    async fn renew(&self) -> Result<AccessToken, Error> {
        self.0.renew().await
    }

    async fn look_again(&self) {
        self.0.look_again().await;
    }

    fn invalidate(&self, token: &AccessToken) {
        self.0.invalidate(token);
    }

    async fn settle(&self) {
        self.0.settle().await;
    }

    fn audience(&self) -> Option<Origin> {
        Some(self.0.audience.clone())
    }
}

impl Shared {
    fn state(&self) -> SessionState {
        self.slot.load().state(&self.lead_times, self.clock.now())
    }

    /// Tells the watchers, if there is news. The state is computed under the channel's lock, so the last word is the latest.
    fn publish(&self) {
        self.states.send_if_modified(|told| {
            let state = self.state();
            let news = *told != state;
            *told = state;
            news
        });
    }

    fn replace(&self, slot: Slot) {
        self.slot.store(Arc::new(slot));
        self.publish();
    }

    /// Puts `slot` in the place of `seen`, unless somebody was faster.
    fn replace_if(&self, seen: &Arc<Slot>, slot: Slot) -> bool {
        let before = self.slot.compare_and_swap(seen, Arc::new(slot));
        let done = Arc::ptr_eq(&before, seen);
        if done {
            self.publish();
        }
        done
    }

    fn check(&self, record: &TokenRecord) -> Result<(), String> {
        belongs(record, self.app_id.as_ref(), &self.audience)
    }

    fn is_expired(&self, token: &AccessToken) -> bool {
        token.is_expired_at_nanos(self.clock.unix_nanos())
    }

    /// Whether the record's token was refused. A login after that may yield the same text again: then it is good again.
    fn is_revoked(&self, record: &TokenRecord) -> bool {
        let revoked = self.revoked.lock().unwrap_or_else(PoisonError::into_inner);
        revoked
            .iter()
            .any(|(token, at)| token.is_same(record.token()) && record.issued_at() <= *at)
    }

    fn set_revoked(&self, token: &AccessToken, is_revoked: bool) {
        let mut revoked = self.revoked.lock().unwrap_or_else(PoisonError::into_inner);
        revoked.retain(|(other, _)| !self.is_expired(other) && !other.is_same(token));
        if is_revoked {
            revoked.push((token.clone(), self.clock.now()));
        }
    }

    fn invalidate(&self, token: &AccessToken) {
        // A token that was alive when it was sent and dead when it arrived is expired, not revoked.
        if self.is_expired(token) {
            return self.publish();
        }
        self.set_revoked(token, true);
        loop {
            let seen = self.slot.load_full();
            match seen.record() {
                Some(record) if record.token().is_same(token) => {
                    if self.replace_if(&seen, Slot::Revoked(token.client_id().clone())) {
                        tracing::warn!(client_id = %token.client_id(), "the server refused the token");
                        return;
                    }
                }
                _ => return,
            }
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("audience", &self.0.audience)
            .field("app_id", &self.0.app_id)
            .field("store", &self.0.store)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

/// The error for a record that a login made for something else.
fn wrong_app(text: String) -> Error {
    Error::new(ErrorKind::WrongApp, text)
}

#[cfg(test)]
mod tests;
