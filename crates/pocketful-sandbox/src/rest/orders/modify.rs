//! Changes a resting order (wire reference, section 4.2), in the documented set of members or in the middleware's.

use axum::{Extension, body::Bytes, extract::State, http::HeaderMap, response::Response};
use serde_json::json;

use super::{may_trade, place};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::{Refusal, oms},
    rest::answer,
    server::Peer,
    state::{
        State as Memory,
        orders::{Change, NewOrder, Order},
    },
};

pub(super) async fn modify(
    State(broker): State<Broker>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::Order, |state, token, now| {
        may_trade(state, token, peer.ip())?;
        let body = JsonBody::parse(&body)?;
        let oms_order_id = body.text_or_number("oms_order_id")?;
        let order = found(state, &body, &token.client_id, &oms_order_id)?;
        if order.order.leg.is_some() {
            return Err(CANNOT);
        }
        let changed = changed(&body, &order.order)?;
        if changed.quantity < order.filled {
            return Err(Refusal::Backend(500, "quantity is below what has been filled"));
        }
        let change = Change::to(&changed);
        let cash = state.buying_power(&token.client_id).ok_or(Refusal::Forbidden)?;
        state
            .orders
            .modify(&token.client_id, &oms_order_id, change, cash, now)
            .map_err(|_| CANNOT)?
            .ok_or(Refusal::Backend(500, "margin shortfall"))?;
        Ok(oms(
            &json!({ "oms_order_id": oms_order_id }),
            "Order modification request submitted",
        ))
    })
}

/// The order system's answer to a change of what cannot be changed (wire reference, section 0.3).
pub(in crate::rest) const CANNOT: Refusal = Refusal::Backend(1600, "cannot modify, no such order is open");

/// The resting order that a request names, in the instrument that it names.
pub(in crate::rest) fn found<'a>(
    state: &'a Memory,
    body: &JsonBody,
    client_id: &str,
    oms_order_id: &str,
) -> Result<&'a Order, Refusal> {
    let instrument = place::instrument(body, client_id, true)?;
    state
        .orders
        .find(client_id, oms_order_id)
        .filter(|order| order.status.is_pending())
        .filter(|order| (order.order.instrument.exchange, order.order.instrument.token) == instrument)
        .ok_or(CANNOT)
}

/// The order as it would become.
fn changed(body: &JsonBody, order: &NewOrder) -> Result<NewOrder, Refusal> {
    let is_amo = match body.text("execution_type")?.as_str() {
        "REGULAR" => false,
        "AMO" | "amo" => true,
        _ => return Err(Refusal::Invalid("execution_type")),
    };
    if is_amo != order.is_amo {
        return Err(Refusal::Invalid("execution_type"));
    }
    if body.has("order_side") && place::side(body)? != order.order_side {
        return Err(Refusal::Invalid("order_side"));
    }
    let changed = NewOrder {
        order_type: place::order_type(body)?,
        price: body.number("price")?,
        trigger_price: body.number("trigger_price")?,
        quantity: body.integer("quantity")?,
        disclosed_quantity: body.integer("disclosed_quantity")?,
        validity: place::validity(body)?,
        // How an order of the form for MTF is changed is told nowhere: as any other, and it stays what it is.
        product: match order.product {
            "MTF" => place::one_of(body, "product", &["MTF"])?,
            _ => place::product(body)?,
        },
        ..order.clone()
    };
    place::check(&changed)?;
    Ok(changed)
}

impl Change {
    /// What makes an order become this one.
    pub(in crate::rest) fn to(order: &NewOrder) -> Self {
        Self {
            order_type: order.order_type,
            price: order.price,
            trigger_price: order.trigger_price,
            quantity: order.quantity,
            disclosed_quantity: order.disclosed_quantity,
            validity: order.validity,
            product: order.product,
            leg: order.leg.clone(),
        }
    }
}
