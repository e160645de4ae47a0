//! Search by text (wire reference, section 11.1).

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::found;
use crate::{
    broker::Broker,
    instruments::{Instrument, Kind},
    limits::Class,
    params::Params,
    reply::Refusal,
    rest::{answer, query},
    state::State as Memory,
};

/// The most rows of an answer.
const MOST: usize = 50;

pub(super) async fn search(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let asked = asked.unwrap_or_default();
        let key = query(&Params::parse(&asked), "key")?.trim().to_uppercase();
        if key.is_empty() {
            return Err(Refusal::Blank("key"));
        }
        let mut hits: Vec<_> = state
            .universe
            .iter()
            .filter(|one| one.kind != Kind::Spot)
            .filter_map(|one| Some((score(one, &key)?, one)))
            .collect();
        // The best first; equals stay in the order of the list.
        hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        if hits.is_empty() {
            // An object where there would be a list.
            return Ok(found(&json!({})));
        }
        let rows: Vec<_> = hits
            .into_iter()
            .take(MOST)
            .map(|(score, one)| row(state, one, score, now))
            .collect();
        Ok(found(&rows.into()))
    })
}

fn score(one: &Instrument, key: &str) -> Option<u8> {
    let name = one.trading_symbol.to_uppercase();
    if name == key || one.symbol == key && one.is_cash() {
        Some(100)
    } else if name.starts_with(key) {
        Some(75)
    } else if name.contains(key) || one.company.to_uppercase().contains(key) {
        Some(50)
    } else {
        None
    }
}

fn row(state: &Memory, one: &Instrument, score: u8, now: OffsetDateTime) -> Value {
    let alternate = state
        .universe
        .iter()
        .find(|other| !one.isin.is_empty() && other.isin == one.isin && other.exchange != one.exchange)
        .map_or_else(
            || json!({}),
            |other| {
                json!({
                    "exchange": other.exchange,
                    "token": other.token.to_string(),
                    "trading_symbol": other.trading_symbol,
                })
            },
        );
    let close_price = if one.is_tradable() {
        one.rupees(state.prices.close(one, now)).to_string()
    } else {
        String::new()
    };
    let mut row = json!({
        "alternate": alternate,
        "close_price": close_price,
        "company": one.company,
        "display_name": one.trading_symbol,
        "exchange": one.exchange,
        "execution": "",
        "expiry": one.expiry().map(|expiry| expiry.to_string()).unwrap_or_default(),
        "is_tradable": one.is_tradable(),
        "score": score,
        "segment": segment(one),
        "symbol": one.symbol,
        "tag": one.series,
        "token": one.token.to_string(),
        "trading_symbol": one.trading_symbol,
    });
    if let (false, Some(members)) = (one.isin.is_empty(), row.as_object_mut()) {
        members.insert("isin".to_owned(), one.isin.into());
    }
    row
}

fn segment(one: &Instrument) -> &'static str {
    match one.kind {
        Kind::Share => "Equity",
        Kind::Index => "Indices",
        Kind::Future { .. } => "Futures",
        Kind::Option { .. } => "Options",
        Kind::Spot => "Commodity",
    }
}
