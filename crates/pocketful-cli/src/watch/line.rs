//! One event as a line: a JSON object for programs, a sentence for people without a terminal.

use pocketful::{
    DataMode, Decimal, Event, Instrument,
    stream::{AwaitedToken, Books, Compact, Depth, Detailed, GapCause, Level, SocketErrorKind, UpdateKind},
};
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};
use time::OffsetDateTime;

use super::{
    board::Asked,
    news::{news, remedy},
    orders, words,
};
use crate::output::time as moment;

/// A number with exactly the digits it has.
type Exact = Option<Box<RawValue>>;

fn exact(number: Option<Decimal>) -> Exact {
    RawValue::from_string(number?.to_string()).ok()
}

/// A tick, with the wire's own member names.
#[derive(Default, Serialize)]
struct Tick {
    event: &'static str,
    exchange: Option<String>,
    instrument_token: u32,
    last_traded_price: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Exact,
    last_traded_time: Option<String>,
    bid_price: Exact,
    ask_price: Exact,
    low_dpr: Exact,
    high_dpr: Exact,
    current_open_interest: u32,
    initial_open_interest: u32,
    #[serde(flatten)]
    more: Option<More>,
}

/// What only a detailed tick has.
#[derive(Serialize)]
struct More {
    last_traded_quantity: u32,
    trade_volume: u32,
    best_bid_quantity: u32,
    best_ask_quantity: u32,
    total_buy_quantity: u64,
    total_sell_quantity: u64,
    average_trade_price: Exact,
    exchange_timestamp: Option<String>,
    open_price: Exact,
    high_price: Exact,
    low_price: Exact,
    close_price: Exact,
    yearly_high_price: Exact,
    yearly_low_price: Exact,
}

#[derive(Serialize)]
struct Book {
    event: &'static str,
    exchange: Option<String>,
    instrument_token: u32,
    bids: Vec<BookLevel>,
    asks: Vec<BookLevel>,
    average_trade_price: Exact,
    open: Exact,
    high: Exact,
    low: Exact,
    close: Exact,
    total_buy_quantity: u64,
    total_sell_quantity: u64,
    volume: u32,
}

#[derive(Serialize)]
struct BookLevel {
    price: Exact,
    quantity: u32,
    orders: u32,
}

/// One line of `--json`.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum JsonLine {
    #[allow(private_interfaces)]
    Tick(Box<Tick>),
    #[allow(private_interfaces)]
    Book(Box<Book>),
    Other(Value),
}

/// The event as a JSON object; nothing for what was not asked for.
pub(crate) fn json(event: &Event, asked: Asked) -> Option<JsonLine> {
    if asked.leaves_out(event) {
        return None;
    }
    let at = |time: OffsetDateTime| moment::rfc3339(time);
    let other = match event {
        Event::Detailed(tick) => return Some(JsonLine::Tick(Box::new(detailed(tick)))),
        Event::Compact(tick) => return Some(JsonLine::Tick(Box::new(compact(tick)))),
        Event::Depth(tick) => return Some(JsonLine::Book(Box::new(depth(tick)))),
        Event::OrderUpdate(update) => json!({ "event": "order_update", "order": **update }),
        Event::TradeUpdate(trade) => json!({ "event": "trade_update", "trade": **trade }),
        Event::Connected { connection } => json!({ "event": "connected", "connection": connection }),
        Event::Reconnected {
            connection,
            since,
            attempts,
        } => {
            json!({ "event": "reconnected", "connection": connection, "since": at(*since), "attempts": attempts })
        }
        Event::ConnectFailed {
            connection,
            attempts,
            cause,
            error,
            retry_at,
        } => json!({
            "event": "connect_failed",
            "connection": connection,
            "attempts": attempts,
            "cause": failure(*cause),
            "message": **error,
            "hint": remedy(*cause),
            "retry_at": at(*retry_at),
        }),
        Event::AwaitingToken(why) => {
            let (_, text) = news(event, by_number)?;
            json!({ "event": "awaiting_token", "cause": awaited(*why), "message": text })
        }
        Event::Gap(gap) => json!({
            "event": "gap",
            "since": at(gap.since),
            "cause": cause(gap.cause),
            "instruments": gap.instruments.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "missed": gap.missed,
            "order_updates": gap.order_updates,
            "retry_at": gap.retry_at.map(at),
        }),
        Event::Stale {
            instrument,
            mode,
            since,
        } => json!({
            "event": "stale",
            "exchange": instrument.exchange.as_str(),
            "instrument_token": instrument.token.get(),
            "mode": named(*mode),
            "since": since.map(at),
        }),
        Event::Unknown { mode, len } => json!({ "event": "unknown", "mode": mode, "len": len }),
        Event::UnreadableUpdate { kind, row } => {
            let (_, text) = news(event, by_number)?;
            let kind = match kind {
                UpdateKind::Order => "order",
                UpdateKind::Trade => "trade",
            };
            json!({ "event": "unreadable_update", "kind": kind, "oms_order_id": row.oms_order_id, "message": text })
        }
        Event::Books(books) => json!({
            "event": "books",
            "pending": books.pending.rows,
            "completed": books.completed.rows,
            "trades": books.trades.as_ref().map(|trades| &trades.rows),
            "trades_unread": books.trades_unread.as_deref(),
            "null_lists": orders::null_lists(books),
            "unreadable": unreadable_rows(books),
        }),
        other => {
            let (_, text) = news(other, by_number)?;
            json!({ "event": name(other), "message": text })
        }
    };
    Some(JsonLine::Other(other))
}

