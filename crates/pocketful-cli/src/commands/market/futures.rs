//! `pocketful futures-chain`.

use pocketful::types::{FuturesExpiry, GetFuturesChain};

use crate::{
    args::market::FuturesChainArgs,
    commands::{
        named::{Named, Purpose},
        read,
    },
    error::Result,
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

pub(crate) async fn run(args: &FuturesChainArgs, profile: &Profile, out: &mut Out) -> Result {
    let (named, derivatives) = Named::underlying(&args.underlying)?;
    let client = session::client(profile).await?;
    let underlying = named.find(&client, Purpose::Reading, out).await?.instrument;
    let request = GetFuturesChain::new(underlying.token).exchange(derivatives);
    let Some(expiries) = read::rows("Reading the futures chain…", &client, &request, out).await? else {
        return Ok(());
    };
    if expiries.is_empty() {
        return Ok(out.line("No futures.")?);
    }
    let columns = [
        ("EXPIRY", Align::Left),
        ("TOKEN", Align::Left),
        ("SYMBOL", Align::Flexible),
        ("CLOSE", Align::Right),
    ];
    let text = table::render(out, &columns, expiries.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(expiry: &FuturesExpiry) -> Vec<Value> {
    let contract = expiry.contract.as_ref();
    let token = contract.and_then(|contract| contract.token);
    vec![
        super::chain::day(expiry.expiry_date.as_ref()).into(),
        token.map_or(Value("–".to_owned(), Tone::Dim), |token| {
            token.to_string().into()
        }),
        contract
            .and_then(|contract| contract.trading_symbol.clone())
            .unwrap_or_default()
            .into(),
        contract
            .and_then(|contract| contract.close_price)
            .map(money::plain)
            .unwrap_or_default()
            .into(),
    ]
}
