//! Reads `order_info`, with every spelling that the sources use (wire reference, section 6).

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    body::JsonBody,
    instruments::Universe,
    reply::Refusal,
    rest::orders::place::{check_quantity_of, instrument, one_of, order_type, product, side, validity},
    state::baskets::BasketOrder,
};

pub(super) fn read(
    info: &JsonBody,
    client_id: &str,
    universe: &Universe,
    order_id: String,
) -> Result<BasketOrder, Refusal> {
    let (exchange, token) = instrument(info, client_id, true)?;
    let optional = |name| {
        info.has(name)
            .then(|| info.number_or_text(name))
            .transpose()
            .map(|value: Option<Decimal>| value)
    };
    let disclosed = ["disclosed_quantity", "disclosedQuantity", "disclose_quantity"]
        .into_iter()
        .find(|name| info.has(name))
        .unwrap_or("disclosed_quantity");
    let order = BasketOrder {
        order_id,
        instrument: universe
            .find(exchange, token)
            .filter(|one| one.is_tradable())
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?,
        order_type: order_type(info)?,
        price: info.number_or_text("price")?,
        trigger_price: info.number_or_text("trigger_price")?,
        quantity: info.integer("quantity")?,
        disclosed_quantity: info.integer(disclosed)?,
        validity: validity(info)?,
        product: product(info)?,
        order_side: side(info)?,
        execution_type: one_of(info, "execution_type", &["REGULAR", "BO", "CO", "AMO"])?,
        user_order_id: info.integer("user_order_id")?,
        stop_loss_value: optional("stop_loss_value")?,
        square_off_value: optional("square_off_value")?,
        trailing_stop_loss: optional("trailing_stop_loss")?,
        is_trailing: info.flag("is_trailing")?.unwrap_or(false),
        underlying_token: if info.has("underlying_token") {
            info.string("underlying_token")?
        } else {
            String::new()
        },
    };
    check_quantity_of(&order.instrument, order.quantity, order.disclosed_quantity)?;
    Ok(order)
}
