//! `/sandbox/clock`: see the virtual clock, and move it.

use axum::{
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{ok, refusal};
use crate::{broker::Broker, clock::can_show};

/// What to change; members that are absent stay as they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Shows this moment from here on.
    #[serde(default, with = "time::serde::rfc3339::option")]
    now: Option<OffsetDateTime>,
    /// Moves on by so many seconds; back when negative. At most a hundred years.
    advance_s: Option<i64>,
    paused: Option<bool>,
    speed: Option<f64>,
}

const CENTURY_S: i64 = 100 * 366 * 86_400;

pub(super) async fn show(State(broker): State<Broker>) -> Response {
    let clock = broker.clock();
    ok(&json!({
        "now": clock.now().format(&Rfc3339).unwrap_or_default(),
        "paused": clock.is_paused(),
        "speed": clock.speed(),
    }))
}

pub(super) async fn change(State(broker): State<Broker>, body: Bytes) -> Response {
    let change: Change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(_) => {
            let says =
                "send one or more of now (RFC 3339), advance_s (seconds), paused (true or false), speed";
            return refusal(StatusCode::BAD_REQUEST, says);
        }
    };
    if change
        .advance_s
        .is_some_and(|by| by.unsigned_abs() > CENTURY_S.unsigned_abs())
    {
        return refusal(StatusCode::BAD_REQUEST, "advance_s: at most a hundred years");
    }
    if change.now.is_some_and(|now| !can_show(now)) {
        return refusal(StatusCode::BAD_REQUEST, "now: a year from 1970 to 2099");
    }
    let clock = broker.clock();
    if let Some(Err(error)) = change.speed.map(|speed| clock.set_speed(speed)) {
        return refusal(StatusCode::BAD_REQUEST, &error.to_string());
    }
    match change.paused {
        Some(true) => clock.pause(),
        Some(false) => clock.resume(),
        None => {}
    }
    if let Some(now) = change.now {
        clock.jump(now);
    }
    if let Some(by) = change.advance_s {
        clock.advance(time::Duration::seconds(by));
    }
    show(State(broker)).await.into_response()
}
