//! Where a token is kept between runs and shared by processes.

use std::{any::Any, fmt};

use async_trait::async_trait;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::{Error, TokenRecord};

mod env;
mod file;
mod format;
#[cfg(feature = "keyring")]
mod keyring;
mod lock_file;
mod memory;

pub use env::EnvStore;
pub use file::FileStore;
#[cfg(feature = "keyring")]
pub use keyring::KeyringStore;
pub use memory::MemoryStore;

/// Keeps one [`TokenRecord`]. Object-safe; held as `Arc<dyn TokenStore>`; several handles, in several processes, may stand
/// for the same place.
///
/// A store of your own can be held against the conformance suite: `token_store_tests!`, feature `test-util`.
#[cfg_attr(any(test, feature = "test-util"), mockall::automock)]
#[async_trait]
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Which store this is, for a person: `memory`, `file /home/…/token.json`. No secret.
    fn describe(&self) -> String;

    /// Whether [`save`](Self::save) and [`clear`](Self::clear) can never succeed.
    fn is_read_only(&self) -> bool {
        false
    }

    /// What is kept. Nothing there is `None`, not an error.
    ///
    /// # Errors
    /// [`Store`](crate::ErrorKind::Store): cannot be read, or is not safe. [`StoreCorrupt`](crate::ErrorKind::StoreCorrupt):
    /// there is something that is not a record; [`StoreNewer`](crate::ErrorKind::StoreNewer): a newer version wrote it. Both
    /// stay as they are.
    async fn load(&self) -> Result<Option<Stored>, Error>;

    /// Keeps `record` if the place still holds `expected` (compare-and-swap), and says its new version. On any error the place
    /// holds what it held before. Works whether or not the caller has the [`lock`](Self::lock).
    ///
    /// # Errors
    /// [`StoreConflict`](crate::ErrorKind::StoreConflict): something else is there now.
    /// [`StoreReadOnly`](crate::ErrorKind::StoreReadOnly), and as [`load`](Self::load).
    async fn save(&self, record: &TokenRecord, expected: StoreVersion) -> Result<StoreVersion, Error>;

    /// Forgets what is kept: only if it is `expected`, or with `None` whatever it is, also something corrupt.
    /// Nothing there is fine.
    ///
    /// # Errors
    /// [`StoreConflict`](crate::ErrorKind::StoreConflict): something else is there now.
    /// [`StoreReadOnly`](crate::ErrorKind::StoreReadOnly) and [`Store`](crate::ErrorKind::Store).
    async fn clear(&self, expected: Option<StoreVersion>) -> Result<(), Error>;

    /// The right to log in for this place: one holder at a time among all handles and processes, the others wait.
    /// It guards nothing else: loads and saves go on.
    ///
    /// # Errors
    /// [`StoreBusy`](crate::ErrorKind::StoreBusy): not to be had in time. [`Store`](crate::ErrorKind::Store).
    ///
    /// # Cancel safety
    /// A dropped wait leaves no lock behind.
    async fn lock(&self) -> Result<StoreLock, Error>;
}

/// What a store holds, and which version of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stored {
    /// The record.
    pub record: TokenRecord,
    /// Its version, for the next [`TokenStore::save`] or [`TokenStore::clear`].
    pub version: StoreVersion,
}

impl Stored {
    /// `record` under the version that its content has.
    #[must_use]
    pub fn new(record: TokenRecord) -> Self {
        let version = StoreVersion::of(&record);
        Self { record, version }
    }

    /// `record` under a version that the store counts itself.
    #[must_use]
    pub fn with_version(record: TokenRecord, version: StoreVersion) -> Self {
        Self { record, version }
    }
}

/// What a place holds at one moment, for compare-and-swap. Two equal versions are the same record.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StoreVersion(Option<[u8; 16]>);

impl StoreVersion {
    /// Nothing is there.
    pub const ABSENT: Self = Self(None);

    /// The version that a record's content has: the same in every process, and no counter that a clear would reset.
    #[must_use]
    pub fn of(record: &TokenRecord) -> Self {
        let mut hash = Sha256::new();
        let app = record.app_id().map_or("", |id| id.as_str());
        let texts = [
            record.token().secret().expose_secret(),
            record.client_id().as_str(),
            app,
            &record.audience().to_string(),
        ];
        for text in texts {
            hash.update(text.len().to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.update(record.issued_at().unix_timestamp_nanos().to_le_bytes());
        hash.update(record.expires_at().unix_timestamp_nanos().to_le_bytes());
        hash.update([u8::from(record.is_revoked())]);
        let digest: [u8; 32] = hash.finalize().into();
        let mut version = [0; 16];
        version.copy_from_slice(&digest[..16]);
        Self(Some(version))
    }

    /// A version of the store's own: a row number, an etag's digest.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Some(bytes))
    }
}

impl fmt::Debug for StoreVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "StoreVersion(present)"
        } else {
            "StoreVersion(absent)"
        })
    }
}

/// The lock of a store; dropping it gives it back.
pub struct StoreLock(#[allow(dead_code, reason = "held for its Drop")] Box<dyn Any + Send + Sync>);

impl StoreLock {
    /// A lock that is given back when `guard` is dropped.
    #[must_use]
    pub fn new(guard: impl Send + Sync + 'static) -> Self {
        Self(Box::new(guard))
    }
}

impl fmt::Debug for StoreLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreLock")
    }
}

/// The error of a save or clear that found something else.
fn conflict(what: &str) -> Error {
    Error::new(
        crate::ErrorKind::StoreConflict,
        format!("{what} changed in between: another process logged in or out; read it again"),
    )
}

/// Runs blocking file or keyring work off the async threads.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Error::new(
            crate::ErrorKind::Store,
            "the session store was interrupted: the program is shutting down",
        )),
    }
}

#[cfg(test)]
mod tests;
