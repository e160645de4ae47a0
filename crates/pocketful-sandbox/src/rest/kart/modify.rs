//! Changes a part of a cover or bracket order (wire reference, section 5.2).

use axum::{Extension, body::Bytes, extract::State, http::HeaderMap, response::Response};

use rust_decimal::Decimal;

use super::{
    done,
    moves::moves,
    place::{intraday, trailing},
};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::Refusal,
    rest::{
        answer,
        orders::{
            may_trade,
            modify::{CANNOT, found},
            place::{one_of, order_type, validity},
        },
    },
    server::Peer,
    state::orders::{Change, Leg, NewOrder},
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
        let exchange_order_id = body.text_or_number("exchange_order_id")?;
        let order = found(state, &body, &token.client_id, &oms_order_id)?;
        if order.exchange_order_id != exchange_order_id {
            return Err(CANNOT);
        }
        let changed = changed(&body, &order.order)?;
        if changed.quantity < order.filled {
            return Err(Refusal::Backend(500, "quantity is below what has been filled"));
        }
        let basket_id = order.order.basket_id.clone().unwrap_or_default();
        let group: Vec<_> = state.orders.group(&basket_id).collect();
        // All of them are checked before the first is moved; the one that was named is the only one that may cost more.
        let moves = moves(order, changed, &group)?;
        let cash = state.buying_power(&token.client_id).ok_or(Refusal::Forbidden)?;
        for (part, after) in moves {
            state
                .orders
                .modify(&token.client_id, &part, Change::to(&after), cash, now)
                .map_err(|_| CANNOT)?
                .ok_or(Refusal::Backend(500, "margin shortfall"))?;
        }
        Ok(done(
            &basket_id,
            "Order Modified Successfully",
            "Order modified successfully",
        ))
    })
}

/// The part as it is asked to become, with the values of its group.
fn changed(body: &JsonBody, order: &NewOrder) -> Result<NewOrder, Refusal> {
    let leg = order.leg.as_ref().ok_or(CANNOT)?;
    if one_of(body, "execution_type", &["CO", "BO"])? != leg.execution_type {
        return Err(Refusal::Invalid("execution_type"));
    }
    // Readers echo these; they have to be what they are called, no more.
    body.integer_or_text("filled_quantity")?;
    body.integer_or_text("remaining_quantity")?;
    body.integer_or_text("last_activity_reference")?;
    let square_off_value = if leg.execution_type == "BO" {
        body.number_or_text("square_off_value")?
    } else {
        leg.square_off_value
    };
    let order_type = order_type(body)?;
    let trigger_price = body.number("trigger_price")?;
    Ok(NewOrder {
        order_type,
        price: body.number("price")?,
        // An entry's own only where it is a stop: otherwise the member is echoed.
        trigger_price: match (order.is_exit(), order_type) {
            (false, "LIMIT" | "MARKET") => Decimal::ZERO,
            _ => trigger_price,
        },
        quantity: body.integer("quantity")?,
        disclosed_quantity: body.integer("disclosed_quantity")?,
        validity: validity(body)?,
        product: intraday(body)?,
        leg: Some(Leg {
            stop_loss_value: body.number_or_text("stop_loss_value")?,
            square_off_value,
            trailing_stop_loss: trailing(body)?,
            is_trailing: body.flag("is_trailing")?.unwrap_or(leg.is_trailing),
            ..leg.clone()
        }),
        ..order.clone()
    })
}
