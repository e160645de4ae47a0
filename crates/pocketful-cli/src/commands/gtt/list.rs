//! `pocketful gtt list`.

use pocketful::{Decimal, Gtt, RawReply, types::GttStatus};

use crate::{
    commands::{orders, read},
    error::Result,
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session,
};

/// Columns of a terminal from which on the list is shown in full: the ids alone take 36.
const ROOMY: u16 = 110;

pub(super) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let reading = "Reading the orders that wait…";
    if out.format == Format::Raw {
        let reply = read::ask(reading, client.gtt().list_raw()).await?;
        // That there are none comes as a refusal, which has no payload.
        return Ok(out.line(reply.as_ref().map_or("[]", RawReply::payload_text))?);
    }
    let gtts = read::ask(reading, client.gtt().list()).await?;
    read::remark(&gtts, out);
    if !out.is_human() {
        return Ok(out.document(&gtts)?);
    }
    if gtts.rows.is_empty() {
        return Ok(out.line("No orders wait at the broker.")?);
    }
    let text = list(&gtts.rows, out);
    Ok(out.line(text)?)
}

fn list(gtts: &[Gtt], out: &Out) -> String {
    let is_roomy = out.width.is_none_or(|width| width >= ROOMY);
    let has_odd_status = gtts.iter().any(|gtt| !is_active(gtt));
    let columns = [
        (true, "ID", Align::Left),
        (is_roomy, "EXCH", Align::Left),
        (true, "SYMBOL", Align::Flexible),
        (true, "SIDE", Align::Left),
        (true, "QTY", Align::Right),
        (true, "TRIGGER", Align::Right),
        (true, "PRICE", Align::Right),
        (is_roomy, "UNTIL", Align::Left),
        (is_roomy || has_odd_status, "STATUS", Align::Left),
    ];
    table::render_shown(out, columns, gtts.iter().flat_map(rows))
}

/// A line for the order, and a second one for the stop of one of two.
fn rows(gtt: &Gtt) -> Vec<[Value; 9]> {
    let order = &gtt.order;
    let exchange = orders::text(order.exchange.as_ref());
    let units = |units: Option<pocketful::Quantity>| units.map(|units| units.to_string()).unwrap_or_default();
    let until = gtt.expiry_time.map(time::day).unwrap_or_default();
    let mut lines = vec![[
        gtt.id.as_str().into(),
        exchange.into(),
        symbol(gtt).into(),
        side(gtt).into(),
        units(order.quantity).into(),
        price(order.trigger_price).into(),
        limit(order.price).into(),
        until.clone().into(),
        status(gtt),
    ]];
    if let Some(trigger) = orders::positive(order.sl_trigger_price) {
        let dim = |text: &str| Value(text.to_owned(), Tone::Dim);
        lines.push([
            dim("└ or, when that is reached first"),
            dim(exchange),
            dim(&symbol(gtt)),
            dim(&side(gtt)),
            units(order.sl_order_quantity).into(),
            price(Some(trigger)).into(),
            limit(order.sl_order_price).into(),
            dim(&until),
            dim(""),
        ]);
    }
    lines
}

/// The trading symbol, or the token where the list has none.
pub(super) fn symbol(gtt: &Gtt) -> String {
    let order = &gtt.order;
    let token = order.instrument_token.or(order.token);
    orders::symbol_or_token(order.trading_symbol.as_ref(), token)
}

pub(super) fn side(gtt: &Gtt) -> String {
    orders::text(gtt.order.order_side.as_ref()).to_ascii_lowercase()
}

fn is_active(gtt: &Gtt) -> bool {
    gtt.status
        .as_ref()
        .is_some_and(|status| *status == GttStatus::Active)
}

pub(super) fn status(gtt: &Gtt) -> Value {
    let text = orders::text(gtt.status.as_ref());
    if is_active(gtt) {
        Value("waits".to_owned(), Tone::Warn)
    } else {
        text.into()
    }
}

fn price(price: Option<Decimal>) -> String {
    orders::positive(price).map(money::plain).unwrap_or_default()
}

fn limit(price: Option<Decimal>) -> String {
    orders::positive(price).map_or("market".to_owned(), money::plain)
}
