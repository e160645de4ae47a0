//! Cover and bracket orders, and the execution of baskets, which share a path (wire reference, section 5).

mod basket;
mod exit;
mod modify;
mod moves;
mod place;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::Response,
    routing::{delete, post},
};
use serde_json::json;

use super::{answer, orders::may_trade};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::{Refusal, oms},
    server::Peer,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/orders/kart", post(take).put(modify::modify))
        .route("/api/v1/orders/kart/{oms_order_id}", delete(exit::exit))
        .route(
            "/api/v1/update_basket_execution_state",
            post(basket::set_state).put(basket::set_state),
        )
}

async fn take(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::Order, |state, token, now| {
        may_trade(state, token, peer.ip())?;
        let body = JsonBody::parse(&body)?;
        match body.text("execution_type")?.as_str() {
            "CO" | "BO" => place::place(state, &body, &token.client_id, now),
            "NML" => basket::execute(state, &body, &token.client_id, now),
            _ => Err(Refusal::Invalid("execution_type")),
        }
    })
}

/// The answer to new orders: an envelope within the envelope.
fn placed(basket_id: &str, inner: &str) -> Response {
    let data = json!({ "data": { "basket_id": basket_id, "message": inner } });
    oms(&data, "Order place successfully")
}

/// The answer to a change or an exit, which is one level less deep.
fn done(basket_id: &str, inner: &str, outer: &str) -> Response {
    let data = json!({ "basket_id": basket_id, "message": inner });
    oms(&data, outer)
}