/// What is said of a number that the contract master does not have.
pub(crate) fn unlisted(instrument: Instrument, message: &str) -> Value {
    json!({
        "event": "unlisted",
        "exchange": instrument.exchange.as_str(),
        "instrument_token": instrument.token.get(),
        "message": message,
    })
}

/// Rows of the books that are in none of the lists.
fn unreadable_rows(books: &Books) -> Vec<Value> {
    let row =
        |row: &pocketful::types::BadRow| json!({ "oms_order_id": row.oms_order_id, "error": row.error });
    books.bad_rows().map(row).collect()
}

/// As `--mode` has it.
fn named(mode: DataMode) -> &'static str {
    match mode {
        DataMode::Detailed => "detailed",
        DataMode::Compact => "compact",
        DataMode::Depth => "depth",
        _ => "other",
    }
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::BooksUnread { .. } => "books_unread",
        Event::Ended(_) => "ended",
        _ => "other",
    }
}

fn cause(cause: GapCause) -> &'static str {
    match cause {
        GapCause::Disconnected => "disconnected",
        GapCause::Silent => "silent",
        GapCause::Unwritable => "unwritable",
        GapCause::SessionEnded => "session_ended",
        GapCause::Suspended => "suspended",
        GapCause::SlowReader => "slow_reader",
        GapCause::BadFrame => "bad_frame",
        _ => "other",
    }
}

fn failure(kind: SocketErrorKind) -> &'static str {
    match kind {
        SocketErrorKind::Connect => "connect",
        SocketErrorKind::Tls => "tls",
        SocketErrorKind::Unauthorised => "unauthorised",
        SocketErrorKind::Forbidden => "forbidden",
        SocketErrorKind::Refused => "refused",
        SocketErrorKind::Protocol => "protocol",
        SocketErrorKind::Closed | SocketErrorKind::Evicted => "closed",
        SocketErrorKind::Timeout => "timeout",
        _ => "other",
    }
}

fn awaited(why: AwaitedToken) -> &'static str {
    match why {
        AwaitedToken::Expired => "expired",
        AwaitedToken::Refused => "refused",
        AwaitedToken::Missing => "missing",
        _ => "other",
    }
}

fn by_number(instrument: Instrument) -> String {
    instrument.to_string()
}

fn exchange(instrument: Option<Instrument>) -> Option<String> {
    instrument.map(|instrument| instrument.exchange.as_str().to_owned())
}

