//! The sandbox's own JSON API under `/sandbox/`: clock, faults, request log and state, for tests and scripts.

mod clock;
mod faults;
mod feed;
mod fill;
mod guard;
mod login;
mod state;

use axum::{
    Router,
    http::{StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::{Value, json};

use crate::broker::Broker;

/// Every path under `/sandbox/`.
pub(crate) fn router() -> Router<Broker> {
    Router::new()
        .route("/sandbox/clock", get(clock::show).post(clock::change))
        .route(
            "/sandbox/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route("/sandbox/faults/{id}", delete(faults::remove))
        .route("/sandbox/fill", post(fill::fill))
        .route("/sandbox/feed", get(feed::show).delete(feed::disconnect))
        .route("/sandbox/login", get(login::show).post(login::change))
        .route("/sandbox/log", get(state::log).delete(state::clear_log))
        .route("/sandbox/state", get(state::show))
        .route("/sandbox/{*rest}", get(nothing).fallback(nothing))
        .method_not_allowed_fallback(nothing)
        .layer(from_fn(guard::same_site))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body.to_string()).into_response()
}

fn ok(body: &Value) -> Response {
    answer(StatusCode::OK, body)
}

/// A refusal that says what would be accepted.
fn refusal(status: StatusCode, message: &str) -> Response {
    answer(status, &json!({ "error": message }))
}

async fn nothing() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        "there are /sandbox/clock, /sandbox/faults, /sandbox/feed, /sandbox/fill, /sandbox/log, /sandbox/login and /sandbox/state",
    )
}
