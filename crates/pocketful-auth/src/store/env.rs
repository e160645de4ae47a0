//! A token that somebody else put into the environment: read, never written.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use pocketful_types::{ClientId, Clock, Origin, SystemClock};
use secrecy::SecretString;

use super::{StoreLock, StoreVersion, Stored, TokenStore};
use crate::{Error, ErrorKind, TokenRecord};

/// Holds the access token.
const TOKEN: &str = "POCKETFUL_ACCESS_TOKEN";
/// Holds the account it belongs to.
const CLIENT_ID: &str = "POCKETFUL_CLIENT_ID";

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Reads the session from `POCKETFUL_ACCESS_TOKEN` and `POCKETFUL_CLIENT_ID`. Saving and clearing are refused.
///
/// The environment does not say when the token was issued. The first time this store sees a token counts, so it dies at the
/// next 00:00 IST after that and does not come to life again in this process.
#[derive(Clone)]
pub struct EnvStore {
    audience: Origin,
    clock: Arc<dyn Clock>,
    lookup: Arc<Lookup>,
    seen: Arc<Mutex<Option<Stored>>>,
}

impl EnvStore {
    /// The environment of this process, as a session for the API at `audience`.
    #[must_use]
    pub fn new(audience: Origin) -> Self {
        Self {
            audience,
            clock: Arc::new(SystemClock),
            // Bytes that are no text become a character that no token has, and are refused as such.
            lookup: Arc::new(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())),
            seen: Arc::default(),
        }
    }

    /// Asks this clock instead of the machine's.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Looks names up here instead of in the process's environment.
    #[must_use]
    pub fn with_lookup(mut self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.lookup = Arc::new(lookup);
        self
    }

    /// The value of `name`; an empty one is none.
    fn value(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.trim().is_empty())
    }

    fn read(&self) -> Result<Option<Stored>, Error> {
        let Some(token) = self.value(TOKEN).map(SecretString::from) else {
            return Ok(None);
        };
        let Some(client_id) = self.value(CLIENT_ID) else {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!(
                    "{TOKEN} is set, but {CLIENT_ID} is not; set it to the account that the token belongs to"
                ),
            ));
        };
        let client_id = ClientId::new(client_id);
        let record = TokenRecord::new(token, client_id, self.audience.clone(), self.clock.now())
            .map_err(|error| Error::new(error.kind(), format!("{TOKEN} is not usable: {error}")))?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = seen.as_ref().is_some_and(|stored| {
            stored.record.token().is_same(record.token()) && stored.record.client_id() == record.client_id()
        });
        if !is_known {
            *seen = Some(Stored::new(record));
        }
        Ok(seen.clone())
    }
}

#[async_trait]
impl TokenStore for EnvStore {
    fn describe(&self) -> String {
        format!("environment ({TOKEN})")
    }

    fn is_read_only(&self) -> bool {
        true
    }

    async fn load(&self) -> Result<Option<Stored>, Error> {
        self.read()
    }

    async fn save(&self, _record: &TokenRecord, _expected: StoreVersion) -> Result<StoreVersion, Error> {
        Err(read_only())
    }

    async fn clear(&self, _expected: Option<StoreVersion>) -> Result<(), Error> {
        Err(read_only())
    }

    /// There is nothing to write, so nothing to wait for.
    async fn lock(&self) -> Result<StoreLock, Error> {
        Ok(StoreLock::new(()))
    }
}

fn read_only() -> Error {
    Error::new(
        ErrorKind::StoreReadOnly,
        format!(
            "the session comes from the environment, which only its owner can change: unset {TOKEN} first"
        ),
    )
}

impl fmt::Debug for EnvStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvStore")
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use pocketful_types::ManualClock;
    use time::{Duration, macros::datetime};

    use super::*;

    fn store(token: &'static str, client: &'static str, clock: &Arc<ManualClock>) -> EnvStore {
        EnvStore::new("https://algo.pocketful.in".parse().unwrap())
            .with_clock(Arc::clone(clock) as Arc<dyn Clock>)
            .with_lookup(move |name| {
                let value = if name == TOKEN { token } else { client };
                (value != "unset").then(|| value.to_owned())
            })
    }

    fn clock() -> Arc<ManualClock> {
        Arc::new(ManualClock::new(datetime!(2026-03-10 23:59:59 +5:30)))
    }

    #[tokio::test]
    async fn a_token_lives_from_its_first_sight_to_midnight() {
        let clock = clock();
        let store = store("sentinel-token\n", "AB1234", &clock);
        let first = store.load().await.unwrap().unwrap();
        assert_eq!(first.record.expires_at(), datetime!(2026-03-11 00:00 +5:30));
        assert_eq!(first.record.token().expose_secret(), "sentinel-token");
        clock.advance(Duration::DAY);
        assert_eq!(store.load().await.unwrap().unwrap().version, first.version);
        assert!(!format!("{store:?}").contains("sentinel"));
    }

    #[tokio::test]
    async fn nothing_set_is_no_session() {
        assert!(store("unset", "unset", &clock()).load().await.unwrap().is_none());
        assert!(store("  ", "AB1234", &clock()).load().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn half_a_session_and_a_broken_token_say_what_to_do() {
        for (token, client, says) in [
            ("sentinel", "unset", "POCKETFUL_CLIENT_ID is not"),
            ("sentinel", " ", "POCKETFUL_CLIENT_ID is not"),
            ("sentinel one", "AB1234", "blank or a line break"),
            ("sentinel\none", "AB1234", "blank or a line break"),
            ("sentinel\u{fffd}", "AB1234", "not plain ASCII"),
        ] {
            let error = store(token, client, &clock()).load().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            let text = format!("{error} {error:?}");
            assert!(text.contains(says) && !text.contains("sentinel"), "{text}");
        }
    }
}
