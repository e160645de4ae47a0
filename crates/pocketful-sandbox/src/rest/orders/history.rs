//! Every state that an order has been in (wire reference, section 8.2).

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::book::number;
use crate::{
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, oms},
    rest::{answer, own_client_id},
    state::orders::{Moment, Order, average},
};

pub(super) async fn history(
    State(broker): State<Broker>,
    Path(oms_order_id): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        own_client_id(&Params::parse(&asked), token)?;
        let order = state
            .orders
            .find(&token.client_id, &oms_order_id)
            .ok_or(Refusal::Backend(500, "no such order"))?;
        let rows: Vec<_> = order.history.iter().map(|moment| row(order, moment)).collect();
        // The documents show the outer message and status once more inside.
        let data = json!({ "message": "", "order history": rows, "status": "success" });
        Ok(oms(&data, ""))
    })
}

fn row(order: &Order, moment: &Moment) -> Value {
    let asked = &moment.order;
    let remaining = if moment.status.is_pending() {
        asked.quantity - moment.filled
    } else {
        0
    };
    json!({
        "avg_price": number(average(moment.filled_value, moment.filled)),
        "client_id": asked.client_id,
        "client_order_id": asked.user_order_id.to_string(),
        "created_at": order.entered_at.unix_timestamp(),
        "disclosed_quantity": asked.disclosed_quantity,
        "exchange": asked.instrument.exchange,
        "exchange_order_id": moment.exchange_order_id,
        "exchange_time": if moment.exchange_order_id.is_empty() { 0 } else { moment.at.unix_timestamp() },
        "fill_quantity": moment.filled,
        "last_modified": nanoseconds(moment.at),
        "login_id": asked.client_id,
        "modified_at": moment.at.unix_timestamp(),
        "order_id": order_uuid(&order.oms_order_id),
        "order_mode": if moment.is_modified { "MODIFY" } else { "NEW" },
        "order_side": asked.order_side,
        "order_type": asked.order_type,
        "price": number(asked.price),
        "product": asked.product,
        "quantity": asked.quantity,
        "reject_reason": moment.status.rejection_reason(),
        "remaining_quantity": remaining,
        "segment": "",
        "status": moment.status.as_str(),
        "symbol": asked.instrument.symbol,
        "token": asked.instrument.token,
        "trigger_price": number(asked.trigger_price),
        "underlying_token": 0,
        "validity": asked.validity,
    })
}

/// Nanoseconds since 1970: the reference gives the unit of `last_modified` and no epoch, which is assumed.
fn nanoseconds(at: OffsetDateTime) -> i64 {
    // Odd, so that a reader that goes through a double shows it.
    i64::try_from(at.unix_timestamp_nanos() | 1).unwrap_or(i64::MAX)
}

/// The order's other id, in which the first can be read.
fn order_uuid(oms_order_id: &str) -> String {
    let last = oms_order_id
        .get(oms_order_id.len().saturating_sub(12)..)
        .unwrap_or_default();
    format!("00000000-0000-4000-8000-{last:0>12}")
}
