//! The contract master: downloaded, checked, indexed, kept for the day (wire reference, section 11.3).

mod archive;
mod disk;
mod fault;
mod master;

use std::{fmt, path::PathBuf, sync::Arc};

use pocketful_types::{Contracts, ContractsInfo};
use time::Duration;

use crate::{Client, Error};

pub(crate) use fault::ContractsFault;
pub(crate) use master::Master;

/// The contract master; see [`Client::contracts`]. Clones of a client share one.
///
/// ```no_run
/// # async fn example(client: pocketful::Client) -> Result<(), pocketful::Error> {
/// use pocketful::Exchange;
///
/// let loaded = client.contracts().load().await?;
/// if let Some(why) = &loaded.stale {
///     eprintln!("{loaded}: {why}");
/// }
/// let acc = loaded.contracts.by_symbol(Exchange::Nse, "ACC-EQ");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ContractsApi<'a> {
    client: &'a Client,
}

/// Contracts, and how they were come by.
#[derive(Debug)]
#[non_exhaustive]
pub struct LoadedContracts {
    /// The contracts. They stay as they are, whatever is downloaded later.
    pub contracts: Arc<Contracts>,
    /// Where they are from.
    pub origin: ContractsOrigin,
    /// How long ago they were downloaded.
    pub age: Duration,
    /// The file that keeps them for other programs and later, if there is a place for it.
    pub file: Option<PathBuf>,
    /// Why they are not today's, if they are not: the download failed, or what came was refused.
    pub stale: Option<Error>,
    /// Why they could not be kept on disk, if there is a place for them.
    pub not_saved: Option<Error>,
}

impl LoadedContracts {
    /// When they were downloaded, and how many there are.
    #[must_use]
    pub fn info(&self) -> &ContractsInfo {
        self.contracts.info()
    }
}

/// `5120 contracts of 2026-11-23, 3 h old`.
impl fmt::Display for LoadedContracts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.info())?;
        match self.age {
            age if age < Duration::HOUR => write!(f, "{} min old", age.whole_minutes()),
            age if age < Duration::days(2) => write!(f, "{} h old", age.whole_hours()),
            age => write!(f, "{} days old", age.whole_days()),
        }
    }
}

/// Where contracts are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContractsOrigin {
    /// This client had them already.
    Memory,
    /// The cache on disk.
    Cache,
    /// The broker, just now.
    Download,
}

impl ContractsOrigin {
    /// `memory`, `cache` or `download`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Cache => "cache",
            Self::Download => "download",
        }
    }
}

impl<'a> ContractsApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Today's contracts (IST): those that this client has, else those in the cache, else they are downloaded. When that
    /// fails, the newest older ones with the reason beside them. Needs no session.
    ///
    /// However many tasks ask at once, one download is made.
    ///
    /// # Errors
    /// When they cannot be downloaded, and there are no older ones either.
    pub async fn load(&self) -> Result<LoadedContracts, Error> {
        self.client.contracts.load(self.client).await
    }

    /// The contracts that this client or the cache has, however old: nothing is sent. `None` when there are none.
    ///
    /// # Errors
    /// When the cache cannot be read. Where it has files and all are damaged or of another version, see
    /// [`Error::is_contracts_cache_unusable`].
    pub async fn offline(&self) -> Result<Option<LoadedContracts>, Error> {
        self.client.contracts.offline(self.client).await
    }

    /// Downloads the contracts anew. What comes must pass the [gate](crate::ClientBuilder::contracts_gate): an empty or
    /// much smaller file does not take the place of a good one.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). After an error the contracts are those that they were.
    pub async fn sync(&self) -> Result<LoadedContracts, Error> {
        self.client.contracts.sync(self.client, true).await
    }

    /// As [`sync`](Self::sync), but takes whatever contracts come, also much fewer. For a person who has looked at what
    /// the gate refused.
    ///
    /// # Errors
    /// As [`sync`](Self::sync).
    pub async fn sync_anyway(&self) -> Result<LoadedContracts, Error> {
        self.client.contracts.sync(self.client, false).await
    }

    /// The contracts that were loaded last, if any were. Takes no lock and reads nothing.
    #[must_use]
    pub fn current(&self) -> Option<Arc<Contracts>> {
        self.client.contracts.current()
    }
}
