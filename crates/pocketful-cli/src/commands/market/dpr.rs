//! `pocketful dpr`: the daily price range.

use pocketful::{
    Client,
    types::{Dpr, GetDpr},
};
use serde::Serialize;

use super::each::each;
use crate::{
    args::market::InstrumentsArgs,
    error::Result,
    output::{
        Out, money,
        table::{self, Align, Value},
    },
    profile::Profile,
};

pub(crate) async fn run(args: &InstrumentsArgs, profile: &Profile, out: &mut Out) -> Result {
    #[derive(Serialize)]
    struct Line<'a> {
        exchange: &'static str,
        instrument_token: u32,
        #[serde(flatten)]
        dpr: &'a Dpr,
    }
    let raw = async |client: &Client, instrument| client.call_raw(&GetDpr::new(instrument)).await;
    let read = async |client: &Client, instrument| client.market().dpr(instrument).await;
    let Some(ranges) = each(args, (raw, read), profile, out).await? else {
        return Ok(());
    };
    if !out.is_human() {
        let lines: Vec<_> = ranges
            .told
            .iter()
            .map(|(found, dpr)| Line {
                exchange: found.instrument.exchange.as_str(),
                instrument_token: found.instrument.token.get(),
                dpr,
            })
            .collect();
        out.document(&lines)?;
        return ranges.end();
    }
    let columns = [
        ("INSTRUMENT", Align::Left),
        ("LOWEST", Align::Right),
        ("HIGHEST", Align::Right),
    ];
    let rows = ranges.told.iter().map(|(found, dpr)| {
        let price = |price: Option<pocketful::Decimal>| -> Value {
            price.map_or_else(|| "none".to_owned(), money::plain).into()
        };
        vec![found.to_string().into(), price(dpr.low), price(dpr.high)]
    });
    let text = table::render(out, &columns, rows.collect());
    out.line(text)?;
    ranges.end()
}
