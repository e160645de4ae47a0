//! `pocketful orders`: the order book.

use pocketful::{
    Decimal, InstrumentToken, Order, Product, Side, UserOrderId,
    types::{Book, ExecutionType, GetOrders, Leg, OrderState, Received, WireEnum},
};

use crate::{
    args::order::OrdersArgs,
    commands::read,
    error::{Failure, Result},
    interrupt,
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session, spinner,
};

/// Columns of a terminal from which on the book is shown in full.
const ROOMY: u16 = 100;

pub(crate) async fn run(args: &OrdersArgs, profile: &Profile, out: &mut Out) -> Result {
    let book = match (args.pending, args.completed) {
        (true, _) => Some(Book::Pending),
        (_, true) => Some(Book::Completed),
        _ => None,
    };
    if out.format == Format::Raw && book.is_none() {
        return Err(
            Failure::usage("--raw prints one reply, and the order book is two")
                .hint("add --pending or --completed"),
        );
    }
    let is_narrowed = args.basket.is_some() || args.user_order_id.is_some();
    if out.format == Format::Raw && is_narrowed {
        return Err(Failure::usage(
            "--raw prints a reply untouched: leave --basket and --user-order-id out",
        ));
    }
    let client = session::client(profile).await?;
    let reading = "Reading the order book…";
    if out.format == Format::Raw {
        let request = GetOrders::new(client.client_id().await?, book.unwrap_or(Book::Pending));
        let reply =
            interrupt::or(async { Ok(spinner::wait(reading, client.call_raw(&request)).await?) }).await?;
        return Ok(out.line(reply.payload_text())?);
    }
    let orders = client.orders();
    let read = async {
        match book {
            Some(Book::Pending) => orders.pending().await,
            Some(Book::Completed) => orders.completed().await,
            None => orders.all().await,
        }
    };
    let mut all = interrupt::or(async { Ok(spinner::wait(reading, read).await?) }).await?;
    if all.is_null {
        out.remark(&read::null("orders"));
    }
    for row in &all.bad_rows {
        let id = row
            .oms_order_id
            .as_ref()
            .map_or("without a readable id", |id| id.as_str());
        out.remark(&format!(
            "a row of the order book, {id}, cannot be read and is left out: {}",
            row.error
        ));
    }
    all.rows.retain(|order| is_asked_for(order, args));
    if !out.is_human() {
        return Ok(out.document(&all)?);
    }
    if all.rows.is_empty() && all.is_null {
        return Ok(out.line("No orders were told.")?);
    }
    if all.rows.is_empty() && is_narrowed {
        return Ok(out.line("No such orders today.")?);
    }
    if all.rows.is_empty() {
        let which = if args.pending {
            "pending "
        } else if args.completed {
            "completed "
        } else {
            ""
        };
        return Ok(out.line(format!("No {which}orders today."))?);
    }
    all.rows
        .sort_by(|a, b| (a.order_entry_time, &a.oms_order_id).cmp(&(b.order_entry_time, &b.oms_order_id)));
    let text = book_table(&all.rows, out);
    Ok(out.line(text)?)
}

fn is_asked_for(order: &Order, args: &OrdersArgs) -> bool {
    let basket = args.basket.as_ref();
    let number = args.user_order_id.map(UserOrderId::new);
    basket.is_none_or(|basket| order.basket_id.as_ref() == Some(basket))
        && number.is_none_or(|number| order.user_order_id == Some(number))
}

fn book_table(orders: &[Order], out: &Out) -> String {
    let has_triggers = orders.iter().any(|order| positive(order.trigger_price).is_some());
    // With a trigger beside it, the type says nothing that the prices do not.
    let has_types = !has_triggers || out.width.is_none_or(|width| width >= ROOMY);
    let has_legs = orders.iter().any(|order| order.leg_order_indicator.is_some());
    let has_kinds = orders.iter().any(|order| kind(order) != leg(order));
    let columns = [
        (true, "TIME", Align::Left),
        (true, "ID", Align::Left),
        (true, "EXCH", Align::Left),
        (true, "SYMBOL", Align::Flexible),
        (
            has_legs || has_kinds,
            if has_kinds { "KIND" } else { "LEG" },
            Align::Left,
        ),
        (true, "SIDE", Align::Left),
        (has_types, "TYPE", Align::Left),
        (true, "QTY", Align::Right),
        (true, "PRICE", Align::Right),
        (has_triggers, "TRIGGER", Align::Right),
        (true, "STATUS", Align::Left),
    ];
    table::render_shown(out, columns, orders.iter().map(row))
}

