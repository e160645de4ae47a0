//! Funds, as rows of a label and an amount in text (wire reference, section 10).

use axum::{
    Router,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::json;

use super::{admit, own_client_id, query};
use crate::{
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, oms},
    state::money::Funds,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v2/funds/view", get(documented))
        .route("/api/v1/funds/view", get(older))
}

/// The labels of the documents.
async fn documented(State(broker): State<Broker>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    view(&broker, &headers, query, documented_rows).unwrap_or_else(IntoResponse::into_response)
}

/// The rows of the documents, for the API and for the portal's page: label and rupees.
pub(crate) fn documented_rows(funds: &Funds) -> Vec<(&'static str, Decimal)> {
    let zero = Decimal::ZERO;
    vec![
        ("Available", funds.available()),
        ("Adhoc Deposit", zero),
        ("Cash Deposit", funds.cash),
        ("Delivery", zero),
        ("DP Collateral Benefit", zero),
        ("DP Credit for Sale", funds.brought),
        ("DP Pledge Collateral", zero),
        ("Manual Collateral", zero),
        ("Pay In", zero),
        ("Net Margin", funds.whole()),
        ("Notion Deposit", zero),
        ("Overdraft", zero),
        ("Pay out", zero),
        ("Pool Collateral Benefit", zero),
        ("Pool Pledge Collateral", zero),
        ("Premium", zero),
        ("Sar Collateral Benefit", zero),
        ("Sar Credit for Sale", zero),
        ("Span Margin", zero),
        ("Var Margin", funds.blocked),
        ("Extreme Loss Margin", zero),
        ("Option Credit For Sell", zero),
    ]
}

/// The labels that production clients read.
async fn older(State(broker): State<Broker>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let rows = |funds: &Funds| {
        vec![
            ("Available Margin", funds.available()),
            ("Margin Used", funds.blocked),
            ("Total Pledge Collateral", Decimal::ZERO),
            ("unrealized_mtm", funds.unrealised),
            ("realized_mtm", funds.realised),
        ]
    };
    view(&broker, &headers, query, rows).unwrap_or_else(IntoResponse::into_response)
}

fn view(
    broker: &Broker,
    headers: &HeaderMap,
    asked: Option<String>,
    rows: impl Fn(&Funds) -> Vec<(&'static str, Decimal)>,
) -> Result<Response, Refusal> {
    let now = broker.now();
    let state = &mut *broker.state();
    let token = admit(state, headers, Class::NonTrading, now)?;
    let asked = asked.unwrap_or_default();
    let params = Params::parse(&asked);
    own_client_id(&params, &token)?;
    if query(&params, "type")? != "all" {
        return Err(Refusal::Invalid("type"));
    }
    let funds = state.funds(&token.client_id, now).ok_or(Refusal::Forbidden)?;
    let rows = rows(&funds);
    let values: Vec<_> = rows
        .into_iter()
        .map(|(label, amount)| {
            let paise = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            [label.to_owned(), format!("{paise:.2}")]
        })
        .collect();
    let data = json!({
        "client_id": token.client_id,
        "headers": ["Description", ""],
        "values": values,
    });
    Ok(oms(&data, ""))
}
