//! Who waits for a permit: cancels in front, each kind first come first served.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::{Notify, futures::OwnedNotified};

/// The waiting calls of one class.
#[derive(Debug, Default)]
pub(super) struct Queue {
    urgent: VecDeque<Arc<Notify>>,
    normal: VecDeque<Arc<Notify>>,
}

/// A place in the queue.
#[derive(Debug)]
pub(super) struct Place {
    bell: Arc<Notify>,
}

impl Place {
    /// Ends when the place may have become the first. To be created before looking, so that no ring is missed.
    pub(super) fn woken(&self) -> OwnedNotified {
        Arc::clone(&self.bell).notified_owned()
    }
}

impl Queue {
    /// Whether a newcomer would stand in front of everybody.
    pub(super) fn is_ahead_of_all(&self, urgent: bool) -> bool {
        self.urgent.is_empty() && (urgent || self.normal.is_empty())
    }

    /// Joins behind those of the same kind.
    pub(super) fn join(&mut self, urgent: bool) -> Place {
        let bell = Arc::new(Notify::new());
        if urgent {
            &mut self.urgent
        } else {
            &mut self.normal
        }
        .push_back(Arc::clone(&bell));
        Place { bell }
    }

    /// Whether this place is the next to be served.
    pub(super) fn is_first(&self, place: &Place) -> bool {
        self.first().is_some_and(|bell| Arc::ptr_eq(bell, &place.bell))
    }

    /// Leaves and lets the next one look.
    pub(super) fn leave(&mut self, place: &Place) {
        for queue in [&mut self.urgent, &mut self.normal] {
            queue.retain(|bell| !Arc::ptr_eq(bell, &place.bell));
        }
        if let Some(next) = self.first() {
            next.notify_one();
        }
    }

    fn first(&self) -> Option<&Arc<Notify>> {
        self.urgent.front().or_else(|| self.normal.front())
    }
}
