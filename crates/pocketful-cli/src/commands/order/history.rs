//! `pocketful order history ID`.

use pocketful::types::{GetOrderHistory, OrderEvent};

use crate::{
    args::order::OrderId,
    commands::{orders, read, typed},
    error::Result,
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session,
};

pub(crate) async fn run(args: &OrderId, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let client = session::client(profile).await?;
    let request = GetOrderHistory::new(client.client_id().await?, id.clone());
    let Some(events) = read::rows("Reading the history…", &client, &request, out).await? else {
        return Ok(());
    };
    if events.is_empty() {
        return Ok(out.line(format!("Nothing is known of {id}."))?);
    }
    let columns = [
        ("TIME", Align::Left),
        ("STATUS", Align::Left),
        ("QTY", Align::Right),
        ("FILLED", Align::Right),
        ("PRICE", Align::Right),
        ("AVERAGE", Align::Right),
        ("REASON", Align::Flexible),
    ];
    let text = table::render(out, &columns, events.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(event: &OrderEvent) -> Vec<Value> {
    let units = |units: Option<pocketful::Quantity>| units.map(|units| units.to_string()).unwrap_or_default();
    let price =
        |price: Option<pocketful::Decimal>| orders::positive(price).map(money::plain).unwrap_or_default();
    let at = event.exchange_time.or_else(|| event.changed_at());
    vec![
        Value(at.map(time::clock).unwrap_or_default(), Tone::Dim),
        Value(event.status.as_str().to_owned(), orders::tone(event.state())),
        units(event.quantity).into(),
        units(event.fill_quantity).into(),
        price(event.price).into(),
        price(event.avg_price).into(),
        event.reject_reason.clone().unwrap_or_default().into(),
    ]
}
