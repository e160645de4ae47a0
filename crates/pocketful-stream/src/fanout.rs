//! From one connection to every reader: a batch at a time, so that the price of waking somebody is paid once.

mod latest;
mod queue;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use crate::{EndReason, Event};

pub(crate) use latest::LatestTable;
pub use latest::{Latest, LatestView};
pub(crate) use queue::Queue;

/// The readers of a stream, and the latest values.
#[derive(Debug)]
pub(crate) struct Fanout {
    readers: Mutex<Readers>,
    pub(crate) latest: LatestTable,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Readers {
    queues: Vec<Arc<Queue>>,
    /// Set once; readers that come later are told at once.
    ended: Option<EndReason>,
}

impl Fanout {
    /// `capacity` ticks may wait for each reader.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            readers: Mutex::default(),
            latest: LatestTable::default(),
            capacity,
        }
    }

    /// A reader from here on.
    pub(crate) fn add(&self) -> Arc<Queue> {
        let queue = Arc::new(Queue::new(self.capacity));
        let mut readers = locked(&self.readers);
        match readers.ended {
            Some(reason) => queue.end(reason),
            None => readers.queues.push(Arc::clone(&queue)),
        }
        queue
    }

    pub(crate) fn remove(&self, queue: &Arc<Queue>) {
        locked(&self.readers)
            .queues
            .retain(|other| !Arc::ptr_eq(other, queue));
    }

    /// Hands the batch to every reader and empties it. `now` dates what a reader misses.
    pub(crate) fn publish(&self, batch: &mut Vec<Event>, now: OffsetDateTime) {
        let readers = locked(&self.readers);
        if let Some((last, others)) = readers.queues.split_last() {
            for queue in others {
                queue.extend(batch.iter().cloned(), now);
            }
            last.extend(batch.drain(..), now);
        }
        batch.clear();
    }

    /// Hands over one event.
    pub(crate) fn publish_one(&self, event: Event, now: OffsetDateTime) {
        self.publish(&mut vec![event], now);
    }

    /// Tells every reader that nothing more comes, and that the latest values stay as they are.
    pub(crate) fn end(&self, reason: EndReason) {
        self.latest.end();
        let mut readers = locked(&self.readers);
        readers.ended.get_or_insert(reason);
        for queue in readers.queues.drain(..) {
            queue.end(reason);
        }
    }
}

/// A poisoned lock only says that another thread panicked; what it guards is in order after every step.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
