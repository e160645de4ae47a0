//! What the feed says about itself and about orders, in a sentence each.

use pocketful::{
    Event,
    stream::{AwaitedToken, EndReason, Gap, GapCause, UpdateKind},
};

use crate::output::{money, time as moment};

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Good,
    Plain,
    Warn,
    Bad,
}

/// The sentence; nothing for ticks.
pub(super) fn news(event: &Event) -> Option<(Weight, String)> {
    let said = match event {
        Event::Connected { .. } => (Weight::Good, "connected".to_owned()),
        Event::Reconnected { since, attempts, .. } => {
            let since = moment::clock(*since);
            let times = if *attempts == 1 { "attempt" } else { "attempts" };
            (
                Weight::Good,
                format!("connected again after {attempts} {times}; nothing since {since}"),
            )
        }
        Event::Gap(gap) => (Weight::Bad, of_gap(gap)),
        Event::Stale { instrument, since } => {
            let since = since.map_or_else(
                || "no tick since it was asked for".to_owned(),
                |at| format!("no tick since {}", moment::clock(at)),
            );
            (Weight::Warn, format!("{instrument} is stale: {since}"))
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
            let kind = match kind {
                UpdateKind::Order => "order",
                UpdateKind::Trade => "trade",
            };
            let id = row.oms_order_id.as_ref().map_or("unknown", |id| id.as_str());
            (
                Weight::Bad,
                format!("a {kind} update cannot be read (order {id}): look at `pocketful orders`"),
            )
        }
        Event::Books(books) => {
            let (pending, completed) = (books.pending.rows.len(), books.completed.rows.len());
            (
                Weight::Plain,
                format!("order books read: {pending} open, {completed} done"),
            )
        }
        Event::BooksUnread { error } => (
            Weight::Warn,
            format!("the order books cannot be read, fills may be missing: {error}"),
        ),
        Event::Unknown { mode, len } => (
            Weight::Warn,
            format!("a packet of unknown mode {mode}, {len} bytes"),
        ),
        _ => return None,
    };
    Some(said)
}

fn of_gap(gap: &Gap) -> String {
    let cause = match gap.cause {
        GapCause::Disconnected => "the connection was lost",
        GapCause::Silent => "the feed fell silent",
        GapCause::Unwritable => "the feed took nothing any more",
        GapCause::SessionEnded => "the session ended",
        GapCause::SlowReader => "this program was too slow",
        GapCause::BadFrame => "a frame was too short",
        _ => "something is missing",
    };
    let since = moment::clock(gap.since);
    match gap.missed {
        Some(missed) => format!("gap since {since}: {cause}, {missed} ticks are missing"),
        None => format!("gap since {since}: {cause}"),
    }
}
