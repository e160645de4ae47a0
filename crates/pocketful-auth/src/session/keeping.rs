//! Between the session and its store: taking over what is kept, keeping what a login yielded.

use std::sync::{Arc, PoisonError};

use super::{
    Shared,
    slot::{Slot, at_this_hour},
    wrong_app,
};
use crate::{AccessToken, Error, ErrorKind, Login, StoreVersion, Stored, TokenRecord};

/// How often an explicit login tries to save against other writers.
const SAVE_ATTEMPTS: usize = 5;

impl Shared {
    /// Takes over what the store holds and says which version that is. What somebody else put into the session meanwhile
    /// stays: it is newer.
    pub(super) async fn read_store(&self) -> Result<StoreVersion, Error> {
        let seen = self.slot.load_full();
        let stored = self.load().await?;
        self.take_over(&seen, stored).await
    }

    /// Takes over what others have done to the store since this session read or wrote it. What it holds as it was left stays
    /// there: a login that could not be kept is still good, and a logout that the store did not take still counts.
    pub(super) async fn look_again(&self) {
        if self.store.is_read_only() {
            return;
        }
        let known = *self.known();
        let seen = self.slot.load_full();
        let taken_over = match self.load().await {
            Ok(stored) if known == Some(version_of(stored.as_ref())) => return,
            Ok(stored) => self.take_over(&seen, stored).await,
            Err(error) => Err(error),
        };
        if let Err(error) = taken_over {
            tracing::debug!(kind = ?error.kind(), "the store cannot be read");
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<StoreVersion>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn load(&self) -> Result<Option<Stored>, Error> {
        let stored = self.store.load().await?;
        *self.known() = Some(version_of(stored.as_ref()));
        Ok(stored)
    }

    pub(super) async fn save(
        &self,
        record: &TokenRecord,
        expected: StoreVersion,
    ) -> Result<StoreVersion, Error> {
        let version = self.store.save(record, expected).await?;
        *self.known() = Some(version);
        Ok(version)
    }

    async fn take_over(&self, seen: &Arc<Slot>, stored: Option<Stored>) -> Result<StoreVersion, Error> {
        let Some(stored) = stored else {
            if let Some(slot) = self.without_record(seen) {
                self.replace_if(seen, slot);
            }
            self.publish();
            return Ok(StoreVersion::ABSENT);
        };
        let version = self.mark_revoked(&stored).await;
        if let Some(slot) = self.with_record(seen, stored) {
            self.replace_if(seen, slot);
        }
        self.publish();
        Ok(version)
    }

    /// What an empty store makes of the session: signed out, unless it already knows better why there is no token.
    fn without_record(&self, seen: &Slot) -> Option<Slot> {
        match seen {
            Slot::Live(live) if self.is_expired(live.record.token()) => None,
            Slot::Revoked(_) | Slot::LoggedOut | Slot::SignedOut => None,
            Slot::Live(_) | Slot::Unread | Slot::WrongApp(_) | Slot::ClockSetBack(_) => Some(Slot::SignedOut),
        }
    }

    /// What a stored record makes of the session.
    fn with_record(&self, seen: &Slot, stored: Stored) -> Option<Slot> {
        let record = stored.record;
        if let Err(text) = self.check(&record) {
            return Some(Slot::WrongApp(text));
        }
        if record.is_revoked() || self.is_revoked(&record) {
            return Some(Slot::Revoked(record.client_id().clone()));
        }
        let record = match at_this_hour(record, self.clock.now()) {
            Ok(record) => record,
            Err(text) => return Some(Slot::ClockSetBack(text)),
        };
        match seen.record() {
            // The same again.
            Some(mine)
                if mine.token().is_same(record.token()) && mine.expires_at() == record.expires_at() =>
            {
                None
            }
            // Both dead: the later one is what the person remembers.
            Some(mine) if mine.expires_at() > record.expires_at() && self.is_expired(record.token()) => None,
            _ => Some(Slot::live(record, self.safety_margin)),
        }
    }

    /// Writes down that the token in the store was refused, if this session saw that and the store still holds it; says the
    /// version that is there now. Failing is no harm: this session remembers it.
    async fn mark_revoked(&self, stored: &Stored) -> StoreVersion {
        let Stored { record, version } = stored;
        if self.store.is_read_only() || record.is_revoked() || !self.is_revoked(record) {
            return *version;
        }
        match self.save(&record.clone().revoked(), *version).await {
            Ok(version) => version,
            Err(error) => {
                tracing::debug!(kind = ?error.kind(), "the store does not know that the token was refused");
                *version
            }
        }
    }

    /// Tells the store of a refused token, for the programs that read it next.
    pub(super) async fn settle(&self) {
        if self.store.is_read_only() {
            return;
        }
        match self.store.load().await {
            Ok(Some(stored)) => drop(self.mark_revoked(&stored).await),
            Ok(None) => {}
            Err(error) => tracing::debug!(kind = ?error.kind(), "the store cannot be read"),
        }
    }

    /// Removes a damaged record, so that a login can be kept.
    pub(super) async fn clear_damage(&self) -> Result<(), Error> {
        match self.store.load().await {
            Err(error) if error.kind() == ErrorKind::StoreCorrupt => self.store.clear(None).await,
            // Anything else, also what a newer version wrote, is for the login to find.
            _ => Ok(()),
        }
    }

    pub(super) async fn log_in(&self, login: &dyn Login) -> Result<AccessToken, Error> {
        if self.store.is_read_only() {
            return Err(Error::new(
                ErrorKind::StoreReadOnly,
                format!(
                    "the session comes from the {}, where a login cannot be kept; \
                     remove it from there, or use another store",
                    self.store.describe()
                ),
            ));
        }
        // What cannot be read cannot be replaced: say so before somebody goes through a login.
        let before = version_of(self.store.load().await?.as_ref());
        // Where no lock can be had, on a disk that takes no writes or is full, nothing could be kept either. A person at a browser
        // does not hold it meanwhile: others would wait for minutes.
        let lock = self.store.lock().await?;
        let _lock = login.is_automatic().then_some(lock);
        let record = login.log_in().await?;
        // Whoever looks before it is kept finds the store as it was left.
        *self.known() = Some(before);
        self.accept(&record)?;
        self.flight.forgive();
        self.save_over(&record).await.map_err(|error| {
            Error::new(
                error.kind(),
                format!("logged in, but the session could not be kept: {error}"),
            )
            .with_source(error)
            .after_login()
        })?;
        Ok(record.token().clone())
    }

    /// Uses what a login yielded.
    pub(super) fn accept(&self, record: &TokenRecord) -> Result<(), Error> {
        self.check(record).map_err(wrong_app)?;
        self.set_revoked(record.token(), false);
        self.replace(Slot::live(record.clone(), self.safety_margin));
        tracing::info!(
            client_id = %record.client_id(),
            expires_at = %record.expires_at(),
            "logged in"
        );
        Ok(())
    }

    /// Saves over whatever the store holds: an explicit login is the last word.
    async fn save_over(&self, record: &TokenRecord) -> Result<(), Error> {
        let mut conflict = None;
        for _ in 0..SAVE_ATTEMPTS {
            let stored = self.load().await?;
            match self.save(record, version_of(stored.as_ref())).await {
                Err(error) if error.kind() == ErrorKind::StoreConflict => conflict = Some(error),
                outcome => return outcome.map(|_| ()),
            }
        }
        conflict.map_or(Ok(()), Err)
    }

    /// The token, if the session has one to give.
    pub(super) fn usable(&self) -> Option<AccessToken> {
        let slot: Arc<Slot> = self.slot.load_full();
        match &*slot {
            Slot::Live(live) if self.clock.unix_nanos() < live.refuse_from_nanos => {
                Some(live.record.token().clone())
            }
            _ => None,
        }
    }

    /// Why there is none.
    pub(super) fn refusal(&self) -> Error {
        self.slot.load().refusal(self.clock.now())
    }
}

fn version_of(stored: Option<&Stored>) -> StoreVersion {
    stored.map_or(StoreVersion::ABSENT, |stored| stored.version)
}
