//! Places a limit order and learns what became of it, also when the reply is lost on its way.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{Client, Exchange, Instrument, InstrumentToken, NewOrder, Order, Quantity, Side, numbered};
use pocketful_sandbox::{Fault, FaultRule, Sandbox};
use start::Result;

const IDEA: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    let order = NewOrder::limit(IDEA, Side::Buy, Quantity::new(10), "8.15".parse()?);
    tell(&place(&client, order.clone()).await?);

    // The same on a bad day: the order is taken in, and the connection breaks before the reply is there.
    let broken = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
    sandbox.faults().add(broken)?;
    tell(&place(&client, order).await?);
    Ok(())
}

/// Places an order. When this returns, it is certain whether the order is in the book.
async fn place(client: &Client, order: NewOrder) -> Result<Order> {
    // Its own number, by which it is found again. Write it down before, and even a crash leaves no doubt.
    let order = numbered(order);
    let found = match client.orders().place(&order).await {
        Ok(placed) => client.orders().find(&placed.oms_order_id).await?,
        // Perhaps it was taken in. To send it again could double it, so look first.
        Err(error) if error.is_outcome_unknown() => match error.user_order_id() {
            Some(number) => client.orders().find_by_user_order_id(number).await?,
            None => return Err(error.into()),
        },
        // Certainly not taken in.
        Err(error) => return Err(format!("{error}. {}", error.hint()).into()),
    };
    found.ok_or_else(|| "the order is not in the book; look again before you place it again".into())
}

/// Taken in by the broker does not mean taken by the exchange: the state says.
fn tell(order: &Order) {
    println!("{} is {}", order.oms_order_id, order.state().as_str());
    if let Some(why) = &order.rejection_reason {
        println!("refused: {why}");
    }
}
