//! Positions, their conversion, and holdings (wire reference, section 9).

mod convert;
mod holdings;
mod positions;

use axum::{
    Router,
    routing::{get, put},
};

use crate::broker::Broker;

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/positions", get(positions::positions))
        .route("/api/v1/position/convert", put(convert::convert))
        .route("/api/v1/holdings", get(holdings::holdings))
}
