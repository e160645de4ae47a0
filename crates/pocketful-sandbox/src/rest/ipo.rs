//! New issues: list, apply, applications, withdraw (wire reference, section 14). Requests and replies of the last three
//! are hardly documented; what is added here is listed as assumed.

mod list;
mod place;

use std::borrow::Cow;

use axum::{
    Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{answer, either::Either, orders::may_order};
use crate::{
    broker::Broker,
    limits::Class,
    reply::{Refusal, bare},
    state::ipos::Application,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/tradeipo/get-all-ipo", get(list::all))
        .route("/api/v1/tradeipo/place-order", post(place::place))
        .route("/api/v1/tradeipo/fetch-order", get(fetch).post(fetch))
        .route("/api/v1/tradeipo/cancel-order", post(cancel).delete(cancel))
}

/// There is nothing to change or to withdraw.
const NO_APPLICATION: Refusal = Refusal::Ipo(Cow::Borrowed("no application for this issue"));

/// `{"success": true, "message": …, "data": …}`.
fn done(data: &Value, message: &str) -> Response {
    bare(&json!({ "data": data, "message": message, "success": true }))
}

async fn fetch(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        let given = Either::parse(&asked, &body).map_err(Refusal::of_ipo)?;
        given.own("client_id", token).map_err(Refusal::of_ipo)?;
        let rows: Vec<_> = state.ipos.of(&token.client_id).map(row).collect();
        Ok(done(&rows.into(), ""))
    })
}

async fn cancel(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        may_order(token)?;
        let asked = asked.unwrap_or_default();
        let given = Either::parse(&asked, &body).map_err(Refusal::of_ipo)?;
        given.own("client_id", token).map_err(Refusal::of_ipo)?;
        let symbol = given.text("symbol").map_err(Refusal::of_ipo)?;
        let application = state
            .ipos
            .cancel(&token.client_id, &symbol)
            .ok_or(NO_APPLICATION)?;
        Ok(done(&row(application), "IPO order cancelled successfully"))
    })
}

fn row(application: &Application) -> Value {
    let bids: Vec<_> = application
        .bids
        .iter()
        .map(|bid| {
            json!({
                "activityType": if application.is_cancelled { "cancel" } else { "new" },
                "amount": bid.amount,
                "atCutOff": bid.at_cut_off,
                "price": bid.price,
                "quantity": bid.quantity,
            })
        })
        .collect();
    json!({
        "application_number": application.number,
        "bids": bids,
        "category": application.category,
        "client_id": application.client_id,
        "status": if application.is_cancelled { "cancelled" } else { "pending" },
        "symbol": application.symbol,
        "upi_id": application.upi_id,
    })
}
