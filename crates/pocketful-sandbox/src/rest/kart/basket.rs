//! Executes a basket: places everything in it (wire reference, section 6).

use std::sync::Arc;

use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use serde_json::json;
use time::OffsetDateTime;

use super::{place::parts, placed};
use crate::{
    body::JsonBody,
    broker::Broker,
    instruments::Kind,
    limits::Class,
    reply::{Refusal, oms},
    rest::{answer, orders::place::check},
    state::{
        State as Memory,
        baskets::BasketOrder,
        orders::{Leg, NewOrder},
    },
};

/// What a request to execute says.
struct Execution {
    basket_id: String,
    name: String,
    state: bool,
    square_off: bool,
}

fn read(body: &JsonBody, client_id: &str) -> Result<Execution, Refusal> {
    if body.text("client_id")? != client_id {
        return Err(Refusal::Forbidden);
    }
    let flag = |name| body.flag(name)?.ok_or(Refusal::Blank(name));
    Ok(Execution {
        basket_id: body.text("basket_id")?,
        name: body.text("name")?,
        state: flag("execution_state")?,
        square_off: flag("square_off")?,
    })
}

pub(super) fn execute(
    state: &mut Memory,
    body: &JsonBody,
    client_id: &str,
    now: OffsetDateTime,
) -> Result<Response, Refusal> {
    let asked = read(body, client_id)?;
    let basket = state
        .baskets
        .find(client_id, &asked.basket_id, Some(&asked.name))?;
    if basket.orders.is_empty() {
        return Err(Refusal::Backend(500, "the basket is empty"));
    }
    let is_hedge = basket.kind == "HEDGE";
    let disabled = |one: &BasketOrder| !matches!(one.instrument.kind, Kind::Option { .. });
    if is_hedge && basket.orders.iter().any(disabled) {
        return Err(Refusal::Basket(49002, "Instrument is disabled for hedging"));
    }
    // All of them are checked before the first is placed.
    let mut groups = Vec::new();
    for one in &basket.orders {
        let mut order = order(one, client_id, asked.square_off);
        // As it is today: a contract may have ended since it was put in.
        order.instrument = state
            .universe
            .find(one.instrument.exchange, one.instrument.token)
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?;
        if order.leg.is_some() {
            groups.push(parts(order)?);
        } else {
            check(&order)?;
            groups.push(vec![order]);
        }
    }
    basket.is_executed = asked.state;
    for parts in groups {
        let cash = state.buying_power(client_id).ok_or(Refusal::Forbidden)?;
        if parts.len() == 1 {
            for mut order in parts {
                order.basket_id = Some(asked.basket_id.clone());
                state.orders.place(order, cash, now);
            }
        } else {
            let group_id = state.ids.uuid();
            state.orders.place_group(parts, &group_id, cash, now);
        }
    }
    Ok(placed(&asked.basket_id, "Basket executed successfully"))
}

/// The order that lies in a basket; the other way round to leave what it has opened.
fn order(one: &BasketOrder, client_id: &str, square_off: bool) -> NewOrder {
    let leg = match one.execution_type {
        "CO" | "BO" => Some(Leg {
            execution_type: one.execution_type,
            indicator: "ENTRY",
            stop_loss_value: one.stop_loss_value.unwrap_or_default(),
            square_off_value: one.square_off_value.unwrap_or_default(),
            trailing_stop_loss: one.trailing_stop_loss.unwrap_or_default(),
            is_trailing: one.is_trailing,
        }),
        _ => None,
    };
    NewOrder {
        client_id: client_id.to_owned(),
        instrument: one.instrument.clone(),
        order_type: one.order_type,
        price: one.price,
        trigger_price: one.trigger_price,
        quantity: one.quantity,
        disclosed_quantity: one.disclosed_quantity,
        validity: one.validity,
        product: one.product,
        order_side: match (one.order_side, square_off) {
            ("BUY", false) | ("SELL", true) => "BUY",
            _ => "SELL",
        },
        device: "WEB".to_owned(),
        user_order_id: one.user_order_id,
        is_amo: one.execution_type == "AMO",
        basket_id: None,
        leg,
    }
}

/// Says whether a basket has been executed, and places nothing.
pub(super) async fn set_state(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = read(&JsonBody::parse(&body)?, &token.client_id)?;
        let basket = state
            .baskets
            .find(&token.client_id, &asked.basket_id, Some(&asked.name))?;
        basket.is_executed = asked.state;
        let data = json!({
            "basket_id": asked.basket_id,
            "client_id": token.client_id,
            "execution_state": asked.state,
            "execution_type": "NML",
            "name": asked.name,
            "square_off": asked.square_off,
        });
        Ok(oms(&data, ""))
    })
}
