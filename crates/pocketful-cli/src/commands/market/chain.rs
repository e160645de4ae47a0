//! `pocketful option-chain`.

use pocketful::{
    Decimal,
    types::{ChainContract, ChainExpiry, GetOptionChain, OptionStrike},
};

use crate::{
    args::market::OptionChainArgs,
    commands::{
        named::{Named, Purpose},
        read, typed,
    },
    error::{Failure, Result},
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session,
};

pub(crate) async fn run(args: &OptionChainArgs, profile: &Profile, out: &mut Out) -> Result {
    let (named, derivatives) = Named::underlying(&args.underlying)?;
    let price = typed::price("--price", &args.price)?;
    if price <= Decimal::ZERO {
        return Err(Failure::usage("--price must be above 0"));
    }
    let client = session::client(profile).await?;
    let underlying = named.find(&client, Purpose::Reading, out).await?.instrument;
    let request = GetOptionChain::new(underlying.token, args.strikes, price).exchange(derivatives);
    let Some(expiries) = read::rows("Reading the option chain…", &client, &request, out).await? else {
        return Ok(());
    };
    if expiries.is_empty() {
        return Ok(out.line("No options.")?);
    }
    let columns = [
        ("CALL", Align::Left),
        ("CLOSE", Align::Right),
        ("STRIKE", Align::Right),
        ("CLOSE", Align::Right),
        ("PUT", Align::Left),
    ];
    for (index, expiry) in expiries.iter().enumerate() {
        if index > 0 {
            out.line("")?;
        }
        let title = out.style.bold(day(expiry.expiry_date.as_ref()));
        out.line(title)?;
        let rows = expiry.strikes.rows.iter().map(row).collect();
        let text = table::render(out, &columns, rows);
        out.line(text)?;
    }
    Ok(())
}

/// `24 Nov 2026`, or the server's own text where it is no day.
pub(super) fn day(expiry: Option<&ChainExpiry>) -> String {
    expiry.map_or_else(
        || "?".to_owned(),
        |expiry| expiry.date().map_or_else(|| expiry.to_string(), time::day),
    )
}

fn row(strike: &OptionStrike) -> Vec<Value> {
    let token = |contract: Option<&ChainContract>| {
        let token = contract.and_then(|contract| contract.token);
        token.map_or(Value("–".to_owned(), Tone::Dim), |token| {
            token.to_string().into()
        })
    };
    let close = |contract: Option<&ChainContract>| -> Value {
        let price = contract.and_then(|contract| contract.close_price);
        price.map(money::plain).unwrap_or_default().into()
    };
    let (call, put) = (strike.call_option.as_ref(), strike.put_option.as_ref());
    vec![
        token(call),
        close(call),
        strike.strike_price.map(money::plain).unwrap_or_default().into(),
        close(put),
        token(put),
    ]
}
