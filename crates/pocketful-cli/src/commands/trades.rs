//! `pocketful trades`.

use pocketful::{Trade, types::GetTrades};

use super::{orders, read};
use crate::{
    error::Result,
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session,
};

pub(super) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let request = GetTrades::new(client.client_id().await?);
    let Some(trades) = read::rows("Reading the trades…", &client, &request, out).await? else {
        return Ok(());
    };
    if trades.is_empty() {
        return Ok(out.line("No trades today.")?);
    }
    let columns = [
        ("TIME", Align::Left),
        ("ORDER", Align::Left),
        ("SYMBOL", Align::Flexible),
        ("SIDE", Align::Left),
        ("QTY", Align::Right),
        ("PRICE", Align::Right),
        ("VALUE", Align::Right),
    ];
    let text = table::render(out, &columns, trades.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(trade: &Trade) -> Vec<Value> {
    vec![
        Value(trade.time().map(time::clock).unwrap_or_default(), Tone::Dim),
        trade
            .oms_order_id
            .as_ref()
            .map(|id| id.to_string())
            .unwrap_or_default()
            .into(),
        trade.trading_symbol.clone().unwrap_or_default().into(),
        orders::side(trade.order_side.as_ref()).into(),
        trade
            .quantity()
            .map(|units| units.to_string())
            .unwrap_or_default()
            .into(),
        trade.price().map(money::plain).unwrap_or_default().into(),
        trade.value().map(money::paise).unwrap_or_default().into(),
    ]
}
