//! TPIN and eDIS: leave to deliver shares, in the gateway's spelling and in the one behind it (wire reference,
//! section 15). Only a commented-out page and the middleware show them.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, response::Response, routing::post};
use serde_json::{Value, json};

use super::{answer, orders::place::one_of};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::{Refusal, bare, gateway},
    state::{State as Memory, tokens::Token},
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/space/v1/edis/generateTpin", post(generate))
        .route("/api/space/v1/edis/edisRequest", post(request))
        .route("/api/v1/edis/bopin_generation", post(generate_upstream))
        .route("/api/v1/edis/instrument_details", post(request_upstream))
}

const SENT: &str = "TPIN has been sent to the registered mobile number";

async fn generate(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |_, token, _| {
        let body = JsonBody::parse(&body)?;
        own(&body, "clientId", token)?;
        check_tpin(&body)?;
        Ok(gateway(&json!({ "tlRespMessage": SENT })))
    })
}

async fn generate_upstream(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |_, _, _| {
        check_tpin(&JsonBody::parse(&body)?)?;
        Ok(bare(&json!({ "data": SENT, "message": "", "success": true })))
    })
}

fn check_tpin(body: &JsonBody) -> Result<(), Refusal> {
    one_of(body, "ReqFlag", &["Y", "N"])?;
    let time = body.text("ReqTime")?;
    if time.len() != 14 || !time.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Invalid("ReqTime"));
    }
    body.text("boid")?;
    body.text("pan")?;
    Ok(())
}

async fn request(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let body = JsonBody::parse(&body)?;
        own(&body, "clientId", token)?;
        body.text("requestType")?;
        check_instruments(state, &body, "instrumentToken")?;
        let data = json!({
            "depository": "CDSL",
            "dpId": "12080000",
            "encryptedDtls": state.ids.word(64),
            "requestId": state.ids.digits(12),
            "version": "1.1",
        });
        Ok(gateway(&json!({ "data": data, "html": true })))
    })
}

async fn request_upstream(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let body = JsonBody::parse(&body)?;
        own(&body, "client_id", token)?;
        body.text("request_type")?;
        check_instruments(state, &body, "instrument_token")?;
        let data: Value = json!({
            "depository": "CDSL",
            "dp_id": "12080000",
            "encrypted_dtls": state.ids.word(64),
            "request_id": state.ids.digits(12),
            "version": "1.1",
        });
        Ok(bare(
            &json!({ "data": data, "html": true, "message": "", "status": "success" }),
        ))
    })
}

fn own(body: &JsonBody, name: &'static str, token: &Token) -> Result<(), Refusal> {
    if body.text(name)? == token.client_id {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

/// Every instrument is a share, of which at least one unit is named.
fn check_instruments(state: &Memory, body: &JsonBody, token_name: &'static str) -> Result<(), Refusal> {
    let instruments = body.objects("instruments")?;
    if instruments.is_empty() {
        return Err(Refusal::Blank("instruments"));
    }
    for one in &instruments {
        let exchange = one.text("exchange")?;
        let token = one
            .text_or_number(token_name)?
            .parse()
            .map_err(|_| Refusal::Invalid(token_name))?;
        let found = state.universe.find(&exchange, token).filter(|one| one.is_cash());
        found.ok_or(Refusal::SomethingWrong)?;
        if one.integer_or_text("total")? < 1 {
            return Err(Refusal::Invalid("total"));
        }
        one.integer_or_text("authorized")?;
    }
    Ok(())
}
