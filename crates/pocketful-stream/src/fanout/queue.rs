//! What waits for one reader: ticks up to a limit, everything else up to a much larger one, and a mark where ticks are missing.

use std::{
    collections::{HashSet, VecDeque},
    mem,
    sync::Mutex,
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
    others: usize,
    gap: Option<OpenGap>,
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

/// Order updates and the like that may wait for a reader; about 32 MiB. A reader that leaves more unread gets no more.
pub(crate) const MAX_OTHERS: usize = 16_384;

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
            self.others += 1;
            if self.others > MAX_OTHERS {
                self.ended = true;
                self.events.push_back(Event::Ended(EndReason::Overrun));
            } else {
                self.events.push_back(event);
            }
        } else if self.ticks < capacity {
            self.ticks += 1;
            self.events.push_back(event);
        } else {
            self.miss(event, now);
        }
    }

    #[cold]
    fn miss(&mut self, event: Event, now: OffsetDateTime) {
        let instrument = event.instrument();
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
            });
        }
        (self.ticks, self.others) = (0, 0);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-11 10:00 +5:30);

    fn unknown(len: usize) -> Event {
        Event::Unknown { mode: 9, len }
    }

    fn take(queue: &Queue) -> Option<Vec<Event>> {
        let mut events = VecDeque::new();
        match queue.poll_take(&mut Context::from_waker(Waker::noop()), &mut events) {
            Poll::Ready(true) => Some(events.into()),
            Poll::Ready(false) => None,
            Poll::Pending => Some(Vec::new()),
        }
    }

    #[test]
    fn the_mark_stands_where_the_ticks_are_missing() {
        let queue = Queue::new(2);
        queue.extend((0..5).map(unknown), NOW);
        queue.extend([Event::Connected { connection: 0 }, unknown(5)].into_iter(), NOW);
        let taken = take(&queue).unwrap();
        let [
            Event::Unknown { .. },
            Event::Unknown { .. },
            Event::Gap(gap),
            Event::Connected { .. },
        ] = &taken[..]
        else {
            panic!("{taken:?}")
        };
        assert_eq!(
            (gap.missed, gap.since, gap.cause),
            (Some(4), NOW, GapCause::SlowReader)
        );
        // After the reader came there is room again.
        queue.extend([unknown(7)].into_iter(), NOW);
        assert!(matches!(
            take(&queue).unwrap()[..],
            [Event::Unknown { len: 7, .. }]
        ));
    }

    #[test]
    fn who_leaves_too_much_unread_is_told_and_gets_no_more() {
        let queue = Queue::new(2);
        queue.extend(
            (0..MAX_OTHERS + 5).map(|connection| Event::Connected { connection }),
            NOW,
        );
        let taken = take(&queue).unwrap();
        assert_eq!(taken.len(), MAX_OTHERS + 1);
        assert!(matches!(taken[MAX_OTHERS], Event::Ended(EndReason::Overrun)));
        queue.extend([unknown(7)].into_iter(), NOW);
        assert!(take(&queue).is_none());
    }

    #[test]
    fn an_end_comes_after_what_waits_and_only_once() {
        let queue = Queue::new(2);
        queue.extend([unknown(1)].into_iter(), NOW);
        queue.end(EndReason::Closed);
        queue.end(EndReason::Closed);
        let taken = take(&queue).unwrap();
        assert!(
            matches!(
                taken[..],
                [Event::Unknown { .. }, Event::Ended(EndReason::Closed)]
            ),
            "{taken:?}"
        );
        assert!(take(&queue).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Whatever is pushed and whenever it is taken: ticks come in order, and those that do not come are counted in
        /// the mark at their place; other events all come.
        #[test]
        fn nothing_is_lost_in_silence(capacity in 1_usize..8,
                                      steps in prop::collection::vec(prop_oneof![4 => Just(0_u8), 1 => Just(1), 1 => Just(2)], 0..200)) {
            let queue = Queue::new(capacity);
            let (mut pushed, mut seen, mut controls, mut controls_seen) = (0, 0, 0, 0);
            for step in steps.iter().chain([&2]) {
                match step {
                    0 => { queue.extend([unknown(pushed)].into_iter(), NOW); pushed += 1; }
                    1 => { queue.extend([Event::Connected { connection: controls }].into_iter(), NOW); controls += 1; }
                    _ => for event in take(&queue).unwrap() {
                        match event {
                            Event::Unknown { len, .. } => { prop_assert_eq!(len, seen); seen += 1; }
                            Event::Gap(gap) => seen += usize::try_from(gap.missed.unwrap()).unwrap(),
                            Event::Connected { connection } => { prop_assert_eq!(connection, controls_seen); controls_seen += 1; }
                            other => prop_assert!(false, "{other:?}"),
                        }
                    }
                }
            }
            prop_assert_eq!((seen, controls_seen), (pushed, controls));
        }
    }
}
