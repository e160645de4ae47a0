//! What is known of all the feed's connections, and the bell that wakes them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use time::OffsetDateTime;
use tokio::sync::watch;

/// An open connection of the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FeedConnection {
    /// Counts up from 1.
    pub id: u64,
    /// The account.
    pub client_id: String,
    /// By the virtual clock, in IST.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: OffsetDateTime,
    /// Exchange code and instrument token of everything subscribed, by the mode's word; modes without any are absent.
    pub subscriptions: BTreeMap<&'static str, BTreeSet<(u8, u32)>>,
    /// Whether order and trade updates are subscribed.
    pub updates: bool,
    /// Heartbeats received.
    pub heartbeats: u64,
    /// Packets sent.
    pub packets: u64,
}

/// All connections of a sandbox.
pub(crate) struct Hub {
    open: watch::Sender<Open>,
    bell: watch::Sender<Bell>,
}

#[derive(Default)]
struct Open {
    connections: BTreeMap<u64, FeedConnection>,
    accepted: u64,
}

/// What a connection is woken with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bell {
    /// Connections up to this one are to close.
    pub(super) closed: u64,
}

/// A connection's place in the hub, given back when it ends, however it ends.
pub(super) struct Seat<'a> {
    hub: &'a Hub,
    pub(super) id: u64,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            open: watch::Sender::new(Open::default()),
            bell: watch::Sender::new(Bell::default()),
        }
    }

    /// Has every connection look whether there is something to say.
    pub(crate) fn wake(&self) {
        self.bell.send_modify(|_| {});
    }

    pub(crate) fn disconnect(&self) {
        let closed = self.accepted();
        self.bell.send_modify(|bell| bell.closed = closed);
    }

    pub(crate) fn connections(&self) -> Vec<FeedConnection> {
        self.open.borrow().connections.values().cloned().collect()
    }

    pub(crate) fn accepted(&self) -> u64 {
        self.open.borrow().accepted
    }

    pub(super) fn changes(&self) -> watch::Receiver<impl Sized + use<>> {
        self.open.subscribe()
    }

    pub(super) fn bell(&self) -> watch::Receiver<Bell> {
        self.bell.subscribe()
    }

    pub(super) fn enter(&self, client_id: &str, opened_at: OffsetDateTime) -> Seat<'_> {
        let mut id = 0;
        self.open.send_modify(|open| {
            open.accepted += 1;
            id = open.accepted;
            let connection = FeedConnection {
                id,
                client_id: client_id.to_owned(),
                opened_at,
                subscriptions: BTreeMap::new(),
                updates: false,
                heartbeats: 0,
                packets: 0,
            };
            open.connections.insert(id, connection);
        });
        Seat { hub: self, id }
    }
}

impl Seat<'_> {
    pub(super) fn change(&self, change: impl FnOnce(&mut FeedConnection)) {
        self.hub.open.send_modify(|open| {
            if let Some(connection) = open.connections.get_mut(&self.id) {
                change(connection);
            }
        });
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.hub.open.send_modify(|open| {
            open.connections.remove(&self.id);
        });
    }
}
