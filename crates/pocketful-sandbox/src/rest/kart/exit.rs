//! Cancels a cover or bracket order, or leaves the position it has opened (wire reference, section 5.3). Sources send
//! the values in the query or in a JSON body; both are read.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::done;
use crate::{
    broker::Broker,
    limits::Class,
    reply::Refusal,
    rest::{answer, either::Either, orders::may_trade},
    server::Peer,
};

const CANNOT: Refusal = Refusal::Backend(1600, "cannot cancel, no such order is open");

pub(super) async fn exit(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    Path(oms_order_id): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::Order, |state, token, now| {
        may_trade(state, token, peer.ip())?;
        let asked = asked.unwrap_or_default();
        let given = Either::parse(&asked, &body)?;
        given.own("client_id", token)?;
        let exchange_order_id = given.text("exchange_order_id")?;
        let execution_type = given.text("execution_type")?;
        if !matches!(execution_type.as_str(), "CO" | "BO") {
            return Err(Refusal::Invalid("execution_type"));
        }
        let indicator = given.text("leg_order_indicator")?.to_ascii_uppercase();
        if !matches!(indicator.as_str(), "ENTRY" | "SECOND" | "THIRD") {
            return Err(Refusal::Invalid("leg_order_indicator"));
        }
        let order = state.orders.find(&token.client_id, &oms_order_id).ok_or(CANNOT)?;
        let leg = order.order.leg.as_ref().ok_or(CANNOT)?;
        if leg.execution_type != execution_type {
            return Err(Refusal::Invalid("execution_type"));
        }
        if leg.indicator != indicator {
            return Err(Refusal::Invalid("leg_order_indicator"));
        }
        if order.exchange_order_id != exchange_order_id {
            return Err(CANNOT);
        }
        let basket_id = order.order.basket_id.clone().unwrap_or_default();
        state
            .orders
            .exit(&token.client_id, &oms_order_id, now)
            .map_err(|_| CANNOT)?;
        Ok(done(&basket_id, "Order Cancelled Successfully", ""))
    })
}
