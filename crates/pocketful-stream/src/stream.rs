//! A stream as its user holds it: a handle to steer it, readers that get its events.

use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use pocketful_types::Instrument;
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout},
};

use crate::{
    DataMode, EndReason, Event, LatestView, StreamBuilder, StreamState,
    books::{self, BooksWanted},
    fanout::{Fanout, Queue},
    life::{Life, Wanted, life},
    subscriptions::Desired,
    supervisor::{Core, Supervisor},
};

/// The handle of a stream: subscribe, unsubscribe, see how it stands, close it. Cheap to clone.
///
/// The stream lives as long as a handle or a reader of it does; dropping the last of them ends it, whatever it is doing.
#[derive(Clone, Debug)]
pub struct Feed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    core: Arc<Core>,
    wanted: Wanted,
    task: JoinHandle<()>,
    end: watch::Receiver<bool>,
}

/// How often the session is asked to notice what others did.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// The longest that [`Feed::close`] takes.
const CLOSING: Duration = Duration::from_secs(3);

pub(crate) fn start(builder: StreamBuilder) -> (Feed, Events) {
    let (wanted, life) = life();
    let connections = builder.options.connections;
    let core = Arc::new(Core {
        origin: builder.origin,
        parameter: builder.parameter,
        tokens: builder.tokens,
        connector: builder.connector,
        clock: builder.clock,
        machine: builder.machine,
        desired: Mutex::new(Desired::new(builder.options.order_updates)),
        changes: watch::Sender::new(0),
        fanout: Arc::new(Fanout::new(builder.options.capacity)),
        states: watch::Sender::new(vec![StreamState::Connecting; connections]),
        books: BooksWanted::default(),
        options: builder.options,
    });
    let asked = core.books.subscribe();
    // The first reader is there before anything can be said.
    let queue = core.fanout.add();
    let mut supervisors = JoinSet::new();
    for shard in 0..connections {
        supervisors.spawn(Supervisor::new(Arc::clone(&core), shard, life.clone()).run());
    }
    let mut background = JoinSet::new();
    background.spawn(look_again(Arc::clone(&core), life.clone()));
    if let Some(read) = builder.read_books {
        background.spawn(books::keep(Arc::clone(&core), read, asked, life));
    }
    let (ending, end) = watch::channel(false);
    let task = tokio::spawn(finish(Arc::clone(&core), supervisors, background, ending));
    let feed = Feed(Arc::new(Shared {
        core,
        wanted,
        task,
        end,
    }));
    let events = Events::new(feed.clone(), queue);
    (feed, events)
}

/// Has the session notice what other processes do to it: a login, a logout. Not in a connection's own task, so that a store that
/// answers late holds up nothing.
async fn look_again(core: Arc<Core>, mut life: Life) {
    let looking = async {
        loop {
            sleep(LOOK_AGAIN).await;
            core.tokens.look_again().await;
        }
    };
    let _: Option<Infallible> = life.unless_ended(looking).await;
}

/// Waits for the connections to end and tells the readers why they did. Without one of its tasks a stream is not whole: where one
/// panics, all end.
async fn finish(
    core: Arc<Core>,
    mut supervisors: JoinSet<()>,
    mut background: JoinSet<()>,
    ending: watch::Sender<bool>,
) {
    let has_panicked = loop {
        tokio::select! {
            ended = supervisors.join_next() => match ended {
                Some(Ok(())) => {}
                Some(Err(_)) => break true,
                None => break false,
            },
            Some(Err(_)) = background.join_next() => break true,
        }
    };
    let reason = match core.states.borrow().first() {
        _ if has_panicked => EndReason::Panicked,
        Some(StreamState::Ended(reason)) => *reason,
        _ => EndReason::Closed,
    };
    if has_panicked {
        tracing::error!("a task of the feed has panicked");
        supervisors.shutdown().await;
    }
    core.end(reason);
    ending.send_replace(true);
}

