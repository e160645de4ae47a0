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
    let (strike, option_type) = match one.kind {
        Kind::Option { strike, right, .. } => (price(strike), right.as_str()),
        _ => (number(0.into()), ""),
    };
    let alternate = state
        .universe
        .iter()
        .find(|other| !one.isin.is_empty() && other.isin == one.isin && other.exchange != one.exchange);
    let expiry = one
        .expiry()
        .map(|day| day.with_time(time!(15:30)).assume_offset(IST).unix_timestamp());
    json!({
        "alternate_token": alternate.map_or(0, |other| other.token),
        "asm": "",
        "board_lot_quantity": one.lot,
        "close_price": one.rupees(quote.close).to_string(),
        "company_name": one.company,
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
        "instrument_name": one.series,
        "instrument_token": one.token,
        "instrument_type": "0",
        "is_index": one.kind == Kind::Index,
        "is_mis_eligible": one.is_tradable(),
        "is_mtf_eligible": one.is_cash(),
        "isin": one.isin,
        "lower_circuit_limit": price(one.low),
        "max_order_size": one.freeze_quantity(),
        "max_single_qty": one.freeze_quantity(),
        "multiplier": 1,
        "no_delivery_date_end": "",
        "no_delivery_date_start": "",
        "option_type": option_type,
        "precision": one.decimals(),
        "raw_expiry": expiry.unwrap_or(0),
        "raw_tick_size": one.counted(one.tick),
        "re_admission_date": "",
        "record_date": "",
        "segment": one.segment(),
        "series": one.series,
        "span": vec![0; 16],
        "strike": strike,
        "symbol": one.symbol,
        "tick_size": price(one.tick),
        "trade_to_trade": false,
        "tradable": one.is_tradable(),
        "trading_symbol": one.trading_symbol,
        "var": if one.is_cash() { "20.00" } else { "0.00" },
        "warning": "",
        "yearly_high_price": one.rupees(quote.yearly_high).to_string(),
        "yearly_low_price": one.rupees(quote.yearly_low).to_string(),
    })
}
