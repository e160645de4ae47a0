//! Everything the sandbox remembers: plain synchronous data behind one lock, told the time by its caller.

pub(crate) mod accounts;
pub(crate) mod apps;
pub(crate) mod authorizations;
pub(crate) mod demo;
pub(crate) mod direct_logins;
pub(crate) mod orders;
pub(crate) mod random;
pub(crate) mod sessions;
pub(crate) mod tokens;
pub(crate) mod totp;

use time::OffsetDateTime;

use self::{
    accounts::Accounts,
    apps::Apps,
    authorizations::Authorizations,
    demo::Demo,
    direct_logins::DirectLogins,
    orders::Orders,
    random::{Random, Stream},
    sessions::BrowserSessions,
    tokens::Tokens,
};
use crate::{faults::FaultRules, limits::Limits, log::RequestLog};

/// The broker's memory. Methods that depend on the time take `now`, those that invent something take `Random`.
pub(crate) struct State {
    pub(crate) accounts: Accounts,
    pub(crate) apps: Apps,
    pub(crate) sessions: BrowserSessions,
    pub(crate) authorizations: Authorizations,
    pub(crate) direct_logins: DirectLogins,
    pub(crate) tokens: Tokens,
    pub(crate) orders: Orders,
    pub(crate) limits: Limits,
    pub(crate) faults: FaultRules,
    pub(crate) log: RequestLog,
    pub(crate) secrets: Random,
}

impl State {
    /// The state a sandbox starts with: the demo account and its app.
    pub(crate) fn new(seed: u64, demo: &Demo, now: OffsetDateTime) -> Self {
        Self {
            accounts: Accounts::with(demo.account()),
            apps: Apps::with(demo.app(now)),
            sessions: BrowserSessions::default(),
            authorizations: Authorizations::default(),
            direct_logins: DirectLogins::default(),
            tokens: Tokens::default(),
            orders: Orders::new(Random::new(seed, Stream::Orders)),
            limits: Limits::default(),
            faults: FaultRules::new(Random::new(seed, Stream::Faults)),
            log: RequestLog::default(),
            secrets: Random::new(seed, Stream::Secrets),
        }
    }
}
