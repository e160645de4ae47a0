//! GTT orders: create, modify, fetch, cancel (wire reference, section 7).

mod read;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
    routing::{delete, get, post},
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    answer,
    orders::{book::number, may_order},
    own_client_id,
};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, gateway, oms},
    state::gtts::Gtt,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/event/gtt", post(create).put(modify).get(fetch_by_query))
        .route("/api/v1/event/gtt/{client_id}", get(fetch_by_path))
        .route("/api/v1/event/gtt/{client_id}/{id}", delete(cancel))
}

async fn create(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        may_order(token)?;
        let body = JsonBody::parse(&body)?;
        let asked = read::read(&body, &token.client_id, &state.universe, now)?;
        let id = state.ids.uuid();
        state.gtts.create(Gtt {
            id: id.clone(),
            client_id: token.client_id.clone(),
            action_type: asked.action_type,
            expires: asked.expires,
            order: asked.order,
            created_at: now,
            updated_at: now,
        });
        Ok(oms(&json!({ "id": id }), "GTT created successfully"))
    })
}

async fn modify(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        may_order(token)?;
        let body = JsonBody::parse(&body)?;
        let id = body.text("id")?;
        let asked = read::read(&body, &token.client_id, &state.universe, now)?;
        let gtt = state
            .gtts
            .find(&token.client_id, &id, now.date())
            .map_err(|_| Refusal::Backend(1600, "no such id"))?;
        gtt.action_type = asked.action_type;
        gtt.expires = asked.expires;
        gtt.order = asked.order;
        gtt.updated_at = now;
        Ok(oms(&json!({ "id": id }), "gtt request modified successfully"))
    })
}

async fn fetch_by_query(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        let asked = asked.unwrap_or_default();
        own_client_id(&Params::parse(&asked), token)?;
        list(state.gtts.of(&token.client_id, now.date()))
    })
}

async fn fetch_by_path(
    State(broker): State<Broker>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        if client_id != token.client_id {
            return Err(Refusal::Forbidden);
        }
        list(state.gtts.of(&token.client_id, now.date()))
    })
}

fn list<'a>(gtts: impl Iterator<Item = &'a Gtt>) -> Result<Response, Refusal> {
    let rows: Vec<_> = gtts.map(row).collect();
    if rows.is_empty() {
        return Err(Refusal::Backend(500, "no gtt data found"));
    }
    Ok(oms(&rows.into(), ""))
}

/// In the gateway's envelope, as the documents show it.
async fn cancel(
    State(broker): State<Broker>,
    Path((client_id, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        may_order(token)?;
        if client_id != token.client_id {
            return Err(Refusal::Forbidden);
        }
        state
            .gtts
            .cancel(&client_id, &id, now.date())
            .map_err(|_| Refusal::Backend(500, "event id not found"))?;
        Ok(gateway(&json!({ "id": id })))
    })
}

fn row(gtt: &Gtt) -> Value {
    let order = &gtt.order;
    let one = &order.instrument;
    json!({
        "action_type": gtt.action_type,
        "client_id": gtt.client_id,
        "created_at": moment(gtt.created_at),
        "expiry_time": gtt.expires.to_string(),
        "id": gtt.id,
        "login_id": gtt.client_id,
        "order": {
            "disclosed_qty": order.disclosed_quantity,
            "exchange": one.exchange,
            "execution_type": "REGULAR",
            "instrument_token": one.token,
            "market_protection_percentage": order.market_protection_percentage,
            "mode": "NEW",
            "order_side": order.order_side,
            "order_type": order.order_type,
            "price": number(order.price),
            "pro_cli": "CLIENT",
            // A product's name here, a number in positions.
            "prod_type": order.product,
            "product": order.product,
            "quantity": order.quantity,
            "segment": if one.is_cash() { "Capital" } else { "FutOpt" },
            "sl_order_price": number(order.sl_order_price),
            "sl_order_quantity": order.sl_order_quantity,
            "sl_trigger_price": number(order.sl_trigger_price),
            "square_off_price": 0,
            "token": one.token,
            "trading_symbol": one.trading_symbol,
            "trailing_stop_loss": 0,
            "trigger_price": number(order.trigger_price),
            "user_order_id": order.user_order_id,
            "validity": "DAY",
            "vendor_code": "",
        },
        "reject_code": 0,
        "reject_reason": "",
        "status": "Active",
        "type": "GTTStock",
        "updated_at": moment(gtt.updated_at),
    })
}

/// `YYYY-MM-DD hh:mm:ss` in India.
fn moment(at: OffsetDateTime) -> String {
    let at = at.to_offset(pocketful_types::IST);
    format!(
        "{} {:02}:{:02}:{:02}",
        at.date(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
