//! `pocketful quote|ltp|close`.

use pocketful::{Client, Decimal, Instrument, MarketPrice, Quote, RawReply, types::UnscaledPrice};
use serde::Serialize;

use super::each::{Answer, each};
use crate::{
    args::market::InstrumentsArgs,
    commands::named::Found,
    error::Result,
    output::{
        Out, money,
        table::{self, Align},
        time,
    },
    profile::Profile,
};

pub(crate) async fn ltp(args: &InstrumentsArgs, profile: &Profile, out: &mut Out) -> Result {
    let raw = async |client: &Client, instrument| client.market().ltp_raw(instrument).await;
    let read = async |client: &Client, instrument| client.market().ltp(instrument).await;
    prices(args, "LAST", (raw, read), profile, out).await
}

pub(crate) async fn close(args: &InstrumentsArgs, profile: &Profile, out: &mut Out) -> Result {
    let raw = async |client: &Client, instrument| client.market().close_raw(instrument).await;
    let read = async |client: &Client, instrument| client.market().close(instrument).await;
    prices(args, "CLOSE", (raw, read), profile, out).await
}

async fn prices(
    args: &InstrumentsArgs,
    title: &'static str,
    how: (
        impl AsyncFn(&Client, Instrument) -> Answer<RawReply>,
        impl AsyncFn(&Client, Instrument) -> Answer<MarketPrice>,
    ),
    profile: &Profile,
    out: &mut Out,
) -> Result {
    #[derive(Serialize)]
    struct Line {
        exchange: &'static str,
        instrument_token: u32,
        price: MarketPrice,
    }
    let Some(prices) = each(args, how, profile, out).await? else {
        return Ok(());
    };
    if !out.is_human() {
        let lines: Vec<_> = prices
            .told
            .iter()
            .map(|(found, price)| Line {
                exchange: found.instrument.exchange.as_str(),
                instrument_token: found.instrument.token.get(),
                price: *price,
            })
            .collect();
        out.document(&lines)?;
        return prices.end();
    }
    let rows = prices
        .told
        .iter()
        .map(|(found, price)| vec![found.to_string().into(), money::plain(price.rupees()).into()]);
    let text = table::render(
        out,
        &[("INSTRUMENT", Align::Left), (title, Align::Right)],
        rows.collect(),
    );
    out.line(text)?;
    prices.end()
}

pub(crate) async fn quote(args: &InstrumentsArgs, profile: &Profile, out: &mut Out) -> Result {
    let raw = async |client: &Client, instrument| client.market().quote_raw(instrument).await;
    let read = async |client: &Client, instrument| client.market().quote(instrument).await;
    let Some(quotes) = each(args, (raw, read), profile, out).await? else {
        return Ok(());
    };
    if !out.is_human() {
        let told: Vec<_> = quotes.told.iter().map(|(_, quote)| quote).collect();
        out.document(&told)?;
        return quotes.end();
    }
    for (index, (found, quote)) in quotes.told.iter().enumerate() {
        if index > 0 {
            out.line("")?;
        }
        let rows: Vec<_> = rows(found, quote)
            .into_iter()
            .filter_map(|(label, value)| Some((label, value?)))
            .collect();
        let text = table::pairs(out, &rows);
        out.line(text)?;
    }
    quotes.end()
}

fn rows(found: &Found, quote: &Quote) -> [(&'static str, Option<String>); 14] {
    let price = |price: Option<Decimal>| price.map(money::rupees);
    let unit = quote.unscaled_unit();
    // Rupees where the unit can be told, else the bare number with a question mark.
    let unscaled = |price: Option<UnscaledPrice>| {
        price.map(|price| match unit {
            Some(unit) => money::rupees(price.rupees_if(unit)),
            None => format!("{} (rupees or paise?)", price.raw()),
        })
    };
    let units = |units: Option<pocketful::Quantity>| units.map(|units| money::group(&units.to_string()));
    [
        ("instrument", Some(found.to_string())),
        ("last", price(quote.last_trade_price)),
        ("open", price(quote.open_price)),
        ("high", price(quote.high_price)),
        ("low", price(quote.low_price)),
        ("close before", price(quote.close_price)),
        ("average", price(quote.average_trade_price)),
        ("bid", unscaled(quote.bid_price)),
        ("ask", unscaled(quote.ask_price)),
        ("year's high", unscaled(quote.yearly_high)),
        ("year's low", unscaled(quote.yearly_low)),
        ("volume", units(quote.trade_volume)),
        ("last traded", quote.last_trade_time.map(time::long)),
        ("as of", quote.exchange_timestamp.map(time::long)),
    ]
}
