#![doc = include_str!("../README.md")]

mod backoff;
mod books;
mod builder;
mod command;
mod decode;
mod error;
mod event;
mod fanout;
mod feed_url;
mod life;
mod market_hours;
mod options;
mod price;
mod recording;
mod socket;
mod state;
mod stream;
mod subscriptions;
mod supervisor;

pub use backoff::Backoff;
pub use builder::StreamBuilder;
pub use command::DataMode;
pub use decode::{Compact, DecodeError, Depth, Detailed, Level, Mode, Packet, decode};
pub use error::{SocketError, SocketErrorKind};
pub use event::{Books, Event, Gap, GapCause, UpdateKind};
pub use fanout::{Latest, LatestView};
pub use feed_url::{FeedUrl, TokenParameter};
pub use market_hours::MarketHours;
pub use price::PriceScales;
pub use recording::{Recorder, RecordingError, ReplaySpeed};
#[cfg(any(test, feature = "test-util"))]
pub use socket::scripted::{Attempt, Peer, ScriptedConnector, ScriptedServer, scripted};
pub use socket::{Connector, Frame, Socket, WebSocketConnector};
pub use state::{AwaitedToken, EndReason, StreamState};
pub use stream::{Events, Feed};
