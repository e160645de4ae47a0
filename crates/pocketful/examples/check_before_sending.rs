//! Holds an order against its instrument before anything is sent, and gives a market order a worst price.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{Exchange, Instrument, InstrumentToken, NewOrder, Outcome, Protection, Quantity, Side};
use pocketful_sandbox::Sandbox;
use start::{Result, shown};

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    let orders = client.orders();
    // Tick, lot, freeze quantity and the day's range, from the broker. The contract master has the first two without asking.
    let rules = client.instruments().info(SBIN).await?.rules();

    let off_the_tick = NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), "812.52".parse()?);
    match orders.place_checked(&off_the_tick, &rules).await {
        Err(error) if error.outcome() == Outcome::NotSent => println!("not sent: {error}"),
        other => return Err(format!("a wrong order was sent: {other:?}").into()),
    }

    // A market order pays any price. At most one per cent more than the last one is enough here.
    let market = NewOrder::market(SBIN, Side::Buy, Quantity::new(10));
    let limit = orders
        .protect(&market, Protection::percent("1".parse()?)?, &rules)
        .await?;
    println!("at most ₹{}", shown(limit.price()));

    // The exact request, token masked, before it is sent. For a dry run stop here.
    println!("{}", orders.prepare(&limit).await?);
    match orders.place_checked(&limit, &rules).await {
        Ok(placed) => println!("taken in as {}", placed.oms_order_id),
        Err(error) => return Err(format!("{error} ({}). {}", error.outcome(), error.hint()).into()),
    }
    Ok(())
}
