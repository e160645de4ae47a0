//! What the feed says about itself and about orders, in a sentence each.

use pocketful::{
    DataMode, Event, Instrument,
    stream::{AwaitedToken, Books, EndReason, Gap, GapCause, SocketErrorKind, UpdateKind},
};

use super::{orders, words::counted};
use crate::{commands::read, output::time as moment};

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
            cause,
            error,
            retry_at,
            ..
        } => {
            let at = moment::clock(*retry_at);
            let text = match (cause, remedy(*cause)) {
                (SocketErrorKind::Unauthorised, Some(remedy)) => {
                    format!(
                        "the feed refuses a new token, too (status 401): {remedy}; the next attempt is at {at}"
                    )
                }
                (_, Some(remedy)) => format!("{error}: {remedy}; the next attempt is at {at}"),
                (_, None) => format!("no connection, attempt {attempts}: {error}; the next one is at {at}"),
            };
            (Weight::Bad, text)
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
            let name = name(*instrument);
            let text = match since {
                Some(since) => format!("{name} is stale: no {what} since {}", moment::clock(*since)),
                None => format!("{name} is stale: no {what} since it was asked for; is the number right?"),
            };
            (Weight::Warn, text)
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
                EndReason::RecordingDamaged => "the recording is damaged",
                EndReason::Panicked => "the feed has failed: a defect of this program",
                _ => "the feed was closed",
            };
            (Weight::Bad, why.to_owned())
        }
        Event::OrderUpdate(update) => orders::order(&update.order),
        Event::TradeUpdate(trade) => (Weight::Good, orders::trade(trade)),
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
    let nulls = orders::null_lists(books);
    if !nulls.is_empty() {
        text += &format!("; {}", read::null(&nulls.join(", ")));
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
        GapCause::Silent => "nothing came any more",
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
    let mut text = format!("gap since {since}: {cause}");
    if let Some(missed) = gap.missed {
        let are = if missed == 1 { "is" } else { "are" };
        text += &format!(", {} {are} missing", counted(missed, "tick"));
    }
    if gap.order_updates {
        text += "; order updates may be missing, too, until the books are read";
    }
    if let Some(at) = gap.retry_at {
        text += &format!("; the next attempt is at {}", moment::clock(at));
    }
    text
}

/// What to do about a feed that lets nobody in, where waiting alone may not help.
pub(super) fn remedy(cause: SocketErrorKind) -> Option<&'static str> {
    match cause {
        SocketErrorKind::Unauthorised => {
            Some("see `pocketful doctor`; the token of a `pocketful login --force` is tried at once")
        }
        SocketErrorKind::Forbidden => {
            Some("see `pocketful doctor`, which tells whether the token is good elsewhere")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use time::macros::datetime;

    use super::*;

    const NOW: time::OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

    fn said(event: &Event) -> String {
        news(event, |instrument| instrument.to_string()).unwrap().1
    }

    #[test]
    fn a_refusal_says_what_it_is_and_what_to_do() {
        let failed = |cause| Event::ConnectFailed {
            connection: 0,
            attempts: 3,
            cause,
            error: Arc::from("the server answered"),
            retry_at: NOW,
        };
        assert_eq!(
            said(&failed(SocketErrorKind::Unauthorised)),
            "the feed refuses a new token, too (status 401): see `pocketful doctor`; the token of a \
             `pocketful login --force` is tried at once; the next attempt is at 10:00:00"
        );
        assert_eq!(
            said(&failed(SocketErrorKind::Forbidden)),
            "the server answered: see `pocketful doctor`, which tells whether the token is good elsewhere; the next \
             attempt is at 10:00:00"
        );
        assert_eq!(
            said(&failed(SocketErrorKind::Refused)),
            "no connection, attempt 3: the server answered; the next one is at 10:00:00"
        );
    }
}
