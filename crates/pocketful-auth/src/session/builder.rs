//! The settings of a session.

use std::{
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::Duration,
};

use arc_swap::ArcSwap;
use pocketful_types::{Clock, Origin, SystemClock};
use tokio::sync::watch;

use super::{Session, Shared, renewal::Flight, slot::Slot};
use crate::{AppId, Login, SessionState, TokenStore};

/// How long before its end a token is no longer given out for new work, unless set otherwise.
const SAFETY_MARGIN: Duration = Duration::from_secs(5);

/// How long before the end a session warns, unless set otherwise.
const LEAD_TIMES: [Duration; 2] = [Duration::from_secs(30 * 60), Duration::from_secs(5 * 60)];

/// Sets up a [`Session`]; see [`Session::builder`].
#[derive(Clone, Debug)]
#[must_use = "nothing happens until build()"]
pub struct SessionBuilder {
    audience: Origin,
    store: Arc<dyn TokenStore>,
    app_id: Option<AppId>,
    clock: Arc<dyn Clock>,
    login: Option<Arc<dyn Login>>,
    safety_margin: Duration,
    lead_times: Vec<Duration>,
}

impl SessionBuilder {
    pub(super) fn new(audience: Origin, store: Arc<dyn TokenStore>) -> Self {
        Self {
            audience,
            store,
            app_id: None,
            clock: Arc::new(SystemClock),
            login: None,
            safety_margin: SAFETY_MARGIN,
            lead_times: LEAD_TIMES.to_vec(),
        }
    }

    /// Refuses records that another app made. Without it, and for records of no app (direct login, environment), only the
    /// address is compared.
    pub fn app_id(mut self, id: AppId) -> Self {
        self.app_id = Some(id);
        self
    }

    /// Asks this clock instead of the machine's.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Logs in this way when a token is needed and there is none, if the way is [automatic](Login::is_automatic). Another
    /// way is not used by itself; give it to [`Session::log_in`].
    pub fn login(mut self, login: Arc<dyn Login>) -> Self {
        self.login = Some(login);
        self
    }

    /// How long before its end a token is no longer given out, so that a request does not arrive with a dead one;
    /// 5 seconds unless set. The session counts as expired at the end itself, not before.
    pub fn safety_margin(mut self, margin: Duration) -> Self {
        self.safety_margin = margin;
        self
    }

    /// How long before the end the session says that it is [expiring](SessionState::Expiring), any number of times; 30 and 5
    /// minutes unless set.
    pub fn lead_times(mut self, lead_times: impl IntoIterator<Item = Duration>) -> Self {
        self.lead_times = lead_times.into_iter().collect();
        self
    }

    /// The session, signed out. Nothing is read: call [`Session::restore`] for that.
    #[must_use]
    pub fn build(self) -> Session {
        Session(Arc::new(Shared {
            audience: self.audience,
            store: self.store,
            app_id: self.app_id,
            clock: self.clock,
            login: self.login.filter(|login| login.is_automatic()),
            safety_margin: self.safety_margin,
            lead_times: self.lead_times,
            slot: ArcSwap::from_pointee(Slot::Unread),
            known: Mutex::new(None),
            revoked: Mutex::new(Vec::new()),
            states: watch::Sender::new(SessionState::SignedOut),
            timed: AtomicBool::new(false),
            flight: Flight::default(),
        }))
    }
}
