//! Instruments: search, scrip info, chains, the contract master, sessions and margins (wire reference, sections 11 to 13).

mod chains;
mod margin;
mod master;
mod scrip;
mod search;
mod sessions;
mod zip;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{broker::Broker, params::Params, reply::bare};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/contract/{exchange}", get(contract))
        .route("/api/v1/optionchain/{exchange}", get(chains::options))
        .route("/api/v1/futureschain/{exchange}", get(chains::futures))
        .route("/api/v1/calc", post(margin::calc))
        .route("/api/v1/exchange/session/info", get(sessions::info))
}

/// `info=download` needs no token, `info=scrip` does.
async fn contract(
    State(broker): State<Broker>,
    Path(exchange): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    let asked = asked.unwrap_or_default();
    let params = Params::parse(&asked);
    match params.one("info").ok().flatten().as_deref() {
        Some("download") if exchange == "Compact" => master::download(&broker, &params),
        Some("scrip") => scrip::scrip(&broker, &headers, &exchange, &params),
        _ => not_found("Resource Not Found", &json!("")).into_response(),
    }
}

/// `{"error": {"code": 0, "message": ""}, "result": …}`.
fn found(result: &Value) -> Response {
    bare(&json!({ "error": { "code": 0, "message": "" }, "result": result }))
}

/// The refusal of this envelope (wire reference, section 0.3).
fn not_found(message: &str, result: &Value) -> Response {
    bare(&json!({ "error": { "code": 404, "message": message }, "result": result }))
}
