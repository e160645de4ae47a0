//! Follows the feed: ticks, an order through its life, and every hole in what is told.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{
    DataMode, Event, Exchange, Instrument, InstrumentToken, NewOrder, Quantity, Side, types::OrderState,
};
use pocketful_sandbox::Sandbox;
use start::{Result, shown};

const IDEA: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));

#[tokio::main]
async fn main() -> Result {
    tokio::time::timeout(start::PATIENCE, run(start::sandbox().await?)).await?
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    // It connects, sends heartbeats, reconnects and subscribes anew by itself, until `feed` is dropped.
    let (feed, mut events) = client.stream().start();
    feed.subscribe([IDEA], DataMode::Detailed);
    while let Some(event) = events.next().await {
        match event {
            Event::Detailed(tick) => println!("IDEA at ₹{}", shown(tick.last_price())),
            // The books, read after each connection: what happened while there was none is in them.
            Event::Books(books) => {
                println!("{} orders wait", books.pending.rows.len());
                let order = NewOrder::limit(IDEA, Side::Buy, Quantity::new(10), "8.50".parse()?);
                let placed = client.orders().place(&order).await?;
                sandbox.fill(placed.oms_order_id.as_str())?;
            }
            Event::OrderUpdate(update) => {
                println!("{} is {}", update.order.oms_order_id, update.state().as_str());
                if update.state() == OrderState::Complete {
                    println!("filled at ₹{}", shown(update.filled_price()));
                    break;
                }
            }
            Event::TradeUpdate(trade) => println!("traded at ₹{}", shown(trade.trade_price)),
            // Something was missed: do not act on prices that are older than this.
            Event::Gap(gap) => println!("nothing is known since {}: {:?}", gap.since, gap.cause),
            Event::ConnectFailed { error, retry_at, .. } => println!("{error}; again at {retry_at}"),
            Event::AwaitingToken(why) => println!("log in again: {why:?}"),
            Event::Ended(why) => println!("the feed has ended: {why:?}"),
            _ => {}
        }
    }
    Ok(())
}
