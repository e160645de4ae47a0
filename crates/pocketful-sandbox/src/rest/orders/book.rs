//! An order as the book shows it, with every member and every quirk of wire reference 8.1.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::{
    assumed::RUPEE_DECIMALS,
    state::orders::{Leg, Order, Status},
};

/// One row.
pub(crate) fn row(order: &Order) -> Value {
    let asked = &order.order;
    let rejected = order.status == Status::Rejected;
    let leg = asked.leg.as_ref();
    let of_leg = |value: fn(&Leg) -> Decimal| number(leg.map_or(Decimal::ZERO, value));
    let mut row = json!({
        "average_price": number(order.average_price()),
        "average_trade_price": 0,
        "client_id": asked.client_id,
        "contract_description": {},
        "deposit": 0,
        "device": asked.device.to_ascii_lowercase(),
        "disclosed_quantity": asked.disclosed_quantity,
        "exchange": asked.instrument.exchange,
        "exchange_order_id": order.exchange_order_id,
        "exchange_time": if order.exchange_order_id.is_empty() { 0 } else { order.changed_at.unix_timestamp() },
        "execution_type": asked.execution_type(),
        "filled_quantity": order.filled,
        "instrument_token": asked.instrument.token,
        "is_trailing": leg.is_some_and(|leg| leg.is_trailing),
        "isin": asked.instrument.isin,
        "last_activity_reference": last_activity(order.changed_at),
        "leg_order_indicator": leg.map(|leg| leg.indicator),
        "login_id": asked.client_id,
        "lot_size": asked.instrument.lot,
        "market_protection_percentage": 0,
        "mode": if order.is_modified { "MODIFY" } else { "NEW" },
        // Above 2^53 and odd: a reader that goes through a double shows it.
        "nnf_id": 9_007_199_254_740_993_i64,
        "oms_order_id": order.oms_order_id,
        "order_entry_time": order.entered_at.unix_timestamp(),
        "order_side": asked.order_side,
        "order_status": order.status.as_str(),
        "order_status_info": "",
        "order_tag": "",
        "order_type": asked.order_type,
        "price": number(asked.price),
        "pro_cli": "CLIENT",
        "product": asked.product,
        "quantity": asked.quantity,
        "rejection_code": if rejected { 12001 } else { 0 },
        "rejection_reason": order.status.rejection_reason(),
        "remaining_quantity": order.remaining(),
        "segment": "",
        "series": asked.instrument.series,
        "sl_order_price": 0,
        "sl_order_quantity": 0,
        "sl_trigger_price": 0,
        "source": "",
        "spread_token": null,
        "square_off": false,
        "square_off_value": of_leg(|leg| leg.square_off_value),
        "stop_loss_value": of_leg(|leg| leg.stop_loss_value),
        "symbol": asked.instrument.symbol,
        "tags": null,
        "target_price_type": "absolute",
        "trade_price": number(order.trade_price),
        "trading_symbol": asked.instrument.trading_symbol,
        "trailing_stop_loss": of_leg(|leg| leg.trailing_stop_loss),
        "trigger_price": number(asked.trigger_price),
        "underlying_token": null,
        "user_order_id": asked.user_order_id.to_string(),
        "validity": asked.validity,
    });
    if let (Some(basket_id), Some(members)) = (&asked.basket_id, row.as_object_mut()) {
        members.insert("basket_id".to_owned(), basket_id.as_str().into());
    }
    row
}

/// Rupees as a JSON number with at most [`RUPEE_DECIMALS`]: whole ones without a point, as the wire mixes them.
pub(crate) fn number(rupees: Decimal) -> Value {
    let rupees = rupees
        .round_dp_with_strategy(RUPEE_DECIMALS, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    // The digits, read as a float: the nearest one, which is written with the same digits.
    match (
        rupees.is_integer(),
        rupees.to_i64(),
        rupees.to_string().parse::<f64>(),
    ) {
        (true, Some(whole), _) => whole.into(),
        (_, _, Ok(float)) => float.into(),
        _ => Value::Null,
    }
}

/// Nanoseconds since 1980 in India, as exchanges count activity: a 64-bit number far above 2^53.
fn last_activity(at: OffsetDateTime) -> i64 {
    let since: Duration = at - datetime!(1980-01-01 00:00 +5:30);
    // Odd, so that a reader that goes through a double shows it.
    i64::try_from(since.whole_nanoseconds() | 1).unwrap_or(i64::MAX)
}
