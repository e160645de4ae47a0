//! The builder: what may be chosen before a sandbox starts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use pocketful_types::{Clock, SystemClock};
use time::OffsetDateTime;

use crate::{
    clock::{self, SandboxClock},
    sandbox::Sandbox,
    state::demo::Demo,
};

/// Chooses a sandbox's seed, clock and address; [`start`](Self::start) starts it.
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing until `start`"]
pub struct Builder {
    seed: u64,
    now: Option<OffsetDateTime>,
    paused: bool,
    listen: SocketAddr,
    redirect_uri: Option<String>,
    source_ips: Vec<IpAddr>,
    totp_enabled: bool,
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is reachable from other machines.
    #[error("the sandbox listens on loopback only, such as 127.0.0.1:0; {0} is reachable from elsewhere")]
    NotLoopback(SocketAddr),
    /// The clock cannot count from this moment.
    #[error(
        "the sandbox's clock starts in a year from 1970 to 2099 (of India's calendar); {0} is outside of that"
    )]
    NoSuchTime(OffsetDateTime),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}; choose another port, or port 0 for any free one")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: 0,
            now: None,
            paused: false,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            redirect_uri: None,
            source_ips: [2, 3].map(|last| IpAddr::from([127, 0, 0, last])).to_vec(),
            totp_enabled: false,
        }
    }
}

impl Builder {
    /// Fixes every random choice: credentials, tokens, ids, the dice of faults. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What the virtual clock shows at the start. Default: the machine's own time.
    pub fn now(mut self, now: OffsetDateTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Starts with the virtual clock standing still, for replies that are the same byte for byte.
    pub fn paused(mut self) -> Self {
        self.paused = true;
        self
    }

    /// Where to listen, on loopback. Default `127.0.0.1:0`, any free port.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// The demo app's redirect URL. Default: a path on a loopback port that the seed decides.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// The addresses that the demo app has registered, from which orders are taken: a primary one, and perhaps a secondary
    /// one. Default 127.0.0.2 and 127.0.0.3. A program that cannot choose which address it leaves from comes from
    /// 127.0.0.1.
    pub fn source_ips(mut self, primary: IpAddr, secondary: Option<IpAddr>) -> Self {
        self.source_ips = [Some(primary), secondary].into_iter().flatten().collect();
        self
    }

    /// Starts with TOTP enabled for the demo account, as if its owner had done so in the portal.
    pub fn totp_enabled(mut self) -> Self {
        self.totp_enabled = true;
        self
    }

    /// Starts listening. The sandbox is ready when this returns.
    ///
    /// # Errors
    ///
    /// When the address is not on loopback, or cannot be listened on, or the clock cannot count from that moment.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        if !self.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.listen));
        }
        let now = self.now.unwrap_or_else(|| SystemClock.now());
        if !clock::can_show(now) {
            return Err(StartError::NoSuchTime(now));
        }
        let clock = SandboxClock::new(now, self.paused);
        let demo = Demo::new(self.seed, self.redirect_uri, self.source_ips, self.totp_enabled);
        Sandbox::listen(self.listen, self.seed, demo, clock)
            .await
            .map_err(|source| StartError::Listen {
                address: self.listen,
                source,
            })
    }
}
