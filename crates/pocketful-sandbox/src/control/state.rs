//! `/sandbox/log` and `/sandbox/state`: what has happened, without any secret.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{ok, refusal};
use crate::{
    broker::Broker,
    instruments::Instrument,
    params::Params,
    state::{apps::MappedAddress, orders::Order, tokens::Token},
};

pub(super) async fn log(State(broker): State<Broker>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let after = match Params::parse(&query).one("after") {
        Ok(None) => Ok(0),
        Ok(Some(text)) => text.parse::<u64>().map_err(|_| ()),
        Err(_) => Err(()),
    };
    let Ok(after) = after else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "after: the id of the last entry you have seen",
        );
    };
    let state = broker.state();
    let entries: Vec<_> = state.log.iter().filter(|entry| entry.id > after).collect();
    ok(&json!({ "log": entries }))
}

pub(super) async fn clear_log(State(broker): State<Broker>) -> Response {
    broker.state().log.clear();
    ok(&json!({}))
}

pub(super) async fn show(State(broker): State<Broker>) -> Response {
    let now = broker.now();
    let state = broker.state();
    let accounts: Vec<_> = state
        .accounts
        .iter()
        .map(|account| {
            json!({
                "client_id": account.client_id,
                "totp_enabled": account.totp_enabled,
                "locked": account.is_locked(now),
                "cash": format!("{:.2}", account.cash),
                "blocked": format!("{:.2}", state.orders.blocked(&account.client_id)),
            })
        })
        .collect();
    let apps: Vec<_> = state
        .apps
        .iter()
        .map(|app| {
            json!({
                "app_id": app.id,
                "name": app.name,
                "owner": app.owner,
                "redirect_uri": app.redirect_uri,
                "primary": app.primary.map(mapped),
                "secondary": app.secondary.map(mapped),
            })
        })
        .collect();
    let tokens: Vec<_> = state.tokens.iter().map(|known| token(known, now)).collect();
    let orders: Vec<_> = state.orders.iter().map(order).collect();
    ok(&json!({
        "now": now.format(&Rfc3339).unwrap_or_default(),
        "accounts": accounts,
        "apps": apps,
        "tokens": tokens,
        "orders": orders,
        "instruments": state.universe.listed().filter(|one| one.is_tradable()).map(|one| instrument(one)).collect::<Vec<_>>(),
    }))
}

fn mapped(address: MappedAddress) -> Value {
    json!({
        "address": address.address,
        "mapped_on": address.mapped_on.to_string(),
        "may_change_on": address.may_change_on().to_string(),
    })
}

fn token(token: &Token, now: time::OffsetDateTime) -> Value {
    json!({
        "client_id": token.client_id,
        "app_id": token.app_id,
        "scope": token.scope,
        "issued_at": token.issued_at.format(&Rfc3339).unwrap_or_default(),
        "expires_at": token.expires_at.format(&Rfc3339).unwrap_or_default(),
        "state": token.check(now).map_or_else(|dead| format!("{dead:?}").to_lowercase(), |_| "live".to_owned()),
    })
}

fn order(order: &Order) -> Value {
    json!({
        "oms_order_id": order.oms_order_id,
        "client_id": order.order.client_id,
        "trading_symbol": order.order.instrument.trading_symbol,
        "order_side": order.order.order_side,
        "quantity": order.order.quantity,
        "user_order_id": order.order.user_order_id,
        "order_status": order.status.as_str(),
    })
}

fn instrument(one: &Instrument) -> Value {
    let (low, high) = one.daily_range();
    json!({
        "exchange": one.exchange,
        "instrument_token": one.token.to_string(),
        "trading_symbol": one.trading_symbol,
        "lot_size": one.lot,
        "tick_size": one.tick().to_string(),
        "low": low.to_string(),
        "high": high.to_string(),
    })
}
