//! What every handler shares: the state behind its lock, the clock, and the sandbox's own address.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;

use crate::{
    assumed::DEFAULT_REDIRECT_PATH,
    clock::SandboxClock,
    feed::Hub,
    state::{State, demo::Demo},
};

/// A running sandbox, as its handlers see it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Broker(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    clock: SandboxClock,
    demo: Demo,
    address: SocketAddr,
    feed: Hub,
}

impl Broker {
    pub(crate) fn new(seed: u64, demo: Demo, clock: SandboxClock, address: SocketAddr) -> Self {
        let state = State::new(seed, &demo, clock.now());
        Self(Arc::new(Shared {
            state: Mutex::new(state),
            clock,
            demo,
            address,
            feed: Hub::new(),
        }))
    }

    /// The state, to be held for as short as possible and never across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn clock(&self) -> &SandboxClock {
        &self.0.clock
    }

    /// The virtual moment, in IST.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.0.clock.now()
    }

    pub(crate) fn demo(&self) -> &Demo {
        &self.0.demo
    }

    /// The feed's connections.
    pub(crate) fn feed(&self) -> &Hub {
        &self.0.feed
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// `http://127.0.0.1:port`, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// The redirect URL that the form for a new app is prefilled with: with it, the portal makes tokens directly.
    pub(crate) fn default_redirect_uri(&self) -> String {
        self.url() + DEFAULT_REDIRECT_PATH
    }
}
