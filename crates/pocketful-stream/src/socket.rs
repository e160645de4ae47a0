//! The seam to the network: frames in, text out.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{FeedUrl, SocketError};

mod dial;
pub(crate) mod framing;
mod handshake;
#[cfg(any(test, feature = "test-util"))]
pub(crate) mod scripted;
mod tls;
mod websocket;

pub use websocket::WebSocketConnector;

/// A message of the server, borrowed from the socket's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// Bytes: a packet.
    Binary(&'a [u8]),
    /// Text. The feed has no use for it but as a sign of life.
    Text(&'a [u8]),
    /// The answer to a [`ping`](Socket::ping); a pong that answers none is not handed out.
    Pong,
}

/// One connection to the feed. Object-safe.
///
/// Reading has two steps, so that all that arrived in one go is handled at one wake-up and without a copy:
/// [`ready`](Self::ready) waits, [`next_frame`](Self::next_frame) gives one frame after the other until it has no more.
#[async_trait]
pub trait Socket: Debug + Send {
    /// Waits until there is a frame.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    ///
    /// # Errors
    /// The connection is gone.
    async fn ready(&mut self) -> Result<(), SocketError>;

    /// The next frame of those that have arrived; `None` when the next has to be waited for.
    fn next_frame(&mut self) -> Option<Frame<'_>>;

    /// Sends one text frame.
    ///
    /// # Errors
    /// The connection is gone.
    async fn send(&mut self, text: &str) -> Result<(), SocketError>;

    /// Asks the server for a sign of life.
    ///
    /// # Errors
    /// The connection is gone.
    async fn ping(&mut self) -> Result<(), SocketError>;

    /// Says goodbye. Does not wait for the answer.
    async fn close(&mut self);
}

/// Makes connections. Object-safe; held as `Arc<dyn Connector>`.
#[async_trait]
pub trait Connector: Debug + Send + Sync {
    /// Connects to `url`. The caller limits the time.
    ///
    /// # Errors
    /// See [`SocketErrorKind`](crate::SocketErrorKind).
    async fn connect(&self, url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError>;
}
