//! The day's trades (wire reference, section 8.3), in the form that production answers.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};

use super::book::number;
use crate::{
    assumed::BROKER_ID,
    broker::Broker,
    limits::Class,
    params::Params,
    reply::oms,
    rest::{answer, own_client_id},
    state::orders::Fill,
};

pub(super) async fn trades(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        own_client_id(&Params::parse(&asked), token)?;
        let trades: Vec<_> = state.portfolio.fills_of(&token.client_id).map(row).collect();
        Ok(oms(&json!({ "trades": trades }), ""))
    })
}

fn row(fill: &Fill) -> Value {
    let remaining = fill.order_quantity - fill.filled;
    json!({
        "book_type": "RL",
        "broker_id": BROKER_ID,
        "client_id": fill.client_id,
        "disclosed_vol": fill.disclosed_quantity,
        "disclosed_vol_remaining": fill.disclosed_quantity.min(remaining),
        "exchange": fill.instrument.exchange,
        "exchange_order_id": fill.exchange_order_id,
        "exchange_time": fill.at.unix_timestamp(),
        "fill_number": fill.trade_number,
        "filled_quantity": fill.filled,
        "good_till_date": 0,
        "instrument_token": fill.instrument.token,
        "login_id": fill.client_id,
        "oms_order_id": fill.oms_order_id,
        "order_entry_time": fill.entered_at.unix_timestamp(),
        "order_price": number(fill.order_price),
        "order_side": fill.order_side,
        "order_type": fill.order_type,
        "original_vol": fill.order_quantity,
        "pan": "",
        // A number here, unlike everywhere else.
        "pro_cli": 1,
        "product": fill.product,
        "remaining_quantity": remaining,
        "trade_number": fill.trade_number,
        "trade_price": number(fill.price),
        "trade_quantity": fill.quantity,
        "trade_time": fill.at.unix_timestamp(),
        "trading_symbol": fill.instrument.trading_symbol,
        "trigger_price": number(fill.trigger_price),
        "v_login_id": fill.client_id,
        "vol_filled_today": fill.filled,
    })
}
