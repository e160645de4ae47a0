//! Places a cover or bracket order: an entry and its exits (wire reference, section 5.1).

use std::sync::Arc;

use axum::response::Response;
use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::placed;
use crate::{
    body::JsonBody,
    reply::Refusal,
    rest::orders::place::{check_quantity, instrument, order_type, product, refuse, side, validity},
    state::{
        State as Memory,
        orders::{Leg, NewOrder},
    },
};

pub(super) fn place(
    state: &mut Memory,
    body: &JsonBody,
    client_id: &str,
    now: OffsetDateTime,
) -> Result<Response, Refusal> {
    let entry = entry(state, body, client_id)?;
    let parts = parts(entry)?;
    let cash = state.buying_power(client_id).ok_or(Refusal::Forbidden)?;
    let basket_id = state.ids.uuid();
    state.orders.place_group(parts, &basket_id, cash, now);
    Ok(placed(&basket_id, "Order placed Successfully"))
}

fn entry(state: &Memory, body: &JsonBody, client_id: &str) -> Result<NewOrder, Refusal> {
    let (exchange, token) = instrument(body, client_id, true)?;
    let order_type = order_type(body)?;
    let execution_type = if body.text("execution_type")? == "CO" {
        "CO"
    } else {
        "BO"
    };
    let leg = Leg {
        execution_type,
        indicator: "ENTRY",
        stop_loss_value: body.number("stop_loss_value")?,
        square_off_value: if execution_type == "BO" {
            body.number("square_off_value")?
        } else {
            Decimal::ZERO
        },
        trailing_stop_loss: trailing(body)?,
        is_trailing: body.flag("is_trailing")?.unwrap_or(false),
    };
    let product = intraday(body)?;
    let entry = NewOrder {
        client_id: client_id.to_owned(),
        instrument: state
            .universe
            .find(exchange, token)
            .filter(|one| one.is_tradable())
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?,
        order_type,
        price: body.number("price")?,
        // Of the exits; the entry itself has none unless it is a stop.
        trigger_price: match order_type {
            "SL" | "SLM" => body.number("trigger_price")?,
            _ => Decimal::ZERO,
        },
        quantity: body.integer("quantity")?,
        disclosed_quantity: body.integer("disclosed_quantity")?,
        validity: validity(body)?,
        product,
        order_side: side(body)?,
        device: body.text("device")?,
        user_order_id: body.integer("user_order_id")?,
        is_amo: false,
        basket_id: None,
        leg: Some(leg),
    };
    check_quantity(&entry)?;
    Ok(entry)
}

/// The product: a group is closed again, so that nothing is delivered.
pub(super) fn intraday(body: &JsonBody) -> Result<&'static str, Refusal> {
    match product(body)? {
        "CNC" => Err(Refusal::Invalid("product")),
        other => Ok(other),
    }
}

/// `trailing_stop_loss`, which sources send as a text and as a number; 0 when it is absent.
pub(super) fn trailing(body: &JsonBody) -> Result<Decimal, Refusal> {
    if !body.has("trailing_stop_loss") {
        return Ok(Decimal::ZERO);
    }
    let distance = body.number_or_text("trailing_stop_loss")?;
    if distance < Decimal::ZERO {
        return Err(Refusal::Invalid("trailing_stop_loss"));
    }
    Ok(distance)
}

/// The entry with its stop, and with its target when it is a bracket order. Every price is checked here.
pub(super) fn parts(entry: NewOrder) -> Result<Vec<NewOrder>, Refusal> {
    let leg = entry.leg.clone().ok_or(Refusal::Invalid("execution_type"))?;
    let is_buy = entry.order_side == "BUY";
    if matches!(entry.order_type, "LIMIT" | "SL") {
        check_price(&entry, entry.price)?;
    } else if !entry.price.is_zero() {
        refuse("price must be 0 for this order type")?;
    }
    if matches!(entry.order_type, "SL" | "SLM") {
        check_price(&entry, entry.trigger_price)?;
    }
    let start = start(&entry);
    // Absolute in a cover order, an offset in a bracket order.
    let stop = match (leg.execution_type, is_buy) {
        ("CO", _) => leg.stop_loss_value,
        (_, true) => start.saturating_sub(leg.stop_loss_value),
        (_, false) => start.saturating_add(leg.stop_loss_value),
    };
    check_price(&entry, stop)?;
    if (is_buy && stop >= start) || (!is_buy && stop <= start) {
        refuse("stop loss lies on the wrong side of the price")?;
    }
    let exit = |indicator, order_type, price, trigger_price| NewOrder {
        order_type,
        price,
        trigger_price,
        validity: "DAY",
        disclosed_quantity: 0,
        order_side: if is_buy { "SELL" } else { "BUY" },
        leg: Some(Leg {
            indicator,
            ..leg.clone()
        }),
        ..entry.clone()
    };
    let mut parts = vec![exit("THIRD", "SLM", Decimal::ZERO, stop)];
    if leg.execution_type == "BO" {
        if leg.square_off_value <= Decimal::ZERO {
            refuse("square off value must be above 0")?;
        }
        let target = if is_buy {
            start.saturating_add(leg.square_off_value)
        } else {
            start.saturating_sub(leg.square_off_value)
        };
        check_price(&entry, target)?;
        parts.insert(0, exit("SECOND", "LIMIT", target, Decimal::ZERO));
    }
    parts.insert(0, entry);
    Ok(parts)
}

/// The price that distances are counted from.
pub(super) fn start(entry: &NewOrder) -> Decimal {
    match entry.order_type {
        "LIMIT" | "SL" => entry.price,
        "SLM" => entry.trigger_price,
        _ => entry.instrument.reference_price(),
    }
}

/// A price outside the daily range is a wrong parameter here (wire reference, section 0.3).
pub(super) fn check_price(entry: &NewOrder, price: Decimal) -> Result<(), Refusal> {
    let (low, high) = entry.instrument.daily_range();
    if price < low || price > high {
        return Err(Refusal::OutsideRange);
    }
    if !entry.instrument.is_on_tick(price) {
        refuse("price is not a multiple of the tick size")?;
    }
    Ok(())
}
