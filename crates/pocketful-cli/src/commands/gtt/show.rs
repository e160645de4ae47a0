//! `pocketful gtt show ID`.

use pocketful::{Decimal, Gtt};

use super::{find, list, unknown};
use crate::{
    args::gtt::GttIdArgs,
    commands::{orders, raw, read},
    error::Result,
    output::{Format, Out, money, table, time},
    profile::Profile,
    session,
};

pub(super) async fn run(args: &GttIdArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = super::id(&args.id)?;
    let client = session::client(profile).await?;
    if out.format == Format::Raw {
        let reply = read::ask("Looking for the order…", client.gtt().list_raw()).await?;
        let row =
            reply.and_then(|reply| raw::row(reply.payload_text(), &["gtt", "gtts"], &["id"], id.as_str()));
        if row.is_none() {
            // That it is not there must be certain: the list may have come as null, or with rows that cannot be read.
            read::ask("Looking for the order…", client.gtt().find(&id)).await?;
        }
        return Ok(out.line(row.ok_or_else(|| unknown(&id))?.get())?);
    }
    let gtt = find(&client, &id).await?;
    if !out.is_human() {
        return Ok(out.document(&gtt)?);
    }
    let rows: Vec<_> = rows(&gtt, out)
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect();
    let text = table::pairs(out, &rows);
    Ok(out.line(text)?)
}

fn rows(gtt: &Gtt, out: &Out) -> [(&'static str, Option<String>); 17] {
    let order = &gtt.order;
    let amount = |price: Option<Decimal>| orders::positive(price).map(money::rupees);
    let units = |units: Option<pocketful::Quantity>| {
        units
            .filter(|units| !units.is_zero())
            .map(|units| units.to_string())
    };
    let status = list::status(gtt);
    let limit = amount(order.price).unwrap_or_else(|| "the market".to_owned());
    [
        ("id", Some(gtt.id.to_string())),
        ("status", Some(out.style.toned(status.1, status.0))),
        ("reason", gtt.reject_reason.clone()),
        ("exchange", Some(orders::text(order.exchange.as_ref()).to_owned())),
        ("symbol", Some(list::symbol(gtt))),
        ("side", Some(list::side(gtt))),
        ("quantity", units(order.quantity)),
        ("shown", units(order.disclosed_qty)),
        ("waits for", amount(order.trigger_price)),
        ("orders at", Some(limit)),
        ("stop waits for", amount(order.sl_trigger_price)),
        ("stop orders at", amount(order.sl_order_price)),
        ("stop quantity", units(order.sl_order_quantity)),
        ("product", Some(orders::text(order.held_as()).to_owned())),
        ("until", gtt.expiry_time.map(time::day)),
        ("created", gtt.created_at.map(time::long)),
        ("changed", gtt.updated_at.map(time::long)),
    ]
}
