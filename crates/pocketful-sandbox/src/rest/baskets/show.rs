//! A basket in both of its spellings: snake_case where it is written, camelCase where it is fetched.

use serde_json::{Map, Value, json};

use crate::{
    rest::orders::book::number,
    state::baskets::{Basket, BasketOrder},
};

/// `basket_id`, `basket_type`, …
pub(super) fn snake(basket: &Basket) -> Value {
    let orders: Vec<_> = basket
        .orders
        .iter()
        .map(|order| json!({ "order_id": order.order_id, "order_info": order_info(basket, order) }))
        .collect();
    json!({
        "basket_id": basket.basket_id,
        "basket_type": basket.kind,
        "is_executed": basket.is_executed,
        "login_id": basket.login_id,
        "name": basket.name,
        "order_type": basket.order_type,
        "orders": orders,
        "product_type": basket.product_type,
        "sip_eligible": false,
        "sip_enabled": false,
    })
}

/// `basketId`, `basketType`, …
pub(super) fn camel(basket: &Basket) -> Value {
    camelled(snake(basket))
}

fn order_info(basket: &Basket, order: &BasketOrder) -> Value {
    let one = &order.instrument;
    let optional = |value: Option<_>| value.map_or(Value::Null, number);
    json!({
        "average_price": 0,
        "average_trade_price": 0,
        "client_id": basket.login_id,
        "contract_description": {},
        "deposit": 0,
        "device": null,
        "disclosed_quantity": order.disclosed_quantity,
        "exchange": one.exchange,
        "exchange_order_id": "",
        "exchange_time": 0,
        "execution_type": order.execution_type,
        "filled_quantity": 0,
        "instrument_token": one.token,
        "is_trailing": order.is_trailing,
        "isin": one.isin,
        "last_activity_reference": 0,
        "leg_order_indicator": null,
        "login_id": null,
        "lot_size": one.lot,
        "market_protection_percentage": 0,
        "mode": "NEW",
        "nnf_id": 0,
        "oms_order_id": order.order_id,
        "order_entry_time": 0,
        "order_side": order.order_side,
        "order_status": null,
        "order_status_info": "",
        "order_tag": "",
        "order_type": order.order_type,
        "price": number(order.price),
        "pro_cli": "CLIENT",
        "product": order.product,
        "quantity": order.quantity,
        "rejection_code": 0,
        "rejection_reason": "",
        "remaining_quantity": order.quantity,
        "segment": "",
        "series": one.series,
        "sl_order_price": 0,
        "sl_order_quantity": 0,
        "sl_trigger_price": 0,
        "source": null,
        "spread_token": null,
        "square_off": false,
        "square_off_value": optional(order.square_off_value),
        "stop_loss_value": optional(order.stop_loss_value),
        "symbol": one.symbol,
        "tags": [],
        "target_price_type": "absolute",
        "trade_price": 0,
        "trading_symbol": one.trading_symbol,
        "trailing_stop_loss": optional(order.trailing_stop_loss),
        "trigger_price": number(order.trigger_price),
        "underlying_token": order.underlying_token,
        // A number here, a text in the book.
        "user_order_id": order.user_order_id,
        "validity": order.validity,
    })
}

fn camelled(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members: Map<_, _> = members
                .into_iter()
                .map(|(name, value)| (camel_name(&name), camelled(value)))
                .collect();
            Value::Object(members)
        }
        Value::Array(values) => values.into_iter().map(camelled).collect(),
        other => other,
    }
}

fn camel_name(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