/// A cell for every column that there can be.
fn row(order: &Order) -> [Value; 11] {
    // The column of triggers says what is pending.
    let status = if order.state() == OrderState::TriggerPending {
        "waiting".to_owned()
    } else {
        status(order)
    };
    [
        Value(
            order.order_entry_time.map(time::clock).unwrap_or_default(),
            Tone::Dim,
        ),
        order.oms_order_id.as_str().into(),
        text(order.exchange.as_ref()).into(),
        symbol(order).into(),
        kind(order).into(),
        side(order.order_side.as_ref()).into(),
        text(order.order_type.as_ref()).into(),
        filled_of(order).into(),
        positive(order.price)
            .map_or("market".to_owned(), money::plain)
            .into(),
        positive(order.trigger_price)
            .map(money::plain)
            .unwrap_or_default()
            .into(),
        Value(status, tone(order.state())),
    ]
}

/// What sets it apart from the orders of the day that are paid with one's own money. A leg is none of them, so that
/// one column has room for both.
fn kind(order: &Order) -> &str {
    let is_amo = order.execution_type == Some(Received::Known(ExecutionType::Amo));
    let is_mtf = order.product == Some(Received::Known(Product::Mtf));
    match (is_amo, is_mtf) {
        (true, true) => "AMO MTF",
        (true, false) => "AMO",
        (false, true) => "MTF",
        (false, false) => leg(order),
    }
}

/// A price that is one: the wire writes 0 for none.
pub(crate) fn positive(price: Option<Decimal>) -> Option<Decimal> {
    price.filter(|price| !price.is_zero())
}

/// The received text, empty where there is none.
pub(crate) fn text<T: WireEnum>(value: Option<&Received<T>>) -> &str {
    value.map_or("", Received::as_str)
}

/// `buy` or `sell`, or the server's own word where it is neither.
pub(crate) fn side(side: Option<&Received<Side>>) -> String {
    match side.and_then(Received::known) {
        Some(_) => text(side).to_ascii_lowercase(),
        None => text(side).to_owned(),
    }
}

/// The trading symbol, or the token where the book has no symbol.
pub(crate) fn symbol(order: &Order) -> String {
    symbol_or_token(order.trading_symbol.as_ref(), order.instrument_token)
}

/// The symbol, the token where there is none, and nothing where there is neither.
pub(crate) fn symbol_or_token(symbol: Option<&String>, token: Option<InstrumentToken>) -> String {
    match (symbol, token) {
        (Some(symbol), _) => symbol.clone(),
        (None, Some(token)) => token.to_string(),
        (None, None) => String::new(),
    }
}

/// Which part of a cover or bracket order it is, in a word; empty for any other order.
pub(crate) fn leg(order: &Order) -> &str {
    let indicator = order.leg_order_indicator.as_ref();
    match indicator.and_then(Received::known) {
        Some(Leg::Entry) => "entry",
        Some(Leg::Second) => "target",
        Some(Leg::Third) => "stop",
        _ => text(indicator),
    }
}

/// `0/10`: units filled of units ordered.
pub(crate) fn filled_of(order: &Order) -> String {
    let units = |quantity: Option<pocketful::Quantity>| {
        quantity.map_or("?".to_owned(), |quantity| quantity.to_string())
    };
    format!("{}/{}", units(order.filled_quantity), units(order.quantity))
}

/// The folded status, or the server's own words where they are not known.
pub(crate) fn status(order: &Order) -> String {
    match order.state() {
        OrderState::Unknown => order.order_status.as_str().to_owned(),
        state => state.as_str().to_owned(),
    }
}

pub(crate) fn tone(state: OrderState) -> Tone {
    match state {
        OrderState::Complete => Tone::Good,
        OrderState::Rejected => Tone::Bad,
        OrderState::Cancelled => Tone::Dim,
        OrderState::Open | OrderState::TriggerPending => Tone::Warn,
        _ => Tone::Plain,
    }
}
