//! What a reader gets, and what of it cannot be true.

mod orders;
mod ticks;

use std::collections::HashMap;

use super::{
    account::{Ledger, Stage},
    market::{Counted, number},
    *,
};
use crate::UpdateKind;
use orders::row;
use ticks::Ticks;

/// What one reader has got.
#[derive(Debug)]
pub(super) struct Seen {
    /// The connection of each counted instrument.
    shards: [usize; 3],
    instruments: [Instrument; 3],
    pub(super) ticks: [Ticks; 3],
    connections: Vec<Standing>,
    /// The number of the last update, and whether something may be missing behind it.
    update: u32,
    is_torn: bool,
    pub(super) orders: HashMap<usize, Stage>,
    /// As the last update of each order had it.
    updated: HashMap<usize, Stage>,
    pub(super) trades: BTreeSet<u32>,
    /// Why attempts to connect have failed.
    pub(super) failures: HashSet<SocketErrorKind>,
    pub(super) unread: usize,
    pub(super) trades_unread: usize,
    pub(super) problems: Vec<String>,
    /// What had happened before it came.
    began: u32,
}

/// A connection, as far as the reader knows; a reader that comes later knows nothing at first.
#[derive(Clone, Debug, Default)]
struct Standing {
    is_live: Option<bool>,
    lost_since: Option<OffsetDateTime>,
    failed: u32,
}

impl Seen {
    pub(super) fn new(counted: &[Counted; 3], connections: usize, began: u32, is_first: bool) -> Self {
        let standing = Standing {
            is_live: is_first.then_some(false),
            ..Standing::default()
        };
        Self {
            shards: counted.each_ref().map(|one| one.shard),
            instruments: counted.each_ref().map(|one| one.instrument),
            ticks: Default::default(),
            connections: vec![standing; connections],
            update: 0,
            is_torn: true,
            orders: HashMap::new(),
            updated: HashMap::new(),
            trades: BTreeSet::new(),
            failures: HashSet::new(),
            unread: 0,
            trades_unread: 0,
            problems: Vec::new(),
            began,
        }
    }

    fn must(&mut self, holds: bool, otherwise: impl FnOnce(&Self) -> String) {
        if !holds {
            self.problems.push(otherwise(self));
        }
    }

    pub(super) fn take(&mut self, event: &Event) {
        if let Some((mode, number)) = number(event) {
            return self.tick(mode.index(), number);
        }
        match event {
            Event::Gap(gap) => self.gap(gap),
            Event::OrderUpdate(update) => {
                let order = &update.order;
                let number = update.nest_request_id.as_deref().unwrap().parse().unwrap();
                self.update(number);
                let (id, stage) = row(order);
                self.orders.insert(id, stage);
                self.updated.insert(id, stage);
            }
            Event::TradeUpdate(update) => {
                let number = update.trade_id.as_deref().unwrap().parse().unwrap();
                self.update(number);
                self.trades.insert(number);
            }
            Event::UnreadableUpdate { kind, row } => self.unreadable(*kind, row),
            Event::Books(books) => self.books(books),
            Event::BooksUnread { .. } => self.unread += 1,
            Event::Connected { connection } => {
                let has_been = self.connections[*connection].lost_since.is_some();
                self.must(!has_been, |_| {
                    format!("{connection} connects for the first time again")
                });
                self.connected(*connection, u32::MAX);
            }
            Event::Reconnected {
                connection,
                since,
                attempts,
            } => {
                let lost = self.connections[*connection].lost_since;
                self.must(lost.is_none_or(|lost| lost == *since), |_| {
                    format!("reconnected since {since}, lost since {lost:?}")
                });
                self.connected(*connection, *attempts);
            }
            Event::ConnectFailed {
                connection,
                attempts,
                cause,
                ..
            } => {
                let failed = self.connections[*connection].failed;
                self.must(*attempts > failed, |_| {
                    format!("attempt {attempts} after {failed}")
                });
                self.connections[*connection].failed = *attempts;
                self.failures.insert(*cause);
            }
            // Of the first refusal of a token nothing else is told.
            Event::AwaitingToken(AwaitedToken::Refused | AwaitedToken::Missing) => {
                self.failures.insert(SocketErrorKind::Unauthorised);
            }
            Event::Ended(reason) => self.problems.push(format!("ended: {reason:?}")),
            _ => {}
        }
    }

    fn connected(&mut self, connection: usize, attempts: u32) {
        let standing = &mut self.connections[connection];
        let (was_live, failed) = (
            standing.is_live == Some(true),
            std::mem::take(&mut standing.failed),
        );
        standing.is_live = Some(true);
        self.must(!was_live, |_| format!("{connection} connects although it stands"));
        self.must(attempts > failed, |_| {
            format!("{attempts} attempts to connect, but {failed} have failed")
        });
    }

    /// What it does not know of what happened since it came, and what else was wrong, when all is quiet.
    pub(super) fn check(&self, ledger: &Ledger, counted: &[Counted; 3]) -> Vec<String> {
        let mut problems = self.problems.clone();
        for (id, order) in ledger.orders.iter().enumerate() {
            let known = self.orders.get(&id);
            if order.changed > self.began && known != Some(&order.stage) {
                problems.push(format!("order {id} is {:?}, known as {known:?}", order.stage));
            }
        }
        for trade in ledger.trades.iter().filter(|trade| **trade > self.began) {
            if !self.trades.contains(trade) {
                problems.push(format!("trade {trade} is lost"));
            }
        }
        if self.update < ledger.last && !self.is_torn && self.began < ledger.last {
            problems.push(format!(
                "no mark behind update {} of {}",
                self.update, ledger.last
            ));
        }
        for (ticks, counted) in self.ticks.iter().zip(counted) {
            ticks.check(counted, &mut problems);
        }
        problems
    }
}
