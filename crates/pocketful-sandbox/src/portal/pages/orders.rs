//! The order book as it is, newest first.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    broker::Broker,
    portal::{
        amounts,
        frame::{Frame, send},
        visitor::Member,
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
    instrument: &'static str,
    exchange: &'static str,
    side: &'static str,
    quantity: String,
    kind: String,
    price: String,
    trigger: Option<String>,
    status: &'static str,
    reason: &'static str,
    tone: &'static str,
}

/// `GET /portal/orders`
pub(crate) async fn show(State(broker): State<Broker>, member: Member) -> Response {
    let orders = broker.state().orders.of(&member.client_id).map(Row::of).collect();
    let page = OrdersPage {
        frame: broker.frame(&member.session, "orders"),
        orders,
    };
    send(StatusCode::OK, &page)
}

impl Row {
    fn of(order: &Order) -> Self {
        let asked = &order.order;
        let priced = matches!(asked.order_type, "LIMIT" | "SL");
        let triggered = matches!(asked.order_type, "SL" | "SLM");
        Self {
            time: when::short(order.entered_at),
            id: order.oms_order_id.clone(),
            instrument: asked.instrument.trading_symbol,
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
