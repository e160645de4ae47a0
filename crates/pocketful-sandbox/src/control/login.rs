//! `/sandbox/login`: what the account's owner has at hand during a login, and whether a one-time password is part of it.

use axum::{body::Bytes, extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::json;

use super::{ok, refusal};
use crate::broker::Broker;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Whether the direct logins that begin from here on are completed by a one-time password.
    otp: bool,
}

pub(super) async fn show(State(broker): State<Broker>) -> Response {
    let now = broker.now();
    let state = broker.state();
    let sent: Vec<_> = state
        .direct_logins
        .waiting(now)
        .filter_map(|waiting| {
            let otp = waiting.otp.as_ref()?;
            Some(json!({ "client_id": waiting.client_id, "otp": otp }))
        })
        .collect();
    let accounts: Vec<_> = state
        .accounts
        .iter()
        .map(|account| json!({ "client_id": account.client_id, "pan": account.pan }))
        .collect();
    ok(&json!({ "otp": state.direct_logins.asks_for_otp, "sent": sent, "accounts": accounts }))
}

pub(super) async fn change(State(broker): State<Broker>, body: Bytes) -> Response {
    let Ok(change) = serde_json::from_slice::<Change>(&body) else {
        return refusal(StatusCode::BAD_REQUEST, "send otp (true or false)");
    };
    broker.state().direct_logins.asks_for_otp = change.otp;
    show(State(broker)).await
}
