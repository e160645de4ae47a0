//! Everybody who reads: from the beginning or later, event by event or in batches, in time or late, or only the latest values.

use std::pin::{Pin, pin};

use futures_core::Stream as _;

use super::{
    market::{Counted, number},
    reader::Seen,
    *,
};
use crate::LatestView;

/// A reader of the stream.
pub(super) struct Reader {
    events: Events,
    pub(super) seen: Seen,
    /// It does not read before.
    pub(super) reads_again: Option<Instant>,
}

/// A reader of the latest values.
pub(super) struct Looker {
    view: LatestView,
    /// What `changed` has given, of each counted instrument: the last number.
    given: [u32; 3],
    pub(super) problems: Vec<String>,
}

/// What is there at this moment.
async fn at_once<T>(poll: impl FnMut(&mut std::task::Context<'_>) -> std::task::Poll<T>) -> Option<T> {
    let mut poll = poll;
    std::future::poll_fn(|context| match poll(context) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

impl Reader {
    pub(super) fn new(events: Events, seen: Seen) -> Self {
        Self {
            events,
            seen,
            reads_again: None,
        }
    }

    /// Takes all that waits, if it reads now.
    pub(super) async fn read(&mut self) {
        if self.reads_again.is_some_and(|at| at > Instant::now()) {
            return;
        }
        self.reads_again = None;
        while let Some(Some(event)) = at_once(|context| Pin::new(&mut self.events).poll_next(context)).await {
            self.seen.take(&event);
        }
    }

    /// The same in batches.
    pub(super) async fn read_batches(&mut self) {
        let mut batch = Vec::new();
        loop {
            let mut next = pin!(self.events.next_batch(&mut batch));
            if at_once(|context| next.as_mut().poll(context)).await != Some(true) {
                break;
            }
        }
        for event in &batch {
            self.seen.take(event);
        }
    }

    /// What is left to read when the stream was closed; the last that it got.
    pub(super) async fn read_to_the_end(mut self) -> Option<Event> {
        let mut last = None;
        while let Some(event) = self.events.next().await {
            last = Some(event);
        }
        last
    }
}

impl Looker {
    pub(super) fn new(view: LatestView) -> Self {
        Self {
            view,
            given: [0; 3],
            problems: Vec::new(),
        }
    }

    /// Looks at what has changed. `reader` has just read all there was.
    pub(super) async fn look(&mut self, counted: &[Counted; 3], reader: &Seen) {
        let changed = {
            let mut changed = pin!(self.view.changed());
            at_once(|context| changed.as_mut().poll(context)).await
        };
        for latest in changed.flatten().unwrap_or_default() {
            for (which, one) in counted.iter().enumerate() {
                if one.instrument != latest.instrument {
                    continue;
                }
                let number = latest_number(&latest, one.mode);
                if number < self.given[which] || number > one.last() {
                    let (given, last) = (self.given[which], one.last());
                    self.problems.push(format!("{number} after {given}, of {last}"));
                }
                self.given[which] = number;
            }
        }
        for (which, one) in counted.iter().enumerate() {
            let latest = self.view.get(one.instrument).unwrap();
            if latest_number(&latest, one.mode) != self.given[which] {
                self.problems.push(format!("{latest:?} was not given as changed"));
            }
            let ticks = &reader.ticks[which];
            let is_fresh = ticks.at.is_some_and(|at| at.elapsed() < Duration::from_secs(50));
            let is_stale = latest.is_stale(one.mode);
            if reader.is_lost(which) && !is_stale {
                self.problems
                    .push(format!("{which} is not stale after the loss of its connection"));
            }
            if is_fresh && ticks.hole.is_none() && is_stale {
                self.problems.push(format!("{which} is stale although it ticks"));
            }
        }
    }

    /// What must be so when all is quiet.
    pub(super) fn check(&self, counted: &[Counted; 3]) -> Vec<String> {
        let mut problems = self.problems.clone();
        for (which, one) in counted.iter().enumerate() {
            let latest = self.view.get(one.instrument).unwrap();
            if self.given[which] != one.last() || latest.is_stale(one.mode) {
                problems.push(format!("{latest:?} is not the last, {}", one.last()));
            }
        }
        problems
    }
}

fn latest_number(latest: &crate::Latest, mode: DataMode) -> u32 {
    let event = match mode {
        DataMode::Detailed => latest.detailed.map(Event::Detailed),
        DataMode::Compact => latest.compact.map(Event::Compact),
        DataMode::Depth => latest.depth.map(Event::Depth),
    };
    event.as_ref().and_then(number).map_or(0, |(_, number)| number)
}
