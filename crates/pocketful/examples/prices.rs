//! Reads prices: the last one, a whole quote, and candles.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{
    Exchange, Instrument, InstrumentToken,
    time::Duration,
    types::{CandleType, GetCandles},
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
    let market = client.market();
    let last = market.ltp(SBIN).await?;
    let close = market.close(SBIN).await?;
    println!("₹{last}, ₹{} since yesterday", last.rupees() - close.rupees());

    let quote = market.quote(SBIN).await?;
    println!(
        "today from ₹{} to ₹{}",
        shown(quote.low_price),
        shown(quote.high_price)
    );
    // The broker sends four prices in a unit that it does not tell. They cannot be mistaken for rupees: say which you mean.
    if let (Some(bid), Some(unit)) = (quote.bid_price, quote.unscaled_unit()) {
        println!("best bid ₹{}, taken as {unit:?}", bid.rupees_if(unit));
    }

    // The broker documents no price history and may refuse.
    let now = sandbox.clock().now();
    let week = GetCandles::new(SBIN, CandleType::Day, now - Duration::WEEK, now)?;
    match market.candles(&week).await {
        Err(error) => println!("no candles: {error}"),
        Ok(candles) => {
            for candle in candles.rows {
                let (day, low, high) = (candle.time.date(), candle.low, candle.high);
                println!("{day}: ₹{low} to ₹{high}, closed at ₹{}", candle.close);
            }
        }
    }
    Ok(())
}
