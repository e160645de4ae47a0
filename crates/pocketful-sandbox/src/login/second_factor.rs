//! Setting TOTP up, choosing the second factor, going back to the PIN (wire reference, section 2.3). Only the requests' members are
//! known; effects and answers are assumed.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;

use crate::{
    body::JsonBody,
    broker::Broker,
    reply::{Refusal, oms},
    state::accounts::{SecondFactor, same},
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v3/setup_totp", post(set_up))
        .route("/api/v3/choose_twofa", post(choose))
        .route("/api/v3/user/forgot_totp", post(forgot))
}

async fn set_up(State(broker): State<Broker>, body: Bytes) -> Response {
    secret_to_set_up(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

/// Tells the secret for an authenticator, as long as nothing depends on it.
fn secret_to_set_up(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let client_id = body.text("client_id")?;
    let state = broker.state();
    let account = state.accounts.find(&client_id).ok_or(Refusal::Credentials)?;
    if account.totp_enabled {
        return Err(Refusal::Forbidden);
    }
    Ok(oms(
        &json!({ "totp_secret": account.totp_secret }),
        "TOTP secret generated",
    ))
}

async fn choose(State(broker): State<Broker>, body: Bytes) -> Response {
    chosen(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

fn chosen(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let login_id = body.text("login_id")?;
    let wants_totp = match body.text("twofa_type")?.as_str() {
        "TOTP" => true,
        "PIN" => false,
        _ => return Err(Refusal::Invalid("twofa_type")),
    };
    let code = body.text("totp")?;
    let now = broker.now();
    let state = &mut *broker.state();
    state
        .accounts
        .check_second(&login_id, SecondFactor::Totp(&code), now)?;
    state.accounts.ask_for_totp(&login_id, wants_totp);
    Ok(oms(&json!({}), "Second factor changed"))
}

async fn forgot(State(broker): State<Broker>, body: Bytes) -> Response {
    back_to_the_pin(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

fn back_to_the_pin(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let login_id = body.text("login_id")?;
    let pan = body.text("pan")?;
    let now = broker.now();
    let state = &mut *broker.state();
    let account = state.accounts.find(&login_id).ok_or(Refusal::Credentials)?;
    let right = same(&account.pan, &pan.to_ascii_uppercase());
    state.accounts.check_answer(&login_id, right, now)?;
    state.accounts.ask_for_totp(&login_id, false);
    Ok(oms(&json!({}), "The PIN is asked for again"))
}
