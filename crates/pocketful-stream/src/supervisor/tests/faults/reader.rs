//! What a reader gets, and what of it cannot be true.

use std::collections::HashMap;

use super::{
    account::{Ledger, Stage},
    market::{Counted, number},
    *,
};
use crate::UpdateKind;

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

/// The ticks of one instrument.
#[derive(Debug, Default)]
pub(super) struct Ticks {
    pub(super) last: u32,
    pub(super) at: Option<Instant>,
    /// Since when something is missing, and whether that is because of a connection alone.
    pub(super) hole: Option<(OffsetDateTime, bool)>,
    /// The first of each hole, and since when it was said to be.
    pub(super) holes: Vec<(u32, OffsetDateTime)>,
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
            Event::UnreadableUpdate {
                kind: UpdateKind::Order | UpdateKind::Trade,
                ..
            } => self.is_torn = true,
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

    fn tick(&mut self, which: usize, number: u32) {
        let shard = self.shards[which];
        self.must(self.connections[shard].is_live != Some(false), |_| {
            format!("tick {number} without a connection")
        });
        let ticks = &mut self.ticks[which];
        let (last, hole) = (std::mem::replace(&mut ticks.last, number), ticks.hole.take());
        ticks.at = Some(Instant::now());
        if last == 0 || number == last + 1 {
            return;
        }
        if let Some((since, true)) = hole {
            ticks.holes.push((last + 1, since));
        }
        self.must(number > last, |_| format!("tick {number} after {last}"));
        self.must(hole.is_some(), |_| {
            format!("no mark between the ticks {last} and {number} of {which}")
        });
    }

    fn gap(&mut self, gap: &Gap) {
        let is_of_reader = matches!(gap.cause, GapCause::SlowReader | GapCause::BadFrame);
        // A packet may be cut off before its instrument.
        let is_nameless = gap.cause == GapCause::BadFrame && gap.instruments.is_empty();
        let mut connection = gap.order_updates.then_some(0);
        for (which, ticks) in self.ticks.iter_mut().enumerate() {
            if !gap.instruments.contains(&self.instruments[which]) && !is_nameless {
                continue;
            }
            connection = Some(self.shards[which]);
            let (since, alone) = ticks.hole.unwrap_or((gap.since, true));
            ticks.hole = Some((since, alone && !is_of_reader));
        }
        if is_of_reader {
            let is_counted = gap.missed.is_some_and(|missed| missed > 0);
            self.must(is_counted && !gap.order_updates, |_| format!("{gap:?}"));
            return;
        }
        self.is_torn |= gap.order_updates;
        let Some(connection) = connection else {
            return self.problems.push(format!("{gap:?} of no connection"));
        };
        let names_all = (0..3).all(|which| {
            self.shards[which] != connection || gap.instruments.contains(&self.instruments[which])
        });
        self.must(names_all && gap.order_updates == (connection == 0), |_| {
            format!("{gap:?} of {connection} names too little")
        });
        let standing = &mut self.connections[connection];
        let was_live = standing.is_live != Some(false);
        (standing.is_live, standing.lost_since) = (Some(false), Some(gap.since));
        self.must(was_live, |_| format!("{connection} is lost twice"));
    }

    fn update(&mut self, number: u32) {
        let (last, is_torn) = (
            std::mem::replace(&mut self.update, number),
            std::mem::take(&mut self.is_torn),
        );
        self.must(number > last, |_| format!("update {number} after {last}"));
        self.must(is_torn || number == last + 1, |_| {
            format!("no mark between the updates {last} and {number}")
        });
        self.must(self.connections[0].is_live != Some(false), |_| {
            format!("update {number} without a connection")
        });
    }

    fn books(&mut self, books: &Books) {
        let rows = books.pending.rows.iter().chain(&books.completed.rows);
        let told: Vec<_> = rows.map(row).collect();
        let all: HashMap<usize, Stage> = told.iter().copied().collect();
        self.must(all.len() == told.len(), |_| {
            "an order is in the books twice".to_owned()
        });
        for order in &books.pending.rows {
            let (id, stage) = row(order);
            self.must(!stage.is_final(), |_| {
                format!("order {id}, pending, is {stage:?}")
            });
        }
        // What an update told before stands in them, or what followed it.
        for (id, stage) in self.updated.clone() {
            let now = all.get(&id).copied();
            self.must(now.is_some_and(|now| now >= stage), |_| {
                format!("order {id} is {stage:?} by its update, and then {now:?} by the books")
            });
        }
        self.orders.extend(all);
        self.must(books.trades.is_some() != books.trades_unread.is_some(), |_| {
            format!("trades without or with a cause: {:?}", books.trades_unread)
        });
        self.trades_unread += usize::from(books.trades_unread.is_some());
        let trades = books.trades.iter().flat_map(|trades| &trades.rows);
        let numbers = trades.map(|trade| trade.trade_number.as_deref().unwrap().parse::<u32>().unwrap());
        self.trades.extend(numbers);
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
            // The very last may have found no room, which is marked.
            let was_slow = ticks.hole.is_some_and(|(_, alone)| !alone);
            if ticks.last != counted.last() && !was_slow {
                problems.push(format!("tick {} of {} is the last", ticks.last, counted.last()));
            }
            for (first, since) in &ticks.holes {
                let due = counted.due[usize::try_from(*first).unwrap() - 1];
                // What had come was not read while a write took its time.
                if *since > due + Duration::from_secs(11) {
                    problems.push(format!("tick {first} was missing at {due}, told since {since}"));
                }
            }
        }
        problems
    }

    /// Whether the reader was told of a lost connection, and has had no tick of the instrument since.
    pub(super) fn is_lost(&self, which: usize) -> bool {
        self.ticks[which].hole.is_some_and(|(_, alone)| alone)
    }
}

/// Which order, and how far it has come.
fn row(order: &Order) -> (usize, Stage) {
    let filled = order.filled_quantity.unwrap().units();
    let stage = Stage::read(order.order_status.as_str(), filled);
    (order.oms_order_id.as_str().parse().unwrap(), stage)
}
