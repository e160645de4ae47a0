//! What the connections and the reading of the books tell each other: that they are wanted, and what came while they were read.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pocketful_types::{Order, OrderId, OrderState, OrderUpdate};
use tokio::sync::watch;

use crate::{Books, Event, UpdateKind};

/// The last update of each order that could be read.
type Updates = BTreeMap<OrderId, Noted>;

#[derive(Debug)]
struct Noted {
    update: Arc<OrderUpdate>,
    /// Whether there was none after it that could not be read.
    is_last: bool,
}

/// Whether the books are wanted, and what came since the reading of them began.
#[derive(Debug, Default)]
pub(crate) struct BooksWanted {
    /// Counts the connections that ask. What else asks leaves it as it is.
    asked: watch::Sender<u64>,
    /// While they are read, unless the reading has become worth nothing.
    meanwhile: Mutex<Option<Updates>>,
    /// Counts the losses of the connection that has the updates.
    lost: watch::Sender<u64>,
}

impl BooksWanted {
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.asked.subscribe()
    }

    /// A connection was made: what happened before it is only in the books.
    pub(crate) fn after_connection(&self) {
        self.asked.send_modify(|connections| *connections += 1);
    }

    /// An update came that could not be read, or an attempt to connect was refused.
    pub(crate) fn read_again(&self) {
        self.asked.send_modify(|_| {});
    }

    /// The connection that has the updates is lost. To be called before that is told, so that books which are read of the time before
    /// are told before it or not at all: the update that would put them right is missing.
    pub(crate) fn lost(&self) {
        let mut meanwhile = self.lock();
        *meanwhile = None;
        self.lost.send_modify(|count| *count += 1);
    }

    /// A reading begins. It is worth nothing when there is a loss.
    pub(super) fn begin(&self) -> watch::Receiver<u64> {
        let mut meanwhile = self.lock();
        *meanwhile = Some(Updates::new());
        self.lost.subscribe()
    }

    /// Hands over a batch with updates in it by `publish`. No books are told in between, so that an update is either among
    /// what is told with them or behind them.
    pub(crate) fn around(&self, batch: &mut Vec<Event>, publish: impl FnOnce(&mut Vec<Event>)) {
        let mut meanwhile = self.lock();
        if let Some(updates) = &mut *meanwhile {
            for event in &*batch {
                note(updates, event);
            }
        }
        publish(batch);
    }

    /// The reading is over: tells the books, as they are at this place among the updates. `false` where it has become worth nothing.
    pub(super) fn settle(&self, mut books: Books, tell: impl FnOnce(Books)) -> bool {
        let mut meanwhile = self.lock();
        let Some(updates) = meanwhile.take() else {
            return false;
        };
        settle(&mut books, &updates);
        tell(books);
        true
    }

    /// The reading has failed.
    pub(super) fn give_up(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Updates>> {
        self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An update that cannot be read says that an order has changed, or any may have: what came of it before is not its last, unless
/// nothing could follow. That there is such an order remains true.
fn note(updates: &mut Updates, event: &Event) {
    match event {
        Event::OrderUpdate(update) => {
            let noted = Noted {
                update: Arc::clone(update),
                is_last: true,
            };
            updates.insert(update.order.oms_order_id.clone(), noted);
        }
        Event::UnreadableUpdate {
            kind: UpdateKind::Order,
            row,
        } => {
            for (id, noted) in updates {
                let changed = row.oms_order_id.as_ref();
                let may_be_it = changed.is_none_or(|changed| changed == id);
                noted.is_last &= !may_be_it || noted.update.state().is_final();
            }
        }
        _ => {}
    }
}

/// An order is in one of the books, the later one; and as its last update has it where one came while they were read. That may be
/// older than the book, but then the next update is still to come. Where it is not the last, the book stands, if the order is in one.
/// A status that nobody knows leaves it where it is.
fn settle(books: &mut Books, updates: &Updates) {
    let completed = books.completed.rows.iter();
    let done: HashSet<_> = completed.map(|order| order.oms_order_id.clone()).collect();
    books
        .pending
        .rows
        .retain(|order| !done.contains(&order.oms_order_id));
    for (id, Noted { update, is_last }) in updates {
        let is_it = |order: &Order| order.oms_order_id == *id;
        if !is_last && (done.contains(id) || books.pending.rows.iter().any(is_it)) {
            continue;
        }
        let is_done = match update.state() {
            OrderState::Unknown => done.contains(id),
            state => state.is_final(),
        };
        let (book, other) = if is_done {
            (&mut books.completed, &mut books.pending)
        } else {
            (&mut books.pending, &mut books.completed)
        };
        other.rows.retain(|order| !is_it(order));
        match book.rows.iter_mut().find(|order| is_it(order)) {
            Some(order) => *order = update.order.clone(),
            None => book.rows.push(update.order.clone()),
        }
    }
}
