//! The options of an [`Api`].

use std::{
    fmt,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use pocketful_auth::TokenSource;
use pocketful_types::{Clock, SystemClock};

use crate::{
    Api, Environment, IpVersion, LimitPolicy, RateLimiter, RateLimits, RetryPolicy, SourceAddresses,
    Transport,
    api::Inner,
    transport::reqwest::{Options, ReqwestTransport},
};

/// Builds an [`Api`]; every option has a default.
#[must_use = "call build()"]
pub struct ApiBuilder {
    environment: Environment,
    tokens: Arc<dyn TokenSource>,
    timeout: Duration,
    retry: RetryPolicy,
    limits: RateLimits,
    limit_policy: LimitPolicy,
    options: Options,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    random: Random,
}

/// Longer than any token lives. An instant that much later exists, which cannot be said of `Duration::MAX`.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Where jitter comes from.
pub(crate) type Random = Arc<dyn Fn() -> u32 + Send + Sync>;

impl ApiBuilder {
    pub(crate) fn new(environment: Environment, tokens: Arc<dyn TokenSource>) -> Self {
        Self {
            environment,
            tokens,
            timeout: Duration::from_secs(7),
            retry: RetryPolicy::default(),
            limits: RateLimits::default(),
            limit_policy: LimitPolicy::default(),
            options: Options::default(),
            transport: None,
            clock: Arc::new(SystemClock),
            random: Arc::new(system_random),
        }
    }

    /// The longest that a call takes once it may be sent, all attempts and the pauses between them included. Default
    /// 7 s (wire reference, section 0.1). Not included are a login that becomes necessary and the wait for a permit,
    /// which [`limit_policy`](Self::limit_policy) bounds. More than a day counts as a day.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The longest that connecting takes, name resolution and TLS included. Default 3 s, and never more than the
    /// call's timeout allows.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// The addresses that orders leave from. Default: whichever the system chooses.
    pub fn source_addresses(mut self, addresses: SourceAddresses) -> Self {
        self.options.source_addresses = Some(addresses);
        self
    }

    /// IPv4, IPv6, or whichever connects first (the default).
    pub fn ip_version(mut self, version: IpVersion) -> Self {
        self.options.ip_version = version;
        self
    }

    /// The longest reply that is accepted, in bytes. Default 32 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.options.max_body = bytes;
        self
    }

    /// How often calls are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The rates that calls keep to. Default: the published ones, with 10 orders a second.
    pub fn limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Whether a call that would exceed a rate waits or is refused.
    pub fn limit_policy(mut self, policy: LimitPolicy) -> Self {
        self.limit_policy = policy;
        self
    }

    /// Another way to the network. The options that concern connections (connect timeout, source addresses, IP
    /// version, longest reply) are then that transport's own business.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Another clock, which dates in `Retry-After` are compared with.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Another source of the randomness that spreads repeated calls.
    pub fn random(mut self, random: impl Fn() -> u32 + Send + Sync + 'static) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// The `Api`. Nothing is read, resolved or connected until its first call.
    #[must_use]
    pub fn build(mut self) -> Api {
        let timeout = self.timeout.min(LONGEST);
        let connect_timeout = self.options.bound_connect_timeout(timeout);
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                self.options.loads_roots =
                    self.environment.api().is_encrypted() || self.environment.contracts().is_encrypted();
                Arc::new(ReqwestTransport::new(self.options))
            }
        };
        Api(Arc::new(Inner {
            environment: self.environment,
            tokens: self.tokens,
            transport,
            timeout,
            connect_timeout,
            retry: self.retry,
            limiter: RateLimiter::new(&self.limits, self.limit_policy),
            clock: self.clock,
            random: self.random,
            last_id: AtomicU64::new(0),
        }))
    }
}

impl fmt::Debug for ApiBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiBuilder")
            .field("environment", &self.environment)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .field("limit_policy", &self.limit_policy)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The system's randomness; without it, the middle.
fn system_random() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX / 2)
}
