//! `pocketful basket show BASKET`.

use pocketful::types::{BasketOrder, BasketOrderInfo, ExecutionType, GetBaskets};

use super::{find, unknown};
use crate::{
    args::basket::BasketArgs,
    commands::{orders, raw, read},
    error::Result,
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

/// Columns of a terminal from which on the orders are shown in full: the ids alone take 36.
const ROOMY: u16 = 110;

pub(super) async fn run(args: &BasketArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    if out.format == Format::Raw {
        let request = GetBaskets::new(client.client_id().await?);
        let reply = read::ask("Looking for the basket…", client.call_raw(&request)).await?;
        let wanted = args.basket.trim();
        let find = |members: &[&str]| raw::row(reply.payload_text(), &["baskets"], members, wanted);
        let row = find(&["name"]).or_else(|| find(&["basketId", "basket_id"]));
        if row.is_none() {
            // That it is not there must be certain: the list may have come as null.
            read::ask("Looking for the basket…", client.baskets().certain_list()).await?;
        }
        return Ok(out.line(row.ok_or_else(|| unknown(wanted))?.get())?);
    }
    let (basket, name) = find(&client, args, out).await?;
    read::remark(&basket.orders, out);
    if !out.is_human() {
        return Ok(out.document(&basket)?);
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let executed = match basket.is_executed {
        Some(true) => out.style.good("yes"),
        Some(false) => "no".to_owned(),
        None => String::new(),
    };
    let rows: Vec<_> = [
        ("basket", out.style.bold(name.as_str())),
        (
            "type",
            orders::text(basket.basket_type.as_ref()).to_ascii_lowercase(),
        ),
        ("executed", executed),
        ("products", text(&basket.product_type)),
        ("order types", text(&basket.order_type)),
        ("id", basket.basket_id.to_string()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect();
    let head = table::pairs(out, &rows);
    out.line(head)?;
    out.line("")?;
    if basket.orders.rows.is_empty() {
        return Ok(out.line("No orders in it.")?);
    }
    let orders = order_table(&basket.orders.rows, out);
    Ok(out.line(orders)?)
}

fn order_table(orders: &[BasketOrder], out: &Out) -> String {
    let is_roomy = out.width.is_none_or(|width| width >= ROOMY);
    let infos = || orders.iter().map(|order| &order.order_info);
    let has_triggers = infos().any(|info| orders::positive(info.trigger_price).is_some());
    let has_legs = infos().any(|info| !legs(info).is_empty());
    let columns = [
        (true, "ORDER", Align::Left),
        (is_roomy, "EXCH", Align::Left),
        (true, "SYMBOL", Align::Flexible),
        (true, "SIDE", Align::Left),
        (true, "QTY", Align::Right),
        (true, "PRICE", Align::Right),
        (has_triggers, "TRIGGER", Align::Right),
        (is_roomy, "PRODUCT", Align::Left),
        (has_legs, "LEGS", Align::Flexible),
    ];
    table::render_shown(out, columns, orders.iter().map(row))
}

fn row(order: &BasketOrder) -> [Value; 9] {
    let info = &order.order_info;
    let price = orders::positive(info.price).map_or("market".to_owned(), money::plain);
    let trigger = orders::positive(info.trigger_price).map(money::plain);
    [
        order.order_id.as_str().into(),
        orders::text(info.exchange.as_ref()).into(),
        symbol(info).into(),
        orders::text(info.order_side.as_ref()).to_ascii_lowercase().into(),
        info.quantity
            .map(|units| units.to_string())
            .unwrap_or_default()
            .into(),
        price.into(),
        trigger.unwrap_or_default().into(),
        orders::text(info.product.as_ref()).into(),
        Value(legs(info), Tone::Plain),
    ]
}

pub(super) fn symbol(info: &BasketOrderInfo) -> String {
    orders::symbol_or_token(info.trading_symbol.as_ref(), info.instrument_token)
}

/// What it is beside a regular order: `cover, stop 800.00`; empty for a regular one.
pub(super) fn legs(info: &BasketOrderInfo) -> String {
    let value = |price| money::plain(orders::positive(price).unwrap_or_default());
    let kind = info.execution_type.as_ref();
    match kind.and_then(pocketful::types::Received::known) {
        Some(ExecutionType::Cover) => format!("cover, stop at {}", value(info.stop_loss_value)),
        Some(ExecutionType::Bracket) => format!(
            "bracket, stop {}, target {} away",
            value(info.stop_loss_value),
            value(info.square_off_value)
        ),
        Some(ExecutionType::Amo) => "after market".to_owned(),
        Some(ExecutionType::Regular) | None => String::new(),
        Some(_) => orders::text(kind).to_owned(),
    }
}
