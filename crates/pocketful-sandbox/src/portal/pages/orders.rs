//! The order book as it is, newest first, each order with its history and with a button that fills it; and the trades of
//! the day.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use super::apps::Done;
use crate::{
    broker::Broker,
    portal::{
        amounts,
        frame::{Frame, Notice, send},
        visitor::{Member, Posted, see},
        when,
    },
    state::orders::{Fill, NewOrder, Order, Status},
};

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    frame: Frame,
    orders: Vec<Row>,
    trades: Vec<Trade>,
}

/// One order in words.
struct Row {
    time: String,
    id: String,
    instrument: String,
    exchange: &'static str,
    side: &'static str,
    quantity: String,
    kind: String,
    price: String,
    trigger: Option<String>,
    status: &'static str,
    reason: &'static str,
    tone: &'static str,
    filled: String,
    history: Vec<String>,
    can_fill: bool,
}

/// One trade in words.
struct Trade {
    time: String,
    id: String,
    order_id: String,
    instrument: String,
    exchange: &'static str,
    side: &'static str,
    quantity: String,
    price: String,
}

/// `GET /portal/orders`
pub(crate) async fn show(State(broker): State<Broker>, member: Member, Query(done): Query<Done>) -> Response {
    let now = broker.now();
    let (orders, mut trades): (_, Vec<_>) = {
        let mut state = broker.state();
        state.turn(now);
        (
            state.orders.of(&member.client_id).map(Row::of).collect(),
            state
                .portfolio
                .fills_of(&member.client_id)
                .map(Trade::of)
                .collect(),
        )
    };
    trades.reverse();
    let mut frame = broker.frame(&member.session, "orders");
    frame.notice = Notice::of(&done.done);
    let page = OrdersPage {
        frame,
        orders,
        trades,
    };
    send(StatusCode::OK, &page)
}

/// `POST /portal/orders/fill`
pub(crate) async fn fill(State(broker): State<Broker>, posted: Posted) -> Response {
    let id = posted.fields.get("id");
    let now = broker.now();
    let filled = {
        let mut state = broker.state();
        let is_own = posted
            .session
            .client_id()
            .is_some_and(|client_id| state.orders.find(client_id, id).is_some());
        is_own && state.fill(id, None, None, now).is_ok()
    };
    see(if filled {
        "/portal/orders?done=filled"
    } else {
        "/portal/orders?done=not_filled"
    })
}

impl Row {
    fn of(order: &Order) -> Self {
        let asked = &order.order;
        let triggered = matches!(asked.order_type, "SL" | "SLM");
        Self {
            time: when::short(order.entered_at),
            id: order.oms_order_id.clone(),
            instrument: asked.instrument.trading_symbol.clone(),
            exchange: asked.instrument.exchange,
            side: asked.order_side,
            quantity: amounts::units(asked.quantity),
            kind: kind(asked),
            price: price(asked),
            trigger: triggered.then(|| amounts::rupees(asked.trigger_price)),
            filled: if order.filled > 0 {
                format!(
                    "{} filled at {}",
                    amounts::units(order.filled),
                    amounts::rupees(order.average_price())
                )
            } else {
                String::new()
            },
            history: order
                .history
                .iter()
                .map(|moment| {
                    format!(
                        "{} {} {} at {}, {} filled",
                        when::short(moment.at),
                        moment.status.as_str(),
                        amounts::units(moment.order.quantity),
                        price(&moment.order),
                        amounts::units(moment.filled)
                    )
                })
                .collect(),
            can_fill: order.remaining() > 0 && !order.exchange_order_id.is_empty(),
            status: order.status.as_str(),
            reason: order.status.rejection_reason(),
            tone: match order.status {
                Status::Rejected => "bad",
                status if status.is_pending() => "good",
                _ => "",
            },
        }
    }
}

impl Trade {
    fn of(fill: &Fill) -> Self {
        Self {
            time: when::short(fill.at),
            id: fill.trade_number.clone(),
            order_id: fill.oms_order_id.clone(),
            instrument: fill.instrument.trading_symbol.clone(),
            exchange: fill.instrument.exchange,
            side: fill.order_side,
            quantity: amounts::units(fill.quantity),
            price: amounts::rupees(fill.price),
        }
    }
}

/// What sort of order it is: its part in a cover or bracket order or that it waits for the next opening, its type,
/// product and validity.
fn kind(order: &NewOrder) -> String {
    let part = match &order.leg {
        Some(leg) => match leg.indicator {
            "ENTRY" => format!("{} entry: ", leg.execution_type),
            "SECOND" => format!("{} target: ", leg.execution_type),
            _ => format!("{} stop: ", leg.execution_type),
        },
        None if order.is_amo => "AMO: ".to_owned(),
        None => String::new(),
    };
    format!("{part}{} {} {}", order.order_type, order.product, order.validity)
}

/// The limit, or that there is none.
fn price(order: &NewOrder) -> String {
    if matches!(order.order_type, "LIMIT" | "SL") {
        amounts::rupees(order.price)
    } else {
        "market".to_owned()
    }
}
