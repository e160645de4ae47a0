//! A token in the operating system's keyring.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use keyring_core::Entry;
use zeroize::Zeroizing;

use super::{StoreLock, StoreVersion, Stored, TokenStore, conflict, format, lock_file, off_thread};
use crate::{Error, ErrorKind, TokenRecord};

/// How long to wait for a lock, unless set otherwise.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// Keeps the token in a keyring entry that the program made, in whichever keyring the program chose: this crate brings none.
///
/// A keyring has no lock. Two lock files do instead; name a path in a directory of the user's own, the same in every
/// program that uses the entry. The directory is made with mode 0700 if it is not there. Needs a Tokio runtime.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// keyring_core::set_default_store(keyring_core::mock::Store::new()?);
/// let entry = keyring_core::Entry::new("pocketful", "default")?;
/// let store = pocketful_auth::KeyringStore::new(entry, "/home/me/.local/state/pocketful/keyring");
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct KeyringStore {
    entry: Arc<Entry>,
    locks: PathBuf,
    lock_timeout: Duration,
}

impl KeyringStore {
    /// The store in `entry`, with its lock files at `locks` plus `.lock` and `.login.lock`. Nothing is read or made yet.
    #[must_use]
    pub fn new(entry: Entry, locks: impl Into<PathBuf>) -> Self {
        Self {
            entry: Arc::new(entry),
            locks: locks.into(),
            lock_timeout: LOCK_TIMEOUT,
        }
    }

    /// How long to wait for another process to finish its login or its saving; 30 seconds unless set.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    fn lock_path(&self, suffix: &str) -> PathBuf {
        let mut path = self.locks.clone().into_os_string();
        path.push(suffix);
        path.into()
    }

    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let lock = lock_file::acquire(self.lock_path(".lock"), self.lock_timeout).await?;
        let entry = Arc::clone(&self.entry);
        off_thread(move || {
            let outcome = change(&entry);
            drop(lock);
            outcome
        })
        .await
    }
}

fn read(entry: &Entry) -> Result<Option<Result<Stored, format::Unreadable>>, Error> {
    let text = match entry.get_secret() {
        Ok(text) => Zeroizing::new(text),
        Err(keyring_core::Error::NoEntry) => return Ok(None),
        Err(error) => return Err(failed("read", &error)),
    };
    Ok(Some(format::decode(&text).map(Stored::new)))
}

fn load(entry: &Entry) -> Result<Option<Stored>, Error> {
    read(entry)?
        .transpose()
        .map_err(|why| why.in_place("the session in the keyring"))
}

fn expect(entry: &Entry, expected: StoreVersion) -> Result<(), Error> {
    if load(entry)?.map_or(StoreVersion::ABSENT, |stored| stored.version) == expected {
        return Ok(());
    }
    Err(conflict("the session in the keyring"))
}

/// The keyring's own errors may carry the secret, so only what kind of error it is gets out.
fn failed(doing: &str, error: &keyring_core::Error) -> Error {
    use keyring_core::Error as Keyring;
    let why = match error {
        Keyring::NoStorageAccess(_) => "it is locked or this user may not open it; unlock it",
        Keyring::TooLong(..) => "the token is too long for this keyring; use the file store",
        Keyring::NoDefaultStore | Keyring::NotSupportedByStore(_) => {
            "there is none on this machine; use the file store"
        }
        Keyring::Ambiguous(_) => "it holds the entry more than once; remove the others",
        Keyring::BadEncoding(_) | Keyring::BadDataFormat(..) | Keyring::BadStoreFormat(_) => {
            "what it holds is damaged"
        }
        _ => "it failed; use the file store if it goes on",
    };
    Error::new(
        ErrorKind::Store,
        format!("cannot {doing} the session in the keyring: {why}"),
    )
}

#[async_trait]
impl TokenStore for KeyringStore {
    fn describe(&self) -> String {
        "keyring".to_owned()
    }

    async fn load(&self) -> Result<Option<Stored>, Error> {
        let entry = Arc::clone(&self.entry);
        off_thread(move || load(&entry)).await
    }

    async fn save(&self, record: &TokenRecord, expected: StoreVersion) -> Result<StoreVersion, Error> {
        let text = format::encode(record)?;
        let version = StoreVersion::of(record);
        self.change(move |entry| {
            expect(entry, expected)?;
            entry.set_secret(&text).map_err(|error| failed("write", &error))?;
            Ok(version)
        })
        .await
    }

    async fn clear(&self, expected: Option<StoreVersion>) -> Result<(), Error> {
        self.change(move |entry| {
            if let Some(expected) = expected {
                expect(entry, expected)?;
            } else if let Some(Err(why @ format::Unreadable::Newer(_))) = read(entry)? {
                return Err(why.in_place("the session in the keyring"));
            }
            match entry.delete_credential() {
                Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
                Err(error) => Err(failed("remove", &error)),
            }
        })
        .await
    }

    async fn lock(&self) -> Result<StoreLock, Error> {
        lock_file::acquire(self.lock_path(".login.lock"), self.lock_timeout)
            .await
            .map(StoreLock::new)
    }
}

impl fmt::Debug for KeyringStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyringStore")
            .field("locks", &self.locks)
            .finish_non_exhaustive()
    }
}
