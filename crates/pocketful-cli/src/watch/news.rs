//! What the feed says about itself and about orders, in a sentence each.

use pocketful::{
    DataMode, Event, Instrument,
    stream::{AwaitedToken, Books, EndReason, Gap, GapCause, UpdateKind},
};

use super::words::counted;
use crate::output::{money, time as moment};

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Good,
    Plain,
    Warn,
    Bad,
}

/// The sentence; nothing for ticks. `name` is what a person calls an instrument.
pub(super) fn news(event: &Event, name: impl Fn(Instrument) -> String) -> Option<(Weight, String)> {
    let said = match event {
        Event::Connected { .. } => (Weight::Good, "connected".to_owned()),
        Event::Reconnected { since, attempts, .. } => {
            let since = moment::clock(*since);
            let attempts = counted((*attempts).into(), "attempt");
            (
                Weight::Good,
                format!("connected again after {attempts}; nothing came since {since}"),
            )
        }
        Event::ConnectFailed {
            attempts,
            error,
            retry_at,
            ..
        } => {
            let at = moment::clock(*retry_at);
            (
                Weight::Bad,
                format!("no connection, attempt {attempts}: {error}; the next one is at {at}"),
            )
        }
        Event::Gap(gap) => (Weight::Bad, of_gap(gap, name)),
        Event::Stale {
            instrument,
            mode,
            since,
        } => {
            let what = match mode {
                DataMode::Depth => "depth",
                _ => "tick",
            };
            let since = since.map_or_else(|| "it was asked for".to_owned(), moment::clock);
            let name = name(*instrument);
            (Weight::Warn, format!("{name} is stale: no {what} since {since}"))
        }
        Event::AwaitingToken(why) => {
            let why = match why {
                AwaitedToken::Expired => "the session has ended",
                AwaitedToken::Refused => "the server refused the token",
                _ => "nobody is logged in",
            };
            (
                Weight::Bad,
                format!("{why}: log in with `pocketful login`, and this goes on by itself"),
            )
        }
        Event::Ended(why) => {
            let why = match why {
                EndReason::Overrun => "too many updates were left unread",
                EndReason::RecordingOver => "the recording is over",
                EndReason::Panicked => "the feed has failed: a defect of this program",
                _ => "the feed was closed",
            };
            (Weight::Bad, why.to_owned())
        }
        Event::OrderUpdate(update) => {
            let order = &update.order;
            let status = order.order_status.as_str();
            let id = &order.oms_order_id;
            (Weight::Plain, format!("order {id} is {status}"))
        }
        Event::TradeUpdate(trade) => {
            let quantity = trade
                .filled_quantity
                .map_or_else(String::new, |units| format!(" {units}"));
            let price = trade
                .trade_price
                .map_or_else(String::new, |price| format!(" at {}", money::rupees(price)));
            (
                Weight::Good,
                format!("order {} traded{quantity}{price}", trade.oms_order_id),
            )
        }
        Event::UnreadableUpdate { kind, row } => {
            let update = match kind {
                UpdateKind::Order => "an order update",
                UpdateKind::Trade => "a trade update",
            };
            let id = row.oms_order_id.as_ref().map_or("unknown", |id| id.as_str());
            (
                Weight::Bad,
                format!("{update} cannot be read (order {id}): look at `pocketful orders`"),
            )
        }
        Event::Books(books) => of_books(books),
        Event::BooksUnread { error } => (
            Weight::Warn,
            format!("the order books cannot be read, fills may be missing: {error}"),
        ),
        Event::Unknown { mode, len } => (
            Weight::Warn,
            format!(
                "a packet of unknown mode {mode}, {}",
                counted(*len as u64, "byte")
            ),
        ),
        _ => return None,
    };
    Some(said)
}

fn of_books(books: &Books) -> (Weight, String) {
    let (pending, completed) = (books.pending.rows.len(), books.completed.rows.len());
    let mut text = format!("order books read: {pending} open, {completed} done");
    let mut weight = Weight::Plain;
    if let Some(trades) = &books.trades {
        text += &format!(", {}", counted(trades.rows.len() as u64, "trade"));
    }
    if let Some(error) = &books.trades_unread {
        text += &format!("; the trades cannot be read, fills may be missing: {error}");
        weight = Weight::Warn;
    }
    let bad: Vec<_> = books
        .bad_rows()
        .map(|row| row.oms_order_id.as_ref().map_or("unknown", |id| id.as_str()))
        .collect();
    if bad.is_empty() {
        return (weight, text);
    }
    let rows = counted(bad.len() as u64, "row");
    let orders = bad.join(", ");
    text += &format!("; {rows} cannot be read (order {orders}): look at `pocketful orders`");
    (Weight::Bad, text)
}

fn of_gap(gap: &Gap, name: impl Fn(Instrument) -> String) -> String {
    let cause = match gap.cause {
        GapCause::Disconnected => "the connection was lost",
        GapCause::Silent => "no tick came in market hours, as on a holiday",
        GapCause::Unwritable => "the feed took nothing any more",
        GapCause::SessionEnded => "the session ended",
        GapCause::Suspended => "this machine slept",
        GapCause::SlowReader => "this program was too slow",
        GapCause::BadFrame => "a frame was too short",
        _ => "something is missing",
    };
    let since = moment::clock(gap.since);
    let cause = match &gap.instruments[..] {
        [one] => format!("{cause} ({})", name(*one)),
        _ => cause.to_owned(),
    };
    match gap.missed {
        Some(missed) => {
            let are = if missed == 1 { "is" } else { "are" };
            let ticks = counted(missed, "tick");
            format!("gap since {since}: {cause}, {ticks} {are} missing")
        }
        None => format!("gap since {since}: {cause}"),
    }
}