fn detailed(tick: &Detailed) -> Tick {
    Tick {
        event: "detailed",
        exchange: exchange(tick.instrument()),
        instrument_token: tick.instrument_token().get(),
        last_traded_price: exact(tick.last_price()),
        change: None,
        last_traded_time: tick.last_trade_time().map(moment::rfc3339),
        bid_price: exact(tick.bid_price()),
        ask_price: exact(tick.ask_price()),
        low_dpr: exact(tick.lower_circuit()),
        high_dpr: exact(tick.upper_circuit()),
        current_open_interest: tick.open_interest(),
        initial_open_interest: tick.initial_open_interest(),
        more: Some(More {
            last_traded_quantity: tick.last_quantity(),
            trade_volume: tick.volume(),
            best_bid_quantity: tick.bid_quantity(),
            best_ask_quantity: tick.ask_quantity(),
            total_buy_quantity: tick.total_buy_quantity(),
            total_sell_quantity: tick.total_sell_quantity(),
            average_trade_price: exact(tick.average_price()),
            exchange_timestamp: tick.exchange_time().map(moment::rfc3339),
            open_price: exact(tick.open_price()),
            high_price: exact(tick.high_price()),
            low_price: exact(tick.low_price()),
            close_price: exact(tick.close_price()),
            yearly_high_price: exact(tick.yearly_high_price()),
            yearly_low_price: exact(tick.yearly_low_price()),
        }),
    }
}

fn compact(tick: &Compact) -> Tick {
    Tick {
        event: "compact",
        exchange: exchange(tick.instrument()),
        instrument_token: tick.instrument_token().get(),
        last_traded_price: exact(tick.last_price()),
        change: exact(Some(tick.change())),
        last_traded_time: tick.last_trade_time().map(moment::rfc3339),
        bid_price: exact(tick.bid_price()),
        ask_price: exact(tick.ask_price()),
        low_dpr: exact(tick.lower_circuit()),
        high_dpr: exact(tick.upper_circuit()),
        current_open_interest: tick.open_interest(),
        initial_open_interest: tick.initial_open_interest(),
        more: None,
    }
}

fn depth(tick: &Depth) -> Book {
    let levels = |levels: [Level; 5]| {
        levels
            .iter()
            .map(|level| BookLevel {
                price: exact(level.price),
                quantity: level.quantity,
                orders: level.orders,
            })
            .collect()
    };
    Book {
        event: "depth",
        exchange: exchange(tick.instrument()),
        instrument_token: tick.instrument_token().get(),
        bids: levels(tick.bids()),
        asks: levels(tick.asks()),
        average_trade_price: exact(tick.average_price()),
        open: exact(tick.open_price()),
        high: exact(tick.high_price()),
        low: exact(tick.low_price()),
        close: exact(tick.close_price()),
        total_buy_quantity: tick.total_buy_quantity(),
        total_sell_quantity: tick.total_sell_quantity(),
        volume: tick.volume(),
    }
}

/// The event as a sentence; nothing for what was not asked for. `name` is what a person calls an instrument.
pub(crate) fn text(event: &Event, asked: Asked, name: impl Fn(Instrument) -> String) -> Option<String> {
    if asked.leaves_out(event) {
        return None;
    }
    let of = |instrument: Option<Instrument>| instrument.map_or_else(|| "?".to_owned(), &name);
    Some(match event {
        Event::Detailed(tick) => format!(
            "{}  last {}  bid {}  ask {}  volume {}",
            of(tick.instrument()),
            words::price(tick.last_price()),
            words::price(tick.bid_price()),
            words::price(tick.ask_price()),
            words::volume(Some(tick.volume())),
        ),
        Event::Compact(tick) => format!(
            "{}  last {}  change {}  bid {}  ask {}",
            of(tick.instrument()),
            words::price(tick.last_price()),
            words::signed(Some(tick.change())),
            words::price(tick.bid_price()),
            words::price(tick.ask_price()),
        ),
        Event::Depth(tick) => {
            let best = |levels: [Level; 5]| {
                format!(
                    "{} × {}",
                    words::price(levels[0].price),
                    words::units(levels[0].quantity)
                )
            };
            format!(
                "{}  bid {}  ask {}  volume {}",
                of(tick.instrument()),
                best(tick.bids()),
                best(tick.asks()),
                words::volume(Some(tick.volume())),
            )
        }
        other => news(other, name)?.1,
    })
}
