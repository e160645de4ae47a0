//! Shows positions and holdings with what they have earned, in exact rupees.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{Exchange, Instrument, InstrumentToken, NewOrder, Product, Quantity, Side, profit_and_loss};
use pocketful_sandbox::Sandbox;
use start::{Result, shown};

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    let order = NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), "832.00".parse()?);
    let placed = client.orders().place(&order.product(Product::Mis)).await?;
    // The sandbox matches nothing by itself.
    sandbox.fill(placed.oms_order_id.as_str())?;
    for trade in client.orders().trades().await?.rows {
        println!("traded {} at ₹{}", shown(trade.quantity()), shown(trade.price()));
    }

    let positions = client.portfolio().positions().await?;
    for position in &positions.rows {
        let symbol = position.trading_symbol.as_deref().unwrap_or("?");
        let (units, total) = (shown(position.net_quantity), shown(position.total()));
        println!("{symbol}: {units} units, ₹{total} so far");
    }
    // A row that cannot be read, or lacks a price, is not in the sum: then it is not the whole truth.
    let sum = profit_and_loss(&positions.rows);
    let unknown = sum.left_out + positions.bad_rows.len();
    println!(
        "₹{} realised, ₹{} unrealised, {unknown} left out",
        sum.realized, sum.unrealized
    );

    for holding in client.portfolio().holdings().await?.rows {
        let symbol = holding.trading_symbol.as_deref().unwrap_or("?");
        let (value, gain) = (shown(holding.value()), shown(holding.unrealized()));
        println!("{symbol}: worth ₹{value}, ₹{gain} gained");
    }
    Ok(())
}
