//! The orders in a basket: add, edit, remove.

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::json;

use super::{order_info, show};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::oms,
    rest::{answer, either::Either},
};

pub(super) async fn add(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    put(&broker, &headers, &body, false)
}

pub(super) async fn edit(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    put(&broker, &headers, &body, true)
}

fn put(broker: &Broker, headers: &HeaderMap, body: &[u8], is_there: bool) -> Response {
    answer(broker, headers, Class::NonTrading, |state, token, _| {
        let body = JsonBody::parse(body)?;
        let (basket_id, name) = (body.text("basket_id")?, body.text("name")?);
        let order_id = if is_there {
            body.text("order_id")?
        } else {
            state.ids.uuid()
        };
        let info = body.object("order_info")?;
        let order = order_info::read(&info, &token.client_id, &state.universe, order_id)?;
        let basket = state.baskets.find(&token.client_id, &basket_id, Some(&name))?;
        if is_there {
            basket.edit(order)?;
        } else {
            basket.add(order)?;
        }
        Ok(oms(
            &show::snake(basket),
            &format!("Order added in the basket {name}."),
        ))
    })
}

pub(super) async fn remove(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        let given = Either::parse(&asked, &body)?;
        let (basket_id, name) = (given.text("basket_id")?, given.text("name")?);
        let order_id = given.text("order_id")?;
        state
            .baskets
            .find(&token.client_id, &basket_id, Some(&name))?
            .remove(&order_id)?;
        Ok(oms(&json!([]), &format!("Order remove from the basket {name}.")))
    })
}
