//! Finds instruments: a share by its symbol, an option by underlying, expiry and strike, and the chain around a price.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{Exchange, OptionSide};
use pocketful_sandbox::Sandbox;
use start::{Result, shown};

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    let client = start::client(&sandbox).await?;
    // Downloaded once a day. `Client::builder(…).contracts_cache(directory)` keeps them for other programs and bad days.
    let loaded = client.contracts().load().await?;
    println!("{loaded}");
    if let Some(why) = &loaded.stale {
        println!("not today's: {why}");
    }
    let contracts = &loaded.contracts;
    let share = contracts.by_symbol(Exchange::Nse, "SBIN-EQ");
    let share = share.ok_or("no such share")?.instrument();
    println!("SBIN-EQ is {share}");

    // The call at the strike that is nearest to the index, of the next expiry.
    let nifty = contracts.by_symbol(Exchange::Nse, "Nifty 50").ok_or("no index")?;
    let level = client.market().ltp(nifty.instrument()).await?.rupees();
    let expiries = contracts.expiries(Exchange::Nfo, "NIFTY");
    let expiry = *expiries.first().ok_or("no options")?;
    let strikes = contracts.strikes(Exchange::Nfo, "NIFTY", expiry).into_iter();
    let nearest = strikes.min_by_key(|strike| (*strike - level).abs());
    let strike = nearest.ok_or("no strikes")?;
    let call = contracts.option(Exchange::Nfo, "NIFTY", expiry, strike, OptionSide::Call);
    let call = call.ok_or("no call at this strike")?;
    let price = client.market().ltp(call.instrument()).await?;
    println!(
        "{} at ₹{price}, {} a lot",
        call.trading_symbol,
        shown(call.lot_size)
    );

    // From the server: five strikes on each side of the level. Of a strike, either option may be missing.
    let chain = client.market().option_chain(nifty.token, 5, level).await?;
    for strike in &chain.rows.first().ok_or("no chain")?.strikes.rows {
        let call = strike.call_option.as_ref().and_then(|call| call.close_price);
        let put = strike.put_option.as_ref().and_then(|put| put.close_price);
        println!(
            "{}: call {}, put {}",
            shown(strike.strike_price),
            shown(call),
            shown(put)
        );
    }
    Ok(())
}
