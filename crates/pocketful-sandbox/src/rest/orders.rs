//! Regular and AMO orders: place, cancel, and the book (wire reference, sections 4 and 8.1).

mod book;
mod place;

use std::net::IpAddr;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::{delete, get},
};
use serde_json::json;

use super::{admit, own_client_id, query};
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
        .route("/api/v1/orders", get(list).post(place))
        .route("/api/v1/orders/{oms_order_id}", delete(cancel))
}

async fn place(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    try_place(&broker, peer.ip(), &headers, &body).unwrap_or_else(IntoResponse::into_response)
}

fn try_place(broker: &Broker, peer: IpAddr, headers: &HeaderMap, body: &[u8]) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let token = admit(state, headers, Class::Order, now)?;
    may_trade(state, &token, peer)?;
    let order = place::checked(&JsonBody::parse(body)?, &token.client_id)?;
    let cash = state
        .accounts
        .find(&token.client_id)
        .map(|account| account.cash)
        .ok_or(Refusal::Forbidden)?;
    let user_order_id = order.user_order_id;
    let placed = state.orders.place(order, cash, now);
    let data = json!({ "oms_order_id": placed.oms_order_id, "user_order_id": user_order_id });
    Ok(oms(&data, "Order place successfully"))
}

async fn cancel(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    Path(oms_order_id): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    try_cancel(&broker, peer.ip(), &oms_order_id, &headers, &query)
        .unwrap_or_else(IntoResponse::into_response)
}

fn try_cancel(
    broker: &Broker,
    peer: IpAddr,
    oms_order_id: &str,
    headers: &HeaderMap,
    asked: &str,
) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let token = admit(state, headers, Class::Order, now)?;
    may_trade(state, &token, peer)?;
    let params = Params::parse(asked);
    own_client_id(&params, &token)?;
    let execution_type = params
        .one("execution_type")
        .map_err(|_| Refusal::Invalid("execution_type"))?;
    let wants_amo = match execution_type.as_deref() {
        None => None,
        Some("REGULAR") => Some(false),
        Some("AMO" | "amo") => Some(true),
        Some(_) => return Err(Refusal::Invalid("execution_type")),
    };
    let found = state.orders.find(&token.client_id, oms_order_id);
    if let (Some(found), Some(wants_amo)) = (found, wants_amo)
        && found.order.is_amo != wants_amo
    {
        return Err(Refusal::Invalid("execution_type"));
    }
    state
        .orders
        .cancel(&token.client_id, oms_order_id, now)
        .map_err(|_| Refusal::Backend(1600, "cannot cancel, no such order is open"))?;
    let message = format!("Order cancellation request submitted for OMS Order: {oms_order_id}");
    Ok(oms(&json!({ "oms_order_id": oms_order_id }), &message))
}

async fn list(State(broker): State<Broker>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    try_list(&broker, &headers, &query).unwrap_or_else(IntoResponse::into_response)
}

fn try_list(broker: &Broker, headers: &HeaderMap, asked: &str) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let token = admit(state, headers, Class::NonTrading, now)?;
    let params = Params::parse(asked);
    own_client_id(&params, &token)?;
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
}

/// The static-IP rule: orders come from an address mapped to the token's app; a token of no app may use those of any
/// app of its account. The scope must say `orders`.
fn may_trade(state: &Memory, token: &Token, peer: IpAddr) -> Result<(), Refusal> {
    if !token.scope.split(' ').any(|scope| scope == "orders") {
        return Err(Refusal::Forbidden);
    }
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
