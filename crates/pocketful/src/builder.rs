//! The options of a [`Client`].

use std::{path::PathBuf, sync::Arc, time::Duration};

use pocketful_auth::TokenSource;
use pocketful_http::{
    Api, ApiBuilder, Environment, IpVersion, LimitPolicy, RateLimits, RetryPolicy, SourceAddresses, Transport,
};
use pocketful_types::ContractsGate;
use pocketful_types::{Clock, SystemClock};

use crate::{Client, Error, contracts::Master};

/// Builds a [`Client`]; every option has a default. Neither it nor [`build`](Self::build) reads or connects anything.
#[derive(Debug)]
#[must_use = "call build()"]
pub struct ClientBuilder {
    api: ApiBuilder,
    environment: Environment,
    tokens: Arc<dyn TokenSource>,
    contracts_cache: Option<PathBuf>,
    contracts_gate: ContractsGate,
    clock: Arc<dyn Clock>,
    documented_changes_only: bool,
}

impl ClientBuilder {
    pub(crate) fn new(environment: Environment, tokens: Arc<dyn TokenSource>) -> Self {
        Self {
            api: Api::builder(environment.clone(), Arc::clone(&tokens)),
            environment,
            tokens,
            contracts_cache: None,
            contracts_gate: ContractsGate::default(),
            clock: Arc::new(SystemClock),
            documented_changes_only: false,
        }
    }

    /// The longest that a call takes, all attempts included. Default 7 s (wire reference, section 0.1).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.api = self.api.timeout(timeout);
        self
    }

    /// The longest that connecting takes. Default 3 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.api = self.api.connect_timeout(timeout);
        self
    }

    /// The addresses registered in the portal, from which orders leave: the primary one, and the secondary one when
    /// nothing can be sent from the primary. Default: whichever address the system chooses.
    pub fn source_addresses(mut self, addresses: SourceAddresses) -> Self {
        self.api = self.api.source_addresses(addresses);
        self
    }

    /// IPv4, IPv6, or whichever connects first (the default).
    pub fn ip_version(mut self, version: IpVersion) -> Self {
        self.api = self.api.ip_version(version);
        self
    }

    /// The rates that calls are kept within. Default: the published ones, but 10 orders a second, the regulator's
    /// threshold for unregistered algos; see [`RateLimits`].
    pub fn limits(mut self, limits: RateLimits) -> Self {
        self.api = self.api.limits(limits);
        self
    }

    /// Whether a call beyond the limits waits or is refused. Default: it waits at most 3 s.
    pub fn limit_policy(mut self, policy: LimitPolicy) -> Self {
        self.api = self.api.limit_policy(policy);
        self
    }

    /// How often calls are repeated. Reads only, and writes only when certainly nothing was sent.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.api = self.api.retry(policy);
        self
    }

    /// Where the contract master is kept on disk, a file for each server and day. Default: nowhere, so that every program
    /// downloads its own.
    pub fn contracts_cache(mut self, directory: impl Into<PathBuf>) -> Self {
        self.contracts_cache = Some(directory.into());
        self
    }

    /// What is demanded of a new contract master before it takes the place of the one before.
    pub fn contracts_gate(mut self, gate: ContractsGate) -> Self {
        self.contracts_gate = gate;
        self
    }

    /// Whether a change of an order to `MARKET` or `SLM` is refused before it is sent, where the generation of the API does
    /// not document it (wire reference, section 17, row 10: the newer one). Default: it is sent, and the broker decides.
    pub fn documented_changes_only(mut self, only: bool) -> Self {
        self.documented_changes_only = only;
        self
    }

    /// Another way to the network, for tests and recordings.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.api = self.api.transport(transport);
        self
    }

    /// Another clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.api = self.api.clock(Arc::clone(&clock));
        self.clock = clock;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the session was made for another host than the environment's: a sandbox token is never sent to the live
    /// API, nor the other way round.
    pub fn build(self) -> Result<Client, Error> {
        match self.tokens.audience() {
            Some(audience) if audience != *self.environment.api() => {
                Err(Error::wrong_audience(&audience, self.environment.api()))
            }
            _ => {
                let server = self.environment.contracts();
                let contracts = Master::new(self.contracts_cache, server, self.contracts_gate);
                Ok(Client {
                    api: self.api.build(),
                    tokens: self.tokens,
                    clock: self.clock,
                    contracts: Arc::new(contracts),
                    documented_changes_only: self.documented_changes_only,
                })
            }
        }
    }
}
