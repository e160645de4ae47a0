//! `pocketful order show ID`: one order, from whichever book it is in.

use pocketful::{
    Client, Order, OrderId as Id,
    types::{Book, GetOrders},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::unknown_order;
use crate::{
    args::order::OrderId,
    commands::{orders, typed::order_id},
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
        let row = interrupt::or(async { spinner::wait(reading, raw(&client, &id)).await }).await?;
        return Ok(out.line(row.ok_or_else(unknown)?.get())?);
    }
    let orders = client.orders();
    let order = interrupt::or(async { Ok(spinner::wait(reading, orders.find(&id)).await?) }).await?;
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
    let tone = orders::tone(order.state());
    let rejected = order.rejection_reason.clone().filter(|reason| !reason.is_empty());
    let rows = [
        ("id", Some(order.oms_order_id.to_string())),
        ("status", Some(out.style.toned(tone, orders::status(order)))),
        ("said by server", Some(order.order_status.as_str().to_owned())),
        ("reason", rejected),
        ("exchange", Some(orders::text(order.exchange.as_ref()).to_owned())),
        ("symbol", Some(orders::symbol(order))),
        ("side", Some(orders::side(order))),
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
async fn raw(client: &Client, id: &Id) -> Result<Option<Box<RawValue>>> {
    let client_id = client.client_id().await?;
    for book in [Book::Pending, Book::Completed] {
        let reply = client.call_raw(&GetOrders::new(client_id.clone(), book)).await?;
        if let Some(row) = find(reply.payload_text(), id) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Finds a row in `{"orders": […]}` or `[…]`.
fn find(payload: &str, id: &Id) -> Option<Box<RawValue>> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Wanted {
        Text(String),
        Number(u64),
    }
    #[derive(Deserialize)]
    struct Row {
        oms_order_id: Wanted,
    }
    #[derive(Deserialize)]
    struct Wrapped {
        orders: Vec<Box<RawValue>>,
    }
    let rows = serde_json::from_str::<Wrapped>(payload)
        .map(|wrapped| wrapped.orders)
        .or_else(|_| serde_json::from_str::<Vec<Box<RawValue>>>(payload))
        .ok()?;
    rows.into_iter()
        .find(|row| match serde_json::from_str::<Row>(row.get()) {
            Ok(Row {
                oms_order_id: Wanted::Text(text),
            }) => text == id.as_str(),
            Ok(Row {
                oms_order_id: Wanted::Number(number),
            }) => number.to_string() == id.as_str(),
            Err(_) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_row_keeps_its_text() {
        let id: Id = "7".parse().unwrap();
        let row = r#"{ "oms_order_id":"7", "price": 1.50, "nnf_id": 1394446825558528718 }"#;
        for payload in [format!(r#"{{"orders":[{{"odd":1}},{row}]}}"#), format!("[{row}]")] {
            assert_eq!(find(&payload, &id).unwrap().get(), row);
        }
        assert_eq!(
            find(r#"[{"oms_order_id":7}]"#, &id).unwrap().get(),
            r#"{"oms_order_id":7}"#
        );
        for payload in ["null", r#"{"orders":null}"#, "[]"] {
            assert!(find(payload, &id).is_none(), "{payload}");
        }
    }
}
