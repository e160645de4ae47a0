//! Everything the sandbox remembers: plain synchronous data behind one lock, told the time by its caller.

pub(crate) mod accounts;
pub(crate) mod apps;
pub(crate) mod authorizations;
pub(crate) mod baskets;
pub(crate) mod demo;
pub(crate) mod direct_logins;
pub(crate) mod gtts;
pub(crate) mod ipos;
pub(crate) mod money;
pub(crate) mod orders;
pub(crate) mod portfolio;
pub(crate) mod random;
pub(crate) mod sessions;
pub(crate) mod tokens;
pub(crate) mod totp;
mod turn;

use pocketful_types::IST;
use time::{Date, OffsetDateTime};

use self::{
    accounts::Accounts,
    apps::Apps,
    authorizations::Authorizations,
    baskets::Baskets,
    demo::Demo,
    direct_logins::DirectLogins,
    gtts::Gtts,
    ipos::Ipos,
    orders::Orders,
    portfolio::Portfolio,
    random::{Random, Stream},
    sessions::BrowserSessions,
    tokens::Tokens,
};
use crate::{faults::FaultRules, instruments::Universe, limits::Limits, log::RequestLog, prices::Prices};

/// The broker's memory. Methods that depend on the time take `now`, those that invent something take `Random`.
pub(crate) struct State {
    pub(crate) accounts: Accounts,
    pub(crate) apps: Apps,
    pub(crate) sessions: BrowserSessions,
    pub(crate) authorizations: Authorizations,
    pub(crate) direct_logins: DirectLogins,
    pub(crate) tokens: Tokens,
    pub(crate) orders: Orders,
    pub(crate) portfolio: Portfolio,
    pub(crate) baskets: Baskets,
    pub(crate) gtts: Gtts,
    pub(crate) ipos: Ipos,
    pub(crate) universe: Universe,
    pub(crate) prices: Prices,
    pub(crate) limits: Limits,
    pub(crate) faults: FaultRules,
    pub(crate) log: RequestLog,
    pub(crate) secrets: Random,
    pub(crate) ids: Random,
    /// The latest day that has begun, whose positions are kept.
    day: Date,
}

impl State {
    /// The state a sandbox starts with: the demo account, its app and its shares.
    pub(crate) fn new(seed: u64, demo: &Demo, now: OffsetDateTime) -> Self {
        let day = now.to_offset(IST).date();
        let universe = Universe::on(day);
        let mut portfolio = Portfolio::default();
        demo.give_shares(&universe, &mut portfolio);
        Self {
            accounts: Accounts::with(demo.account()),
            apps: Apps::with(demo.app(now)),
            sessions: BrowserSessions::default(),
            authorizations: Authorizations::default(),
            direct_logins: DirectLogins::default(),
            tokens: Tokens::default(),
            orders: Orders::new(Random::new(seed, Stream::Orders)),
            portfolio,
            baskets: Baskets::default(),
            gtts: Gtts::default(),
            ipos: Ipos::default(),
            universe,
            prices: Prices::new(seed),
            limits: Limits::default(),
            faults: FaultRules::new(Random::new(seed, Stream::Faults)),
            log: RequestLog::default(),
            secrets: Random::new(seed, Stream::Secrets),
            ids: Random::new(seed, Stream::Ids),
            day,
        }
    }
}
