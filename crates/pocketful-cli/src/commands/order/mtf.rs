//! Orders with the broker's money: their answer names no order, so the book is asked.

use std::time::Duration;

use pocketful::{Client, NewOrder, OrderId, UserOrderId, types::PlaceMtfOrder};

use super::place::tell;
use crate::{
    args::order::EntryArgs,
    commands::write::Write,
    error::{Failure, Result},
    interrupt,
    output::Out,
    profile::Profile,
    spinner,
};

/// How long the book may take to tell the id of an order that was taken in already.
const LOOK: Duration = Duration::from_secs(2);

pub(super) async fn place(
    order: NewOrder,
    write: &Write<'_>,
    args: &EntryArgs,
    (client, profile): (&Client, &Profile),
    out: &mut Out,
) -> Result {
    let number = order.given_user_order_id();
    let request = PlaceMtfOrder::new(order, client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let Some(mut placed) = write.sent(client, &request, profile, out).await? else {
        return Ok(());
    };
    placed.user_order_id = placed.user_order_id.or(number);
    let named = number.map_or_else(String::new, |number| format!(", as your number {number}"));
    out.accepted(format!("{}{named}", write.done), &placed);
    // A number of your own may be that of an earlier order as well; a random one is this order's alone.
    if placed.oms_order_id.is_none() && args.user_order_id.is_none() {
        placed.oms_order_id = look(client, number).await;
    }
    if !out.is_human() {
        return Ok(out.document(&placed)?);
    }
    if let Some(id) = &placed.oms_order_id {
        return tell(id, write.summary, out);
    }
    out.sentence(format!("{} Taken in: {}", out.style.good("✓"), write.summary))?;
    let number = number.map_or_else(String::new, |number| format!(" {number}"));
    let note = format!(
        "  The answer names no order. Look for your number{number}, the user_order_id in `pocketful orders --json`."
    );
    Ok(out.sentence(out.style.dim(note))?)
}

/// The id under which the book has the order. Whatever goes wrong here, the order was taken in.
async fn look(client: &Client, number: Option<UserOrderId>) -> Option<OrderId> {
    let orders = client.orders();
    let find = tokio::time::timeout(LOOK, orders.find_by_user_order_id(number?));
    let found = interrupt::or(async { Ok(spinner::wait("Looking for the order…", find).await) }).await;
    Some(found.ok()?.ok()?.ok()??.oms_order_id)
}
