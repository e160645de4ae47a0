//! `/sandbox/fill`: says that an order has been filled, in whole or in part, for nothing else does.

use axum::{body::Bytes, extract::State, http::StatusCode, response::Response};
use rust_decimal::Decimal;
use serde_json::json;

use super::{ok, refusal};
use crate::{body::JsonBody, broker::Broker, reply::Refusal, state::orders::FillError};

const SAYS: &str =
    "send oms_order_id (text), and quantity (units) and price (₹) if not all of it at its own price";

pub(super) async fn fill(State(broker): State<Broker>, body: Bytes) -> Response {
    let Ok((oms_order_id, quantity, price)) = read(&body) else {
        return refusal(StatusCode::BAD_REQUEST, SAYS);
    };
    let now = broker.now();
    match broker.state().fill(&oms_order_id, quantity, price, now) {
        Ok(fill) => ok(&json!({
            "oms_order_id": fill.oms_order_id,
            "trade_number": fill.trade_number,
            "quantity": fill.quantity,
            "price": fill.price.to_string(),
            "filled_quantity": fill.filled,
        })),
        Err(error) => {
            let status = match error {
                FillError::Unknown => StatusCode::NOT_FOUND,
                FillError::NotResting | FillError::NotOpen => StatusCode::CONFLICT,
                FillError::Quantity | FillError::Price => StatusCode::BAD_REQUEST,
            };
            refusal(status, &error.to_string())
        }
    }
}

fn read(body: &[u8]) -> Result<(String, Option<i64>, Option<Decimal>), Refusal> {
    let body = JsonBody::parse(body)?;
    let quantity = body
        .has("quantity")
        .then(|| body.integer("quantity"))
        .transpose()?;
    let price = body
        .has("price")
        .then(|| body.number_or_text("price"))
        .transpose()?;
    Ok((body.text("oms_order_id")?, quantity, price))
}
