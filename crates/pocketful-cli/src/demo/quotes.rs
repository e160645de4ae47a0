//! The demo's look at the feed: a few quotes, and the feed's word that the order is cancelled.

use std::{collections::BTreeMap, time::Duration};

use pocketful::{
    Client, DataMode, Event, Events, Exchange, Instrument, InstrumentToken, OrderId, types::OrderState,
};

use super::unexpected;
use crate::{error::Result, output::money};

/// What is watched on the NSE, by number, and what it is called.
const WATCHED: [(u32, &str); 3] = [(3045, "SBIN"), (14_366, "IDEA"), (2885, "RELIANCE")];

/// Far longer than the sandbox takes for anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// The open feed.
pub(super) struct Quotes(Events);

impl Quotes {
    pub(super) fn open(client: &Client) -> Self {
        let (feed, events) = client.stream().start();
        let watched = WATCHED.map(|(token, _)| Instrument::new(Exchange::Nse, InstrumentToken::new(token)));
        feed.subscribe(watched, DataMode::Detailed);
        Self(events)
    }

    /// The first quote of each, in words.
    pub(super) async fn first(&mut self) -> Result<String> {
        let mut quotes = BTreeMap::new();
        while quotes.len() < WATCHED.len() {
            if let Event::Detailed(tick) = self.next().await?
                && let (Some(instrument), Some(last)) = (tick.instrument(), tick.last_price())
            {
                let number = instrument.token.get();
                if let Some((_, name)) = WATCHED.iter().find(|(token, _)| *token == number) {
                    quotes.insert(*name, money::rupees(last));
                }
            }
        }
        let quotes: Vec<_> = quotes
            .iter()
            .map(|(name, last)| format!("{name} {last}"))
            .collect();
        Ok(quotes.join(", "))
    }

    /// Waits until the feed says that the order is cancelled.
    pub(super) async fn cancelled(&mut self, id: &OrderId) -> Result<String> {
        loop {
            if let Event::OrderUpdate(update) = self.next().await?
                && update.order.oms_order_id == *id
                && update.state() == OrderState::Cancelled
            {
                return Ok(format!("by the feed that {id} is cancelled"));
            }
        }
    }

    pub(super) async fn close(self) {
        self.0.feed().close().await;
    }

    async fn next(&mut self) -> Result<Event> {
        match tokio::time::timeout(PATIENCE, self.0.next()).await {
            Ok(Some(event)) => Ok(event),
            Ok(None) => Err(unexpected("the feed has ended")),
            Err(_) => Err(unexpected("the feed says nothing")),
        }
    }
}
