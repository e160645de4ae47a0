//! A client that watches the sandbox's own feed.

use std::time::Duration;

use pocketful::{
    Client, Exchange, Instrument, InstrumentToken, StreamState,
    stream::{Backoff, Books, Events, Feed, Gap, StreamBuilder},
};
use pocketful_sandbox::{Fault, FaultRule, FeedConnection};
use tokio::time::timeout;

use super::Event;
use crate::day::Day;

pub(super) const IDEA: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
pub(super) const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

/// How long a test waits for what must come; none waits that long.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Viewer {
    pub(super) day: Day,
    pub(super) client: Client,
    pub(super) feed: Feed,
    pub(super) events: Events,
}

impl Viewer {
    /// Connected, with order updates and both books.
    pub(super) async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    /// The same with options. There are no pauses between attempts.
    pub(super) async fn with(options: impl FnOnce(StreamBuilder) -> StreamBuilder) -> Self {
        let day = Day::logged_in().await;
        let client = day.client();
        let at_once = Backoff::new(Duration::ZERO, Duration::ZERO);
        let (feed, events) = options(client.stream().backoff(at_once)).start();
        let mut viewer = Self {
            day,
            client,
            feed,
            events,
        };
        assert!(matches!(viewer.next().await, Event::Connected { connection: 0 }));
        let books = viewer.books().await;
        assert!(books.pending.rows.is_empty() && books.completed.rows.is_empty());
        viewer
    }

    pub(super) async fn next(&mut self) -> Event {
        let next = timeout(PATIENCE, self.events.next()).await;
        next.expect("an event in time").expect("the stream goes on")
    }

    /// What comes next, as far as `pick` takes it: anything else is a failure.
    pub(super) async fn expect<T>(&mut self, pick: impl FnOnce(&Event) -> Option<T>) -> T {
        let event = self.next().await;
        pick(&event).unwrap_or_else(|| panic!("{event:?}"))
    }

    /// Passes over ticks, until `pick` takes something.
    pub(super) async fn past_ticks<T>(&mut self, pick: impl Fn(&Event) -> Option<T>) -> T {
        loop {
            let event = self.next().await;
            match pick(&event) {
                Some(picked) => return picked,
                None if matches!(event, Event::Detailed(_) | Event::Compact(_) | Event::Depth(_)) => {}
                None => panic!("{event:?}"),
            }
        }
    }

    pub(super) async fn books(&mut self) -> std::sync::Arc<Books> {
        let books = |event: &Event| match event {
            Event::Books(books) => Some(std::sync::Arc::clone(books)),
            _ => None,
        };
        self.past_ticks(books).await
    }

    pub(super) async fn gap(&mut self) -> Gap {
        let gap = |event: &Event| match event {
            Event::Gap(gap) => Some(gap.clone()),
            _ => None,
        };
        self.past_ticks(gap).await
    }

    pub(super) async fn reconnected(&mut self) {
        self.expect(|event| matches!(event, Event::Reconnected { connection: 0, .. }).then_some(()))
            .await;
    }

    pub(super) async fn stands(&self, wanted: impl Fn(StreamState) -> bool) {
        let mut states = self.feed.watch();
        let reached = states.wait_for(|states| wanted(states[0]));
        timeout(PATIENCE, reached)
            .await
            .expect("the state in time")
            .unwrap();
    }

    /// Waits until the sandbox has the open connections that are wanted.
    pub(super) async fn until(&self, wanted: impl FnMut(&[FeedConnection]) -> bool) {
        let feed = self.day.sandbox.feed();
        timeout(PATIENCE, feed.until(wanted))
            .await
            .expect("connections in time");
    }

    /// Has something happen once to a packet of a mode.
    pub(super) fn once(&self, mode: &str, fault: Fault) {
        let rule = FaultRule::new(format!("/ws/v1/feeds/{mode}"), fault).times(1);
        self.day.sandbox.faults().add(rule).unwrap();
    }

    /// Lets the market move.
    pub(super) fn a_minute_passes(&self) {
        self.day.sandbox.clock().advance(time::Duration::MINUTE);
    }
}
