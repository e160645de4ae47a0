//! What waits for one reader: ticks up to a limit, everything else up to a much larger one, and a mark where ticks are missing.

use std::{
    collections::{HashSet, VecDeque},
    mem,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use pocketful_types::Instrument;
use time::OffsetDateTime;

use super::locked;
use crate::{EndReason, Event, Gap, GapCause};

/// The queue of one reader. The reader takes all that waits at once.
#[derive(Debug)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Inner {
    events: VecDeque<Event>,
    ticks: usize,
    /// What everything else weighs, in bytes.
    others: usize,
    gap: Option<OpenGap>,
    /// Where the books of this session are.
    books: Option<usize>,
    waker: Option<Waker>,
    ended: bool,
}

/// Ticks that find no room. The mark stands where the first of them would have stood.
#[derive(Debug)]
struct OpenGap {
    index: usize,
    since: OffsetDateTime,
    missed: u64,
    instruments: HashSet<Instrument>,
}

/// What order updates and the like that wait for a reader may weigh. A reader that leaves more unread gets no more.
pub(crate) const MAX_OTHERS: usize = 32 << 20;

/// What an update weighs with all its texts, or more.
const UPDATE: usize = 2048;

/// Events for which room is kept while nothing waits; a reader that keeps up needs less.
const KEPT: usize = 2048;

/// Names of instruments that a mark lists at most.
const MAX_NAMED: usize = 10_000;

impl Queue {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            inner: Mutex::default(),
            capacity: capacity.max(1),
        }
    }

    /// Appends what there is room for, and wakes the reader once.
    pub(super) fn extend(&self, events: impl Iterator<Item = Event>, now: OffsetDateTime) {
        let mut inner = locked(&self.inner);
        for event in events {
            inner.push(event, self.capacity, now);
        }
        inner.wake();
    }

    /// The last that the reader gets.
    pub(super) fn end(&self, reason: EndReason) {
        let mut inner = locked(&self.inner);
        if !mem::replace(&mut inner.ended, true) {
            inner.events.push_back(Event::Ended(reason));
        }
        inner.wake();
    }

    /// Puts all that waits into `into`, which is empty; `Ready(false)` when nothing waits and nothing will come.
    pub(crate) fn poll_take(&self, context: &mut Context<'_>, into: &mut VecDeque<Event>) -> Poll<bool> {
        let mut inner = locked(&self.inner);
        if inner.take(into) {
            return Poll::Ready(true);
        }
        if inner.ended {
            return Poll::Ready(false);
        }
        // After a burst the reader has caught up, and its room is given back.
        for events in [&mut inner.events, into] {
            if events.capacity() > KEPT {
                *events = VecDeque::new();
            }
        }
        match &mut inner.waker {
            Some(waker) if waker.will_wake(context.waker()) => {}
            waker => *waker = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

impl Inner {
    #[inline]
    fn push(&mut self, event: Event, capacity: usize, now: OffsetDateTime) {
        if self.ended {
            return;
        }
        if !event.is_market_data() {
            if self.replaces(&event) {
                return;
            }
            self.push_other(event);
        } else if self.ticks < capacity {
            self.ticks += 1;
            self.events.push_back(event);
        } else {
            self.miss(event, now);
        }
    }

    /// Whether the event took the place of an older one: of attempts that fail for days only the latest is news.
    fn replaces(&mut self, event: &Event) -> bool {
        let Event::ConnectFailed { connection: ours, .. } = event else {
            return false;
        };
        for older in self.events.iter_mut().rev() {
            let Event::ConnectFailed { connection, .. } = older else {
                return false;
            };
            if connection == ours {
                *older = event.clone();
                return true;
            }
        }
        false
    }

    fn push_other(&mut self, event: Event) {
        match &event {
            Event::Books(_) => self.make_room_for_books(),
            // The books of a session that is over are not in those of the next one. Each connection tells its end; one has the
            // updates.
            Event::Gap(gap) if gap.cause == GapCause::SessionEnded && gap.order_updates => self.books = None,
            _ => {}
        }
        self.others += weight(&event);
        if self.others > MAX_OTHERS {
            self.ended = true;
            self.events.push_back(Event::Ended(EndReason::Overrun));
        } else {
            self.events.push_back(event);
        }
    }

    /// Books that nobody has taken yet are of no use beside newer ones, and large.
    fn make_room_for_books(&mut self) {
        if let Some(index) = self.books
            && let Some(older) = self.events.remove(index)
        {
            self.others = self.others.saturating_sub(weight(&older));
            if let Some(gap) = &mut self.gap
                && gap.index > index
            {
                gap.index -= 1;
            }
        }
        self.books = Some(self.events.len());
    }

    #[cold]
    fn miss(&mut self, event: Event, now: OffsetDateTime) {
        let instrument = event.instrument();
        let torn = match &event {
            Event::Gap(gap) => Some(Arc::clone(&gap.instruments)),
            _ => None,
        };
        let gap = match &mut self.gap {
            Some(gap) => gap,
            none => {
                let index = self.events.len();
                // It holds the place of the mark, which is complete when the reader comes.
                self.events.push_back(event);
                none.insert(OpenGap {
                    index,
                    since: now,
                    missed: 0,
                    instruments: HashSet::new(),
                })
            }
        };
        gap.missed += 1;
        if gap.instruments.len() < MAX_NAMED {
            gap.instruments.extend(instrument);
            gap.instruments.extend(torn.iter().flat_map(|torn| torn.iter()));
        }
    }

    fn take(&mut self, into: &mut VecDeque<Event>) -> bool {
        if let Some(gap) = self.gap.take()
            && let Some(mark) = self.events.get_mut(gap.index)
        {
            *mark = Event::Gap(Gap {
                since: gap.since,
                cause: GapCause::SlowReader,
                instruments: gap.instruments.into_iter().collect(),
                missed: Some(gap.missed),
                order_updates: false,
                retry_at: None,
            });
        }
        (self.ticks, self.others, self.books) = (0, 0, None);
        mem::swap(&mut self.events, into);
        !into.is_empty()
    }

    fn wake(&mut self) {
        if !self.events.is_empty()
            && let Some(waker) = self.waker.take()
        {
            waker.wake();
        }
    }
}

/// In bytes, or a little more. Books weigh as little as an update: those of a session are there once.
fn weight(event: &Event) -> usize {
    let names = match event {
        Event::Gap(gap) => size_of_val(&*gap.instruments),
        _ => 0,
    };
    UPDATE + names
}

#[cfg(test)]
mod tests;
