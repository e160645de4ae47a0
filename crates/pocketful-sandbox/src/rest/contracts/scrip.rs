//! Everything about one instrument, numbers in texts where the reference has them so (wire reference, section 11.2).

use axum::{http::HeaderMap, response::Response};
use pocketful_types::IST;
use serde_json::{Value, json};
use time::{OffsetDateTime, macros::time};

use super::{found, not_found};
use crate::{
    broker::Broker,
    instruments::{Instrument, Kind},
    limits::Class,
    params::Params,
    rest::{answer, orders::book::number, query},
    state::State as Memory,
};

pub(super) fn scrip(broker: &Broker, headers: &HeaderMap, exchange: &str, params: &Params<'_>) -> Response {
    answer(broker, headers, Class::Data, |state, _, now| {
        let token = query(params, "token")?;
        let one = token
            .parse()
            .ok()
            .and_then(|token| state.universe.find(exchange, token));
        Ok(match one {
            Some(one) => found(&row(state, one, now)),
            None => not_found("Resource Not Found", &json!("")),
        })
    })
}

fn row(state: &Memory, one: &Instrument, now: OffsetDateTime) -> Value {
    let quote = state.prices.quote(one, now);
    let price = |price| number(one.rupees(price));
    let others = |wanted: fn(&Kind) -> bool| {
        state
            .universe
            .iter()
            .any(|other| other.symbol == one.symbol && wanted(&other.kind))
    };
    let strike = match one.kind {
        Kind::Option { strike, .. } => price(strike),
        _ => number(0.into()),
    };
    let alternate = state
        .universe
        .iter()
        .find(|other| !one.isin.is_empty() && other.isin == one.isin && other.exchange != one.exchange);
    let expiry = one
        .expiry()
        .map(|day| day.with_time(time!(15:30)).assume_offset(IST).unix_timestamp());
    let mut row = json!({
        "alternate_token": alternate.map_or(0, |other| other.token),
        "asm": "",
        "board_lot_quantity": one.lot,
        "close_price": one.rupees(quote.close).to_string(),
        "dpr": format!("{:.4} - {:.4}", one.rupees(one.low), one.rupees(one.high)),
        "exchange": one.exchange_code(),
        "expiry": expiry.unwrap_or(0),
        "exposure": "0.00",
        "face_value": if one.is_cash() { 10 } else { 0 },
        "freeze": one.freeze_quantity(),
        "gsm": "",
        "have_futures": others(|kind| matches!(kind, Kind::Future { .. })),
        "have_options": others(|kind| matches!(kind, Kind::Option { .. })),
        "higher_circuit_limit": price(one.high),
        "instrument_type": "0",
        "is_index": one.kind == Kind::Index,
        "is_mis_eligible": one.is_tradable(),
        "is_mtf_eligible": one.is_cash(),
        "lower_circuit_limit": price(one.low),
        "max_order_size": one.freeze_quantity(),
        "max_single_qty": one.freeze_quantity(),
        "multiplier": 1,
        "no_delivery_date_end": "",
        "no_delivery_date_start": "",
        "precision": one.decimals(),
        "raw_expiry": expiry.unwrap_or(0),
        "raw_tick_size": one.counted(one.tick),
        "re_admission_date": "",
        "record_date": "",
        "span": vec![0; 16],
        "strike": strike,
        "tick_size": price(one.tick),
        "trade_to_trade": false,
        "tradable": one.is_tradable(),
        "var": if one.is_cash() { "20.00" } else { "0.00" },
        "warning": "",
        "yearly_high_price": one.rupees(quote.yearly_high).to_string(),
        "yearly_low_price": one.rupees(quote.yearly_low).to_string(),
    });
    if let Some(members) = row.as_object_mut() {
        members.extend(unnamed(one).map(|(name, value)| (name.to_owned(), value)));
    }
    row
}

/// Members that the reference does not name. There are about ninety, so that some of them must say what it is; under
/// which names is assumed.
fn unnamed(one: &Instrument) -> [(&'static str, Value); 9] {
    let option_type = match one.kind {
        Kind::Option { right, .. } => right.as_str(),
        _ => "",
    };
    [
        ("company_name", json!(one.company)),
        ("instrument_name", json!(one.series)),
        ("instrument_token", json!(one.token)),
        ("isin", json!(one.isin)),
        ("option_type", json!(option_type)),
        ("segment", json!(one.segment())),
        ("series", json!(one.series)),
        ("symbol", json!(one.symbol)),
        ("trading_symbol", json!(one.trading_symbol)),
    ]
}
