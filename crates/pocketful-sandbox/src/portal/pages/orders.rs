//! The order book as it is, newest first; each order with its history, and with a button that fills it.

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
    state::orders::{Order, Status},
};

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    frame: Frame,
    orders: Vec<Row>,
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

/// `GET /portal/orders`
pub(crate) async fn show(State(broker): State<Broker>, member: Member, Query(done): Query<Done>) -> Response {
    let now = broker.now();
    let orders = {
        let mut state = broker.state();
        state.turn(now);
        state.orders.of(&member.client_id).map(Row::of).collect()
    };
    let mut frame = broker.frame(&member.session, "orders");
    frame.notice = Notice::of(&done.done);
    let page = OrdersPage { frame, orders };
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
        let priced = matches!(asked.order_type, "LIMIT" | "SL");
        let triggered = matches!(asked.order_type, "SL" | "SLM");
        Self {
            time: when::short(order.entered_at),
            id: order.oms_order_id.clone(),
            instrument: asked.instrument.trading_symbol.clone(),
            exchange: asked.instrument.exchange,
            side: asked.order_side,
            quantity: amounts::units(asked.quantity),
            kind: format!("{} {} {}", asked.order_type, asked.product, asked.validity),
            price: if priced {
                amounts::rupees(asked.price)
            } else {
                "market".to_owned()
            },
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
                        amounts::rupees(moment.order.price),
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
