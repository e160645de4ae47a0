//! Leaves orders with the broker: one that waits for a price, and a basket of several to send together.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{
    BasketName, BasketType, Exchange, GttChange, Instrument, InstrumentToken, NewBasketOrder, NewGtt,
    NewOrder, Quantity, Side,
};
use pocketful_sandbox::Sandbox;
use start::{Result, shown};

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    let order = NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), "800".parse()?);

    // When SBIN falls to ₹800.50, buy at ₹800 at most. It stands for a year.
    let gtts = client.gtt();
    let expiry = NewGtt::a_year_from(sandbox.clock().now().date());
    let gtt = NewGtt::new(order.clone(), "800.50".parse()?, expiry);
    match gtts.create(&gtt).await {
        Ok(_) => {}
        // It may stand already: the list below knows.
        Err(error) if error.is_outcome_unknown() => println!("{}", error.hint()),
        Err(error) => return Err(format!("{error}. {}", error.hint()).into()),
    }
    let lower = GttChange {
        price: Some("799".parse()?),
        ..GttChange::default()
    };
    for gtt in gtts.list().await?.rows {
        gtts.modify(&gtt.id, &lower.apply(&gtt)?).await?;
        println!("{} waits for ₹{}", gtt.id, shown(gtt.order.trigger_price));
        gtts.cancel(&gtt.id).await?;
    }

    let baskets = client.baskets();
    let name = BasketName::new("Morning")?;
    let made = baskets.create(&name, BasketType::Normal).await?;
    let id = &made.named(&name).ok_or("no basket in the answer")?.basket_id;
    let order = NewBasketOrder::new(order, "SBIN-EQ").series("EQ");
    baskets.add(id, &name, &order).await?;
    // The answer names no order: find them in the book.
    baskets.execute(id, &name).await?;
    println!("{} orders wait", client.orders().pending().await?.rows.len());
    baskets.delete(id, &name).await?;
    Ok(())
}
