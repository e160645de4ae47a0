//! A login that a one-time password completes, where the sandbox was told to ask for one (wire reference, section 2.3). Only the
//! request's members are known; all else is assumed.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};

use super::welcome;
use crate::{body::JsonBody, broker::Broker, reply::Refusal, state::accounts::same};

pub(super) fn router() -> Router<Broker> {
    Router::new().route("/api/v3/user/login/otp", post(otp))
}

async fn otp(State(broker): State<Broker>, body: Bytes) -> Response {
    check(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

fn check(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let reference_token = body.text("reference_token")?;
    let given = body.text("otp")?;
    let now = broker.now();
    let state = &mut *broker.state();
    let (client_id, sent, twofa_token) = state
        .direct_logins
        .find_reference(&reference_token, now)
        .ok_or(Refusal::Credentials)?;
    state
        .accounts
        .check_answer(&client_id, same(&sent, &given), now)?;
    state.direct_logins.close(&twofa_token);
    Ok(welcome(state, &client_id, now))
}
