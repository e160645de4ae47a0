//! A token in memory: for one process, gone with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{StoreLock, StoreVersion, Stored, TokenStore, conflict};
use crate::{Error, TokenRecord};

/// Keeps the token in memory. Clones are handles of the same place.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    place: Arc<Mutex<Option<Stored>>>,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl MemoryStore {
    /// An empty place.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn place(&self) -> MutexGuard<'_, Option<Stored>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn version_of(place: &Option<Stored>) -> StoreVersion {
    place
        .as_ref()
        .map_or(StoreVersion::ABSENT, |stored| stored.version)
}

#[async_trait]
impl TokenStore for MemoryStore {
    fn describe(&self) -> String {
        "memory".to_owned()
    }

    async fn load(&self) -> Result<Option<Stored>, Error> {
        Ok(self.place().clone())
    }

    async fn save(&self, record: &TokenRecord, expected: StoreVersion) -> Result<StoreVersion, Error> {
        let mut place = self.place();
        if version_of(&place) != expected {
            return Err(conflict("the session in memory"));
        }
        let stored = Stored::new(record.clone());
        let version = stored.version;
        *place = Some(stored);
        Ok(version)
    }

    async fn clear(&self, expected: Option<StoreVersion>) -> Result<(), Error> {
        let mut place = self.place();
        if expected.is_some_and(|expected| version_of(&place) != expected) {
            return Err(conflict("the session in memory"));
        }
        *place = None;
        Ok(())
    }

    async fn lock(&self) -> Result<StoreLock, Error> {
        Ok(StoreLock::new(Arc::clone(&self.lock).lock_owned().await))
    }
}
