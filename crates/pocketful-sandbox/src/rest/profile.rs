//! Who am I: trading info and profile, in every form that the sources show (wire reference, sections 1.3 and 3).

use axum::{
    Router,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

use super::{admit, own_client_id};
use crate::{
    assumed::{BROKER_ID, EXCHANGES, PRODUCTS},
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, gateway, oms},
    state::accounts::Account,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/user/trading_info", get(trading_info))
        .route("/v1/user/profile", get(new_profile))
        .route("/api/v1/user/profile", get(old_profile))
}

/// Which of the three answers.
#[derive(Clone, Copy)]
enum Form {
    /// Without a query the short body by which clients learn their id, with `client_id` the long one.
    TradingInfo,
    /// The gateway's envelope, with lists as JSON in text.
    Gateway,
    /// The long body in the OMS envelope.
    Oms,
}

async fn trading_info(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&broker, &headers, query, Form::TradingInfo).unwrap_or_else(IntoResponse::into_response)
}

async fn new_profile(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&broker, &headers, query, Form::Gateway).unwrap_or_else(IntoResponse::into_response)
}

async fn old_profile(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&broker, &headers, query, Form::Oms).unwrap_or_else(IntoResponse::into_response)
}

fn answer(
    broker: &Broker,
    headers: &HeaderMap,
    query: Option<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let token = admit(state, headers, Class::NonTrading, now)?;
    let query = query.unwrap_or_default();
    let params = Params::parse(&query);
    let short = matches!(form, Form::TradingInfo) && params.one("client_id") == Ok(None);
    if !short {
        own_client_id(&params, &token)?;
    }
    let account = state.accounts.find(&token.client_id).ok_or(Refusal::Forbidden)?;
    Ok(match form {
        Form::TradingInfo if short => oms(&short_body(account), ""),
        Form::TradingInfo | Form::Oms => oms(&long_body(account), ""),
        Form::Gateway => gateway(&json!({
            "broker_id": BROKER_ID,
            "client_id": account.client_id,
            "email_id": account.email,
            "exchanges_subscribed": json!(EXCHANGES).to_string(),
            "lastlogintime": last_login(&token),
            "name": account.name,
            "phone_number": "9800000000",
            "products_enabled": json!(PRODUCTS).to_string(),
        })),
    })
}

fn short_body(account: &Account) -> Value {
    json!({
        "bo_id": ["1208000000000001"],
        "client_id": account.client_id,
        "ddpi": false,
        "email_id": account.email,
        "exchanges_subscribed": EXCHANGES,
        "name": account.name,
        "poa_enabled": false,
        "products_enabled": PRODUCTS,
        "status": "active",
    })
}

fn long_body(account: &Account) -> Value {
    json!({
        "bank_account_number": "000000000001",
        "bank_branch_name": "Fort, Mumbai",
        "bank_name": "Sandbox Bank",
        "basket_enabled": true,
        "bo_id": ["1208000000000001"],
        "broker_id": null,
        "city": "Mumbai",
        "client_id": account.client_id,
        "cp_code": null,
        "depository": null,
        "dp_id": ["12080000"],
        "email_id": account.email,
        "exchange_nnf": {
            "BSE": 111_111_111_111_100_i64,
            "MCX": 111_111_111_111_100_i64,
            "NFO": 111_111_111_111_100_i64,
            "NSE": 111_111_111_111_100_i64,
        },
        "exchanges_subscribed": EXCHANGES,
        "last_password_change_date": 1_767_205_800,
        "name": account.name,
        "office_addr": "1 Sandbox Lane",
        "permanent_addr": "1 Sandbox Lane",
        "phone_number": "9800000000",
        "pincode": "400001",
        "poa_enabled": false,
        "poa_status": false,
        "products_enabled": PRODUCTS,
        "role": { "id": 1, "name": "client" },
        "state": "Maharashtra",
        "status": "active",
        "twofa_enabled": true,
        "user_conscents": [],
    })
}

/// When the token was made, as `YYYY-MM-DD hh:mm:ss` in India.
fn last_login(token: &crate::state::tokens::Token) -> String {
    let at = token.issued_at.to_offset(pocketful_types::IST);
    format!(
        "{} {:02}:{:02}:{:02}",
        at.date(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
