//! The contracts that clones of a client share: swapped as a whole, fetched once however many ask.

use std::{fmt, path::PathBuf, sync::Arc};

use arc_swap::ArcSwapOption;
use pocketful_http::Download;
use pocketful_types::{Contracts, ContractsGate, Origin};
use time::OffsetDateTime;
use tokio::{sync::Mutex, task::spawn_blocking};

use super::{ContractsFault, ContractsOrigin, LoadedContracts, archive, disk::Disk};
use crate::{Client, Error};

/// The commas go as they stand, as production clients send them.
const FILE: Download = Download::new(
    "contracts.download",
    "/api/v1/contract/Compact?info=download&exchanges=NSE,NFO,BSE,BFO,MCX",
)
.starts_with(b"PK");

pub(crate) struct Master {
    current: ArcSwapOption<Contracts>,
    disk: Option<Disk>,
    gate: ContractsGate,
    /// Held by whoever fetches; who waits for it finds what was fetched.
    fetching: Mutex<()>,
}

impl Master {
    pub(crate) fn new(directory: Option<PathBuf>, server: &Origin, gate: ContractsGate) -> Self {
        Self {
            current: ArcSwapOption::empty(),
            disk: directory.map(|directory| Disk::new(directory, server)),
            gate,
            fetching: Mutex::new(()),
        }
    }

    pub(super) fn current(&self) -> Option<Arc<Contracts>> {
        self.current.load_full()
    }

    pub(super) async fn load(&self, client: &Client) -> Result<LoadedContracts, Error> {
        if let Some(loaded) = self.todays(client) {
            return Ok(loaded);
        }
        let _fetching = self.fetching.lock().await;
        if let Some(loaded) = self.todays(client) {
            return Ok(loaded);
        }
        let now = client.clock.now();
        let day = now.to_offset(pocketful_types::IST).date();
        // A cache that cannot be read is no reason not to download.
        if let Ok(Some(contracts)) = self.on_disk(move |disk| disk.of_day(day)).await {
            return Ok(self.loaded(self.swap(contracts), ContractsOrigin::Cache, now));
        }
        let error = match self.fetch(client, true).await {
            Ok(loaded) => return Ok(loaded),
            Err(error) => error,
        };
        match self.any(now).await {
            Ok(Some(older)) => Ok(LoadedContracts {
                stale: Some(error),
                ..older
            }),
            _ => Err(error),
        }
    }

    pub(super) async fn offline(&self, client: &Client) -> Result<Option<LoadedContracts>, Error> {
        let _fetching = self.fetching.lock().await;
        self.any(client.clock.now()).await
    }

    pub(super) async fn sync(&self, client: &Client, gated: bool) -> Result<LoadedContracts, Error> {
        let _fetching = self.fetching.lock().await;
        self.fetch(client, gated).await
    }

    /// What this client has, if it is of today.
    fn todays(&self, client: &Client) -> Option<LoadedContracts> {
        let now = client.clock.now();
        let contracts = self.current()?;
        contracts
            .info()
            .is_of_today(now)
            .then(|| self.loaded(contracts, ContractsOrigin::Memory, now))
    }

    /// What this client has, else the newest of the cache.
    async fn any(&self, now: OffsetDateTime) -> Result<Option<LoadedContracts>, Error> {
        if let Some(contracts) = self.current() {
            return Ok(Some(self.loaded(contracts, ContractsOrigin::Memory, now)));
        }
        let newest = self.on_disk(Disk::newest).await?;
        Ok(newest.map(|contracts| self.loaded(self.swap(contracts), ContractsOrigin::Cache, now)))
    }

    /// Downloads, parses, checks, swaps, saves, in this order: what fails the check changes nothing.
    async fn fetch(&self, client: &Client, gated: bool) -> Result<LoadedContracts, Error> {
        let zip = client.api().download(&FILE).await?;
        let now = client.clock.now();
        let contracts = aside(move || archive::read(&zip, now)).await?;
        let previous = match self.current() {
            Some(current) => Some(current.info().clone()),
            // A cache that cannot be read is none to be measured by.
            None => (self.on_disk(Disk::newest).await.ok().flatten()).map(|newest| newest.info().clone()),
        };
        if gated {
            self.gate
                .check(previous.as_ref(), contracts.info())
                .map_err(ContractsFault::Gate)?;
        }
        let contracts = self.swap(contracts);
        let saved = {
            let contracts = Arc::clone(&contracts);
            self.on_disk(move |disk| disk.save(&contracts).map(Some)).await
        };
        let loaded = self.loaded(contracts, ContractsOrigin::Download, now);
        Ok(match saved {
            Ok(_) => loaded,
            Err(error) => LoadedContracts {
                file: None,
                not_saved: Some(error),
                ..loaded
            },
        })
    }

    fn loaded(
        &self,
        contracts: Arc<Contracts>,
        origin: ContractsOrigin,
        now: OffsetDateTime,
    ) -> LoadedContracts {
        let info = contracts.info();
        LoadedContracts {
            age: info.age(now),
            file: (self.disk.as_ref()).map(|disk| disk.path(info.day())),
            contracts,
            origin,
            stale: None,
            not_saved: None,
        }
    }

    fn swap(&self, contracts: Contracts) -> Arc<Contracts> {
        let contracts = Arc::new(contracts);
        self.current.store(Some(Arc::clone(&contracts)));
        contracts
    }

    /// Work on the disk; `None` where there is no place on it.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Disk) -> Result<Option<T>, ContractsFault> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        match self.disk.clone() {
            Some(disk) => aside(move || work(&disk)).await,
            None => Ok(None),
        }
    }
}

/// Work that takes long goes where it keeps nobody waiting.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ContractsFault> + Send + 'static,
) -> Result<T, Error> {
    match spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(ContractsFault::BrokenOff.into()),
    }
}

impl fmt::Debug for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Master")
            .field("current", &self.current())
            .field("disk", &self.disk)
            .field("gate", &self.gate)
            .finish_non_exhaustive()
    }
}
