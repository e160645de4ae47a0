//! Moves units of a position from one product to another (wire reference, section 9.2).

use std::sync::Arc;

use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use serde_json::json;

use crate::{
    assumed::PRODUCTS,
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::{Refusal, oms},
    rest::{
        answer,
        orders::may_order,
        orders::place::{instrument, one_of, side, validity},
    },
};

pub(super) async fn convert(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        may_order(token)?;
        let body = JsonBody::parse(&body)?;
        let (exchange, number) = instrument(&body, &token.client_id, true)?;
        let from = one_of(&body, "product", &PRODUCTS)?;
        let to = one_of(&body, "new_product", &PRODUCTS)?;
        validity(&body)?;
        let order_side = side(&body)?;
        let quantity = body.integer("quantity")?;
        let instrument = state
            .universe
            .find(exchange, number)
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?;
        if from == to {
            return Err(Refusal::Invalid("new_product"));
        }
        if matches!(to, "CNC" | "MTF") && !instrument.is_cash() {
            return Err(Refusal::Backend(1013, "template not assigned for the client"));
        }
        state
            .portfolio
            .convert(&token.client_id, &instrument, (from, to), order_side, quantity)
            .map_err(|_| Refusal::Backend(500, "no such position of so many units"))?;
        Ok(oms(&json!({}), "Conversion completed"))
    })
}
