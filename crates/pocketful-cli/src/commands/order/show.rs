//! `pocketful order show ID`: one order, from whichever book it is in.

use pocketful::{
    Client, Order, OrderId as Id,
    types::{Book, ExecutionType, GetOrders, Received},
};
use serde_json::value::RawValue;

use super::unknown_order;
use crate::{
    args::order::OrderId,
    commands::{orders, raw, read::ask, typed::order_id},
    error::Result,
    interrupt,
    output::{Format, Out, money, table, time},
    profile::Profile,
    session, spinner,
};

pub(crate) async fn run(args: &OrderId, profile: &Profile, out: &mut Out) -> Result {
    let id = order_id(&args.id)?;
    let client = session::client(profile).await?;
    let unknown = || unknown_order(&id);
    let reading = "Reading the order book…";
    if out.format == Format::Raw {
        let row = interrupt::or(async { spinner::wait(reading, raw_row(&client, &id)).await }).await?;
        if row.is_none() {
            // That it is not there must be certain: a book may have come as null, or with rows that cannot be read.
            ask(reading, client.orders().find(&id)).await?;
        }
        return Ok(out.line(row.ok_or_else(unknown)?.get())?);
    }
    let orders = client.orders();
    let order = ask(reading, orders.find(&id)).await?;
    let order = order.ok_or_else(unknown)?;
    if !out.is_human() {
        return Ok(out.document(&order)?);
    }
    let rows = rows(&order, out);
    let text = table::pairs(out, &rows);
    Ok(out.line(text)?)
}

fn rows(order: &Order, out: &Out) -> Vec<(&'static str, String)> {
    let amount =
        |price: Option<pocketful::Decimal>| price.filter(|price| !price.is_zero()).map(money::rupees);
    // A cover order's stop is a price, everything else a distance.
    let is_bracket = order.execution_type == Some(Received::Known(ExecutionType::Bracket));
    let away = if is_bracket { " from the entry" } else { "" };
    let exits = |value| {
        let value = amount(value).filter(|_| order.is_leg())?;
        Some(format!("{value}{away}"))
    };
    let tone = orders::tone(order.state());
    let rejected = order.rejection_reason.clone().filter(|reason| !reason.is_empty());
    let rows = [
        ("id", Some(order.oms_order_id.to_string())),
        ("status", Some(out.style.toned(tone, orders::status(order)))),
        ("said by server", Some(order.order_status.as_str().to_owned())),
        ("reason", rejected),
        ("exchange", Some(orders::text(order.exchange.as_ref()).to_owned())),
        ("symbol", Some(orders::symbol(order))),
        ("side", Some(orders::side(order.order_side.as_ref()))),
        ("type", Some(orders::text(order.order_type.as_ref()).to_owned())),
        ("filled", Some(orders::filled_of(order))),
        ("price", amount(order.price)),
        ("trigger", amount(order.trigger_price)),
        ("average price", order.filled_price().map(money::rupees)),
        ("product", Some(orders::text(order.product.as_ref()).to_owned())),
        ("validity", Some(orders::text(order.validity.as_ref()).to_owned())),
        (
            "execution",
            Some(orders::text(order.execution_type.as_ref()).to_owned()),
        ),
        ("leg", Some(orders::leg(order).to_owned())),
        ("stop", exits(order.stop_loss_value)),
        ("target", exits(order.square_off_value)),
        ("basket", order.basket_id.clone()),
        ("your number", order.user_order_id.map(|id| id.to_string())),
        (
            "exchange id",
            order.exchange_order_id.as_ref().map(ToString::to_string),
        ),
        ("placed", order.order_entry_time.map(time::long)),
        ("at exchange", order.exchange_time.map(time::long)),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect()
}

/// The row of the order as the server wrote it.
async fn raw_row(client: &Client, id: &Id) -> Result<Option<Box<RawValue>>> {
    let client_id = client.client_id().await?;
    for book in [Book::Pending, Book::Completed] {
        let reply = client.call_raw(&GetOrders::new(client_id.clone(), book)).await?;
        let row = raw::row(reply.payload_text(), &["orders"], &["oms_order_id"], id.as_str());
        if row.is_some() {
            return Ok(row);
        }
    }
    Ok(None)
}
