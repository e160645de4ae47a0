//! The feed: live ticks, and order updates with the books behind them (wire reference, section 16).
//!
//! The crate `pocketful-stream` is re-exported here; [`Client::stream`] is where it begins.
//!
//! ```no_run
//! use pocketful::{Client, DataMode, Event, Exchange, Instrument, InstrumentToken};
//!
//! # async fn example(client: Client) {
//! let (feed, mut events) = client.stream().start();
//! let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
//! feed.subscribe([idea], DataMode::Detailed);
//! while let Some(event) = events.next().await {
//!     match event {
//!         Event::Detailed(tick) => println!("{:?}", tick.last_price()),
//!         Event::OrderUpdate(update) => println!("{} is {:?}", update.order.oms_order_id, update.state()),
//!         Event::Books(books) => println!("{} orders are open", books.pending.rows.len()),
//!         Event::Gap(gap) => println!("something is missing: {gap:?}"),
//!         _ => {}
//!     }
//! }
//! # }
//! ```

use std::sync::Arc;

pub use pocketful_stream::*;

use pocketful_types::Book;

use crate::{Client, Error};

impl Client {
    /// The feed of this client's environment, with its session and clock. Nothing is connected before
    /// [`start`](StreamBuilder::start).
    ///
    /// After every connection, and after an update that could not be read, both order books and the day's trades are read over
    /// REST and come as [`Event::Books`]: what the feed did not deliver is in them. A fill may thus be told twice, as an update
    /// and in a book, but never not at all. The three reads count as non-trading requests (wire reference, section 0.4).
    ///
    /// Where an order book cannot be read that is an [`Event::BooksUnread`], and where the trades alone cannot, `trades_unread` of the
    /// books says why; either way all three are read again, with growing pauses, until they are whole.
    pub fn stream(&self) -> StreamBuilder {
        let client = self.clone();
        StreamBuilder::new(self.environment().feed().clone(), Arc::clone(&self.tokens))
            .clock(Arc::clone(&self.clock))
            .books(move || books(client.clone()))
    }
}

/// Orders and trades. An order that completes between the two readings is in the second one, and its trades are in the third.
async fn books(client: Client) -> Result<Books, Error> {
    // A book that stays null is told as one (`is_null`): where that is how a server writes an empty one, reading on would
    // never end.
    let pending = client.orders().read_again_if_null(Book::Pending).await?;
    let completed = client.orders().read_again_if_null(Book::Completed).await?;
    // The orders say what was filled; that must not wait for the trades. Whoever adds up trades is told that they are to come.
    let (trades, trades_unread) = match client.orders().trades().await {
        Ok(trades) => (Some(trades), None),
        Err(error) => (None, Some(error.to_string().into())),
    };
    Ok(Books {
        pending,
        completed,
        trades,
        trades_unread,
    })
}
