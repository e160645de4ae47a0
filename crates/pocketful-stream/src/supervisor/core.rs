//! What all connections of a stream share.

use std::sync::{Arc, Mutex};

use pocketful_auth::TokenSource;
use pocketful_types::{Clock, Origin};
use tokio::sync::watch;

use crate::{
    Connector, EndReason, Event, StreamState, TokenParameter, books::BooksWanted, fanout::Fanout,
    options::Options, subscriptions::Desired,
};

/// What all connections of a stream share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) origin: Origin,
    pub(crate) parameter: TokenParameter,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The machine's own clock, whatever `clock` is.
    pub(crate) machine: Arc<dyn Clock>,
    pub(crate) options: Options,
    pub(crate) desired: Mutex<Desired>,
    /// Counts the changes of the desired set.
    pub(crate) changes: watch::Sender<u64>,
    pub(crate) fanout: Arc<Fanout>,
    pub(crate) states: watch::Sender<Vec<StreamState>>,
    pub(crate) books: BooksWanted,
}

impl Core {
    pub(crate) fn tell(&self, event: Event) {
        self.fanout.publish_one(event, self.clock.now());
    }

    /// The stream has ended, whatever its tasks still do: the connections that have not say so, and nothing changes any more.
    pub(crate) fn end(&self, reason: EndReason) {
        self.states.send_modify(|states| {
            let going_on = states.iter_mut().filter(|state| !state.is_ended());
            going_on.for_each(|state| *state = StreamState::Ended(reason));
        });
        self.fanout.end(reason);
    }
}
