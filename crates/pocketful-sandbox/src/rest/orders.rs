//! Regular and AMO orders: place, modify, cancel, and the book (wire reference, sections 4 and 8.1).

pub(crate) mod book;
mod history;
pub(super) mod modify;
mod mtf;
pub(super) mod place;
mod trades;

use std::net::IpAddr;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
    routing::{delete, get},
};
use serde_json::json;

use super::{answer, own_client_id, query};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, oms},
    server::Peer,
    state::{State as Memory, tokens::Token},
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/orders", get(list).post(place).put(modify::modify))
        .route("/api/v1/orders/{oms_order_id}", delete(cancel))
        .route("/api/v1/order/{oms_order_id}/history", get(history::history))
        .route("/api/v1/trades", get(trades::trades))
}

async fn place(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::Order, |state, token, now| {
        may_trade(state, token, peer.ip())?;
        let body = JsonBody::parse(&body)?;
        let is_mtf = mtf::is_meant(&body);
        let order = if is_mtf {
            mtf::checked(&body, &token.client_id, &state.universe)?
        } else {
            place::checked(&body, &token.client_id, &state.universe)?
        };
        let cash = state.buying_power(&token.client_id).ok_or(Refusal::Forbidden)?;
        let user_order_id = order.user_order_id;
        let placed = state.orders.place(order, cash, now);
        let data = if is_mtf {
            json!([])
        } else {
            json!({ "oms_order_id": placed.oms_order_id, "user_order_id": user_order_id })
        };
        Ok(oms(&data, "Order place successfully"))
    })
}

async fn cancel(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    Path(oms_order_id): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Order, |state, token, now| {
        may_trade(state, token, peer.ip())?;
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        own_client_id(&params, token)?;
        let execution_type = params
            .one("execution_type")
            .map_err(|_| Refusal::Invalid("execution_type"))?;
        let wants_amo = match execution_type.as_deref() {
            None => None,
            Some("REGULAR") => Some(false),
            Some("AMO" | "amo") => Some(true),
            Some(_) => return Err(Refusal::Invalid("execution_type")),
        };
        let found = state.orders.find(&token.client_id, &oms_order_id);
        if let (Some(found), Some(wants_amo)) = (found, wants_amo)
            && found.order.is_amo != wants_amo
        {
            return Err(Refusal::Invalid("execution_type"));
        }
        if found.is_some_and(|found| found.order.leg.is_some()) {
            return Err(Refusal::Backend(
                1600,
                "cannot cancel, the order is part of a cover or bracket order",
            ));
        }
        state
            .orders
            .cancel(&token.client_id, &oms_order_id, now)
            .map_err(|_| Refusal::Backend(1600, "cannot cancel, no such order is open"))?;
        let message = format!("Order cancellation request submitted for OMS Order: {oms_order_id}");
        Ok(oms(&json!({ "oms_order_id": oms_order_id }), &message))
    })
}

async fn list(State(broker): State<Broker>, headers: HeaderMap, RawQuery(asked): RawQuery) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        own_client_id(&params, token)?;
        let pending = match query(&params, "type")?.as_str() {
            "pending" => true,
            "completed" => false,
            _ => return Err(Refusal::Invalid("type")),
        };
        let orders: Vec<_> = state
            .orders
            .of(&token.client_id)
            .filter(|order| order.status.is_pending() == pending)
            .map(book::row)
            .collect();
        Ok(oms(&json!({ "orders": orders }), ""))
    })
}

/// The scope must say `orders`, wherever something is bought, sold, promised or moved.
pub(super) fn may_order(token: &Token) -> Result<(), Refusal> {
    if token.scope.split(' ').any(|scope| scope == "orders") {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

/// The static-IP rule beside the scope: orders come from an address mapped to the token's app; a token of no app may
/// use those of any app of its account.
pub(super) fn may_trade(state: &Memory, token: &Token, peer: IpAddr) -> Result<(), Refusal> {
    may_order(token)?;
    let peer = peer.to_canonical();
    let admitted = match &token.app_id {
        Some(app_id) => state.apps.find(app_id).is_some_and(|app| app.admits(peer)),
        None => state.apps.of(&token.client_id).any(|app| app.admits(peer)),
    };
    if admitted {
        Ok(())
    } else {
        Err(Refusal::Address(peer))
    }
}
