//! What the connections and the reading of the books tell each other: that they are wanted, and what came while they were read.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pocketful_types::{OrderId, OrderUpdate};
use tokio::sync::watch;

use crate::{Books, Event};

/// The last update of each order.
type Updates = BTreeMap<OrderId, Arc<OrderUpdate>>;

/// Whether the books are wanted, and what came since the reading of them began.
#[derive(Debug, Default)]
pub(crate) struct BooksWanted {
    /// Counts the connections that ask. What else asks leaves it as it is.
    asked: watch::Sender<u64>,
    /// While they are read.
    meanwhile: Mutex<Option<Updates>>,
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

    /// A reading begins.
    pub(super) fn begin(&self) {
        *self.lock() = Some(Updates::new());
    }

    /// Hands over a batch with updates in it by `publish`. No books are told in between, so that an update is either among
    /// what is told with them or behind them.
    pub(crate) fn around(&self, batch: &mut Vec<Event>, publish: impl FnOnce(&mut Vec<Event>)) {
        let mut meanwhile = self.lock();
        if let Some(updates) = &mut *meanwhile {
            for event in &*batch {
                if let Event::OrderUpdate(update) = event {
                    updates.insert(update.order.oms_order_id.clone(), Arc::clone(update));
                }
            }
        }
        publish(batch);
    }

    /// The reading is over: tells the books, as they are at this place among the updates.
    pub(super) fn settle(&self, mut books: Books, tell: impl FnOnce(Books)) {
        let mut meanwhile = self.lock();
        settle(&mut books, &meanwhile.take().unwrap_or_default());
        tell(books);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Updates>> {
        self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An order is in one of the books, the later one; and as its last update has it where one came while they were read. That may be
/// older than the book, but then the next update is still to come.
fn settle(books: &mut Books, updates: &Updates) {
    let done: HashSet<_> = books
        .completed
        .rows
        .iter()
        .map(|order| &order.oms_order_id)
        .collect();
    books
        .pending
        .rows
        .retain(|order| !done.contains(&order.oms_order_id));
    for (id, update) in updates {
        let (book, other) = if update.state().is_final() {
            (&mut books.completed, &mut books.pending)
        } else {
            (&mut books.pending, &mut books.completed)
        };
        other.rows.retain(|order| order.oms_order_id != *id);
        match book.rows.iter_mut().find(|order| order.oms_order_id == *id) {
            Some(order) => *order = update.order.clone(),
            None => book.rows.push(update.order.clone()),
        }
    }
}
