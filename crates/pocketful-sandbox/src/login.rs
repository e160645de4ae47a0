//! Direct login: password, then PIN or TOTP (wire reference, section 2), and its relatives (section 2.3).

mod otp;
mod second_factor;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;
use time::OffsetDateTime;

use crate::{
    assumed::{PIN_QUESTION, SCOPES, TOTP_QUESTION},
    body::JsonBody,
    broker::Broker,
    reply::{Refusal, oms},
    state::{
        State as Memory,
        accounts::{LoginRefusal, SecondFactor},
    },
};

/// Both steps of both generations, and what changes the second one.
pub(crate) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v3/user/login", post(password))
        .route("/api/v3/user/twofa", post(second))
        .route("/api/v1/user/login", post(password_v1))
        .route("/api/v1/user/twofa", post(second_v1))
        .merge(otp::router())
        .merge(second_factor::router())
}

async fn password(State(broker): State<Broker>, body: Bytes) -> Response {
    check_password(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

async fn password_v1(State(broker): State<Broker>, body: Bytes) -> Response {
    check_password_v1(&broker, &body).unwrap_or_else(IntoResponse::into_response)
}

fn check_password(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let client_id = body.text("channel_id")?;
    let secret = body.text("channel_secret")?;
    first_step(broker, &client_id, &secret)
}

/// The older body (wire reference, section 2.3). That it is answered as the newer one is assumed.
fn check_password_v1(broker: &Broker, body: &[u8]) -> Result<Response, Refusal> {
    let body = JsonBody::parse(body)?;
    let client_id = body.text("login_id")?;
    let secret = body.text("password")?;
    body.text("device")?;
    first_step(broker, &client_id, &secret)
}

fn first_step(broker: &Broker, client_id: &str, secret: &str) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let account = state.accounts.check_password(client_id, secret, now)?;
    let opened = state
        .direct_logins
        .open(&account.client_id, &mut state.secrets, now);
    let (question, question_id, kind) = if account.totp_enabled {
        ("Enter TOTP", TOTP_QUESTION, "TOTP")
    } else {
        ("Enter PIN", PIN_QUESTION, "PIN")
    };
    // Nothing is asked here of a login that a one-time password completes.
    let questions = match opened.otp {
        None => json!([{ "question": question, "question_id": question_id }]),
        Some(_) => json!([]),
    };
    let data = json!({
        "alert": "",
        "auth_token": "",
        "check_pan": false,
        "login_id": account.client_id,
        "name": account.name,
        "reference_token": opened.reference_token,
        "reset_password": false,
        "reset_two_fa": false,
        "twofa": {
            "questions": questions,
            "twofa_token": opened.twofa_token,
            "type": if opened.otp.is_none() { kind } else { "OTP" },
        },
        "twofa_enabled": true,
    });
    Ok(oms(&data, "Login successful"))
}

async fn second(State(broker): State<Broker>, body: Bytes) -> Response {
    let checked = JsonBody::parse(&body).and_then(|body| {
        // Before anything else is looked at, as every member that must be there.
        body.text("device_type")?;
        check_second(&broker, &body)
    });
    checked.unwrap_or_else(IntoResponse::into_response)
}

/// The same without `device_type` (wire reference, section 2.3).
async fn second_v1(State(broker): State<Broker>, body: Bytes) -> Response {
    let checked = JsonBody::parse(&body).and_then(|body| check_second(&broker, &body));
    checked.unwrap_or_else(IntoResponse::into_response)
}

fn check_second(broker: &Broker, body: &JsonBody) -> Result<Response, Refusal> {
    let login_id = body.text("login_id")?;
    let twofa_token = body.text("twofa_token")?;
    let kind = body.text("type")?;
    let answers = body.objects("twofa")?;
    let [answer] = answers.as_slice() else {
        return Err(Refusal::Invalid("twofa"));
    };
    let question = answer.text_or_number("question_id")?;
    let given = answer.text("answer")?;
    let is_totp = question == TOTP_QUESTION.to_string();
    if !is_totp && question != PIN_QUESTION.to_string() {
        return Err(Refusal::Invalid("question_id"));
    }
    // The question decides. The broker's SDK calls its answer a PIN when it was asked by a number and not by a text.
    let factor = match kind.as_str() {
        "TOTP" | "PIN" if is_totp => SecondFactor::Totp(&given),
        "PIN" => SecondFactor::Pin(&given),
        _ => return Err(Refusal::Invalid("type")),
    };

    let now = broker.now();
    let state = &mut *broker.state();
    let client_id = state
        .direct_logins
        .find(&twofa_token, now)
        .filter(|client_id| client_id.eq_ignore_ascii_case(&login_id))
        .ok_or(Refusal::Credentials)?
        .to_owned();
    state.accounts.check_second(&client_id, factor, now)?;
    state.direct_logins.close(&twofa_token);
    Ok(welcome(state, &client_id, now))
}

/// The answer with the token of a login that is complete.
fn welcome(state: &mut Memory, client_id: &str, now: OffsetDateTime) -> Response {
    let token = state
        .tokens
        .issue(client_id, None, &SCOPES.join(" "), &mut state.secrets, now);
    let data = json!({ "auth_token": token.secret, "reset_password": false, "reset_two_fa": false });
    oms(&data, "Login successful")
}

impl From<LoginRefusal> for Refusal {
    fn from(refusal: LoginRefusal) -> Self {
        match refusal {
            LoginRefusal::Wrong => Self::Credentials,
            LoginRefusal::Locked { .. } => Self::Locked,
        }
    }
}
