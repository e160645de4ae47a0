//! Changes an order that waits, takes one back, and then all of them, with what became of each.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{
    CancelOutcome, Exchange, Instrument, InstrumentToken, NewOrder, OrderChange, Quantity, Side,
};
use pocketful_sandbox::Sandbox;
use start::Result;

const IDEA: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    let orders = client.orders();
    let mut ids = Vec::new();
    for price in ["8.15", "8.20", "8.25"] {
        let order = NewOrder::limit(IDEA, Side::Buy, Quantity::new(10), price.parse()?);
        ids.push(orders.place(&order).await?.oms_order_id);
    }

    // The wire wants the whole order as it shall be, so a change starts from its row in the book, read just before.
    let row = orders.find(&ids[0]).await?.ok_or("the order is gone")?;
    let higher = OrderChange::new().price("8.30".parse()?);
    match orders.modify(&row, &higher).await {
        Ok(_) => println!("{} is asked to wait at ₹8.30", ids[0]),
        Err(error) => println!("{} ({}): {}", ids[0], error.outcome(), error.hint()),
    }

    // An order can be filled on the way, and only the book knows.
    match orders.cancel(&ids[1]).await {
        Ok(_) => println!("{} is asked to go", ids[1]),
        Err(error) => println!("{} ({}): {}", ids[1], error.outcome(), error.hint()),
    }

    // No failure stops the others, so look at every outcome.
    let all = orders.cancel_all().await?;
    for one in &all.orders {
        let id = &one.order.oms_order_id;
        match &one.outcome {
            CancelOutcome::Requested => println!("{id} is asked to go"),
            CancelOutcome::Failed(error) => println!("{id} ({}): {}", error.outcome(), error.hint()),
            other => println!("{id}: {other:?}"),
        }
    }
    let left = orders.pending().await?.rows.len();
    println!("{left} orders are left, {} cannot be read", all.bad_rows.len());
    Ok(())
}