impl Feed {
    /// Asks for market data. Counted: an instrument is given up when [`unsubscribe`](Self::unsubscribe) was called as often.
    /// Returns at once; the connection follows.
    pub fn subscribe(&self, instruments: impl IntoIterator<Item = Instrument>, mode: DataMode) {
        let core = &self.0.core;
        let now = Instant::now();
        self.change(|desired| {
            let mut changed = false;
            for instrument in instruments {
                core.fanout.latest.follow(instrument, mode, now);
                changed |= desired.add(instrument, mode);
            }
            changed
        });
    }

    /// Gives up market data that was asked for. Ticks that are on their way still come.
    pub fn unsubscribe(&self, instruments: impl IntoIterator<Item = Instrument>, mode: DataMode) {
        let core = &self.0.core;
        self.change(|desired| {
            let mut changed = false;
            for instrument in instruments {
                if desired.remove(instrument, mode) {
                    core.fanout.latest.forget(instrument, mode);
                    changed = true;
                }
            }
            changed
        });
    }

    fn change(&self, change: impl FnOnce(&mut Desired) -> bool) {
        let core = &self.0.core;
        if change(&mut locked(&core.desired)) {
            core.changes.send_modify(|count| *count += 1);
        }
    }

    /// Where the stream stands; with several connections, where the worst of them stands.
    #[must_use]
    pub fn state(&self) -> StreamState {
        StreamState::of_all(&self.0.core.states.borrow())
    }

    /// Where each connection stands, as it changes.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Vec<StreamState>> {
        self.0.core.states.subscribe()
    }

    /// Another reader, which gets what comes from here on.
    #[must_use]
    pub fn events(&self) -> Events {
        Events::new(self.clone(), self.0.core.fanout.add())
    }

    /// The latest value of every subscribed instrument.
    #[must_use]
    pub fn latest(&self) -> LatestView {
        LatestView::new(Arc::clone(&self.0.core.fanout))
    }

    /// Ends the stream and waits until it has ended, at most 3 s. Readers get what waits for them, then
    /// [`Event::Ended`].
    pub async fn close(&self) {
        self.close_within(CLOSING).await;
    }

    /// A function that the builder was given may block one of the tasks. It ends when that returns, and changes nothing any more.
    pub(crate) async fn close_within(&self, limit: Duration) {
        self.0.wanted.end();
        let mut end = self.0.end.clone();
        if timeout(limit, end.wait_for(|ended| *ended)).await.is_err() {
            self.0.task.abort();
            self.0.core.end(EndReason::Closed);
        }
    }
}

/// A reader of a stream: a [`Stream`] of events that ends after [`Event::Ended`].
///
/// It takes all that waits for it at once, so a reader that is woken for a burst goes through it without waiting. Dropping it
/// is fine at any time.
#[derive(Debug)]
pub struct Events {
    feed: Feed,
    queue: Arc<Queue>,
    taken: VecDeque<Event>,
}

impl Events {
    fn new(feed: Feed, queue: Arc<Queue>) -> Self {
        Self {
            feed,
            queue,
            taken: VecDeque::new(),
        }
    }

    /// The next event; `None` after the last.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn next(&mut self) -> Option<Event> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Waits for events and appends all that wait to `into`; `false` after the last.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn next_batch(&mut self, into: &mut Vec<Event>) -> bool {
        if self.taken.is_empty() {
            let (queue, taken) = (&self.queue, &mut self.taken);
            if !std::future::poll_fn(|context| queue.poll_take(context, taken)).await {
                return false;
            }
        }
        into.extend(self.taken.drain(..));
        true
    }

    /// The handle of the stream that it reads.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        let this = self.get_mut();
        if let Some(event) = this.taken.pop_front() {
            return Poll::Ready(Some(event));
        }
        match this.queue.poll_take(context, &mut this.taken) {
            Poll::Ready(_) => Poll::Ready(this.taken.pop_front()),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.feed.0.core.fanout.remove(&self.queue);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
