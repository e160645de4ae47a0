//! The feed: live ticks, order and trade updates over a WebSocket (wire reference, section 16).

mod ask;
mod connection;
mod delivery;
mod handshake;
mod hub;
mod market;
mod packet;
mod subscriptions;
mod updates;

use axum::{
    Router,
    extract::{Request, State},
    middleware::Next,
    response::Response,
    routing::get,
};
use tokio::sync::watch;

pub use self::hub::FeedConnection;
pub(crate) use self::{handshake::token_in, hub::Hub};
use crate::broker::Broker;

/// Where the feed is.
pub(crate) const PATH: &str = "/ws/v1/feeds";

pub(crate) fn router() -> Router<Broker> {
    Router::new().route(PATH, get(handshake::open))
}

/// After every request the books may have changed, or a token may be dead: connections look.
pub(crate) async fn wake(State(broker): State<Broker>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    broker.feed().wake();
    response
}

/// The handle with which a test sees and closes the connections of a running sandbox's feed.
#[derive(Clone)]
pub struct Feed(Broker);

impl Feed {
    pub(crate) fn new(broker: Broker) -> Self {
        Self(broker)
    }

    /// The open connections, oldest first, each with everything that it has subscribed.
    #[must_use]
    pub fn connections(&self) -> Vec<FeedConnection> {
        self.0.feed().connections()
    }

    /// How many connections there have ever been.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.0.feed().accepted()
    }

    /// Waits until the open connections are as wanted. It looks whenever one of them changes, and does not poll.
    pub async fn until(&self, mut wanted: impl FnMut(&[FeedConnection]) -> bool) {
        let mut changes: watch::Receiver<_> = self.0.feed().changes();
        while !wanted(&self.connections()) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Closes every connection that is open now, with a closing frame.
    pub fn disconnect(&self) {
        self.0.feed().disconnect();
    }
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.connections()).finish()
    }
}
