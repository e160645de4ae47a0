//! Reads what is asked to wait, as strictly as the wire reference types it.

use std::sync::Arc;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, macros::format_description};

use crate::{
    body::JsonBody,
    instruments::Universe,
    reply::Refusal,
    rest::orders::place::{check_quantity_of, instrument, one_of, order_type, product, side},
    state::gtts::GttOrder,
};

/// A request to create or to modify.
pub(super) struct Asked {
    pub(super) action_type: &'static str,
    pub(super) expires: Date,
    pub(super) order: GttOrder,
}

pub(super) fn read(
    body: &JsonBody,
    client_id: &str,
    universe: &Universe,
    now: OffsetDateTime,
) -> Result<Asked, Refusal> {
    let action_type = one_of(body, "action_type", &["single_order", "OCO"])?;
    let format = format_description!("[year]-[month]-[day]");
    let expires =
        Date::parse(&body.text("expiry_time")?, &format).map_err(|_| Refusal::Invalid("expiry_time"))?;
    if expires < now.date() {
        return Err(Refusal::Invalid("expiry_time"));
    }
    let order = body.object("order")?;
    let (exchange, token) = instrument(&order, client_id, false)?;
    let product = product(&order)?;
    let order = GttOrder {
        instrument: universe
            .find(exchange, token)
            .filter(|one| one.is_tradable())
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?,
        order_type: order_type(&order)?,
        order_side: side(&order)?,
        product,
        price: order.number("price")?,
        trigger_price: order.number("trigger_price")?,
        quantity: order.integer("quantity")?,
        disclosed_quantity: order.integer("disclosed_quantity")?,
        market_protection_percentage: order.integer_or_text("market_protection_percentage")?,
        sl_order_price: order.number("sl_order_price")?,
        sl_order_quantity: order.integer("sl_order_quantity")?,
        sl_trigger_price: order.number("sl_trigger_price")?,
        user_order_id: order.integer("user_order_id")?,
    };
    if product == "CNC" && !order.instrument.is_cash() {
        return Err(Refusal::Invalid("product"));
    }
    check_quantity_of(&order.instrument, order.quantity, order.disclosed_quantity)?;
    check_prices(&order, action_type == "OCO")?;
    Ok(Asked {
        action_type,
        expires,
        order,
    })
}

/// Prices that could be ordered at; those of the stop count only where there is one.
fn check_prices(order: &GttOrder, has_stop: bool) -> Result<(), Refusal> {
    let good = |price: Decimal| price > Decimal::ZERO && order.instrument.is_on_tick(price);
    let priced = matches!(order.order_type, "LIMIT" | "SL");
    if priced && !good(order.price) || !priced && !order.price.is_zero() {
        return Err(Refusal::Invalid("price"));
    }
    if !good(order.trigger_price) {
        return Err(Refusal::Invalid("trigger_price"));
    }
    if !(0..=100).contains(&order.market_protection_percentage) {
        return Err(Refusal::Invalid("market_protection_percentage"));
    }
    let stop_quantity = order.sl_order_quantity;
    if has_stop {
        check_quantity_of(&order.instrument, stop_quantity, 0)
            .map_err(|_| Refusal::Invalid("sl_order_quantity"))?;
    } else if stop_quantity < 0 {
        return Err(Refusal::Invalid("sl_order_quantity"));
    }
    for (name, price) in [
        ("sl_order_price", order.sl_order_price),
        ("sl_trigger_price", order.sl_trigger_price),
    ] {
        if has_stop && !good(price) || price < Decimal::ZERO {
            return Err(Refusal::Invalid(name));
        }
    }
    Ok(())
}
