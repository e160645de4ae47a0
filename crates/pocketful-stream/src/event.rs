//! What a reader of the feed gets.

use std::{fmt, sync::Arc};

use pocketful_types::{BadRow, Instrument, OrderUpdate, Orders, TradeUpdate, Trades};
use time::OffsetDateTime;

use crate::{AwaitedToken, Compact, DataMode, Depth, Detailed, EndReason, SocketErrorKind};

/// One thing that the feed has to say. The order is the order of arrival.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// A detailed tick.
    Detailed(Detailed),
    /// A compact tick.
    Compact(Compact),
    /// Five levels on each side.
    Depth(Depth),
    /// An order changed. Never dropped, never conflated.
    OrderUpdate(Arc<OrderUpdate>),
    /// An order traded. Never dropped, never conflated.
    TradeUpdate(Arc<TradeUpdate>),
    /// An order or trade update came that cannot be read. The order book says what it was about.
    UnreadableUpdate {
        /// Which kind of update it was.
        kind: UpdateKind,
        /// What is wrong with it, and the order's id where that could be read.
        row: Arc<BadRow>,
    },
    /// Orders and trades over REST, read after a connection was made, so that nothing that happened meanwhile is missed.
    /// Where others come in the same session before the reader has taken these, only the newest are kept.
    Books(Arc<Books>),
    /// The order books could not be read. It is tried again until it succeeds; until then fills may be unknown.
    BooksUnread {
        /// Why, in words; no secret is among them.
        error: Arc<str>,
    },
    /// The first connection stands, and order updates are asked for if they are wanted.
    Connected {
        /// Which of the connections, from 0.
        connection: usize,
    },
    /// The connection stands again after a loss.
    Reconnected {
        /// Which of the connections, from 0.
        connection: usize,
        /// When something last came before it, IST, as in [`Gap::since`].
        since: OffsetDateTime,
        /// How many attempts it took, 1 or more.
        attempts: u32,
    },
    /// An attempt to connect has failed; the next one follows. Said for each; of several that a reader leaves unread, the
    /// latest remains.
    ConnectFailed {
        /// Which of the connections, from 0.
        connection: usize,
        /// How many attempts have failed since a connection stood, 1 or more.
        attempts: u32,
        /// What went wrong, coarsely.
        cause: SocketErrorKind,
        /// What went wrong, in words; no secret is among them.
        error: Arc<str>,
        /// When it is tried again, IST.
        retry_at: OffsetDateTime,
    },
    /// Something is missing here.
    Gap(Gap),
    /// No tick of a subscribed instrument in one of its modes for the time that
    /// [`stale_after`](crate::StreamBuilder::stale_after) sets, in its market's hours. Said once; the next tick of the mode
    /// ends it. It counts as a tick: a reader who has no room for it gets a [`Gap`] that names the instrument.
    Stale {
        /// Which one.
        instrument: Instrument,
        /// In which mode. Others may go on.
        mode: DataMode,
        /// When its last tick came, IST; `None` when there has been none since it was subscribed.
        since: Option<OffsetDateTime>,
    },
    /// There is no token to connect with. The stream waits for one and goes on by itself.
    AwaitingToken(AwaitedToken),
    /// The last event: nothing comes after it.
    Ended(EndReason),
    /// A frame of a mode that the wire reference does not lay out.
    Unknown {
        /// Its first byte.
        mode: u8,
        /// Its length in bytes.
        len: usize,
    },
}

/// A hole in what a reader gets.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// When something last came before it, IST: what was to come after that may be missing. Of a packet or a tick that
    /// is missing by itself, when that was noticed.
    pub since: OffsetDateTime,
    /// What tore it.
    pub cause: GapCause,
    /// Whose data may be missing. Empty when no market data was subscribed.
    pub instruments: Arc<[Instrument]>,
    /// How many ticks are missing, where that is known.
    pub missed: Option<u64>,
    /// Whether order and trade updates may be missing too. After a reconnect the books fill that hole.
    pub order_updates: bool,
    /// When it is tried to connect again, IST, where a lost connection is followed by a pause. A new login ends the pause.
    pub retry_at: Option<OffsetDateTime>,
}

/// What tore a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GapCause {
    /// The server closed the connection, or it broke.
    Disconnected,
    /// Nothing came for too long in market hours, or, at any time, no answer to a ping from a server that used to answer; the
    /// connection was given up.
    Silent,
    /// A heartbeat or a subscription could not be sent in time; the connection was given up.
    Unwritable,
    /// The token reached its end of life, at midnight IST at the latest; or the session was logged out, refused elsewhere, or
    /// taken over by another account.
    SessionEnded,
    /// The machine slept. The connection may have outlasted that, but nobody knows what the server did meanwhile.
    Suspended,
    /// This reader did not keep up with the ticks; [`Gap::missed`] says by how many.
    SlowReader,
    /// A frame was shorter than its layout.
    BadFrame,
}

/// Which kind of update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpdateKind {
    /// An order changed.
    Order,
    /// An order traded.
    Trade,
}

/// The account's orders and trades at this place among the updates: what came while they were read is in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Books {
    /// Orders that can still change.
    pub pending: Orders,
    /// Orders that are done. None of them is among the pending ones.
    pub completed: Orders,
    /// The day's trades. One that was told while they were read may be missing; `None` where they were not read, although
    /// the orders were.
    pub trades: Option<Trades>,
    /// Why the trades could not be read, in words; no secret is among them. Where it is set all are read again, with growing
    /// pauses, until the trades are there as well: until then fills that only they tell may be unknown.
    pub trades_unread: Option<Arc<str>>,
}

impl Books {
    /// What could not be read, of all its lists. Whoever counts on the books being complete must look here.
    pub fn bad_rows(&self) -> impl Iterator<Item = &BadRow> {
        let orders = [&self.pending, &self.completed];
        let trades = self.trades.iter().flat_map(|trades| &trades.bad_rows);
        orders
            .into_iter()
            .flat_map(|orders| &orders.bad_rows)
            .chain(trades)
    }
}

impl Event {
    /// Whether it is market data, which is limited in number; everything else is not.
    pub(crate) fn is_market_data(&self) -> bool {
        matches!(
            self,
            Self::Detailed(_)
                | Self::Compact(_)
                | Self::Depth(_)
                | Self::Stale { .. }
                | Self::Unknown { .. }
                | Self::Gap(Gap {
                    cause: GapCause::BadFrame,
                    ..
                })
        )
    }

    /// The instrument of a tick.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        match self {
            Self::Detailed(tick) => tick.instrument(),
            Self::Compact(tick) => tick.instrument(),
            Self::Depth(depth) => depth.instrument(),
            Self::Stale { instrument, .. } => Some(*instrument),
            _ => None,
        }
    }
}

impl fmt::Debug for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gap")
            .field("since", &self.since)
            .field("cause", &self.cause)
            .field("instruments", &self.instruments.len())
            .field("missed", &self.missed)
            .field("order_updates", &self.order_updates)
            .field("retry_at", &self.retry_at)
            .finish()
    }
}
