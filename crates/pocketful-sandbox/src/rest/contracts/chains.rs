//! Option and futures chains of an underlying (wire reference, section 12).

use std::collections::BTreeMap;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};

use super::{found, not_found};
use crate::{
    broker::Broker,
    instruments::{Instrument, Kind, Right, paise, rupees},
    limits::Class,
    params::Params,
    reply::Refusal,
    rest::{answer, orders::book::number, query},
    state::State as Memory,
};

/// Of one expiry: by strike, the call and the put.
type Strikes<'a> = BTreeMap<i64, [Option<&'a Instrument>; 2]>;

pub(super) async fn options(
    State(broker): State<Broker>,
    Path(exchange): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        let (symbol, last) = match underlying(state, &exchange, &params, now)? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        let num: usize = optional(&params, "num")?.unwrap_or(10);
        let price = optional(&params, "price")?.map_or(last, paise);
        let mut expiries: BTreeMap<Date, Strikes<'_>> = BTreeMap::new();
        for one in state
            .universe
            .iter()
            .filter(|one| one.exchange == exchange && one.symbol == symbol)
        {
            if let Kind::Option {
                expiry,
                strike,
                right,
                ..
            } = one.kind
            {
                let sides = expiries.entry(expiry).or_default().entry(strike).or_default();
                sides[usize::from(right == Right::Put)] = Some(one);
            }
        }
        let rows: Vec<_> = expiries
            .iter()
            .map(|(expiry, strikes)| {
                let shown: Vec<_> = nearest(strikes, price, num)
                    .map(|(strike, sides)| strike_row(state, *strike, sides, now))
                    .collect();
                json!({ "expiry_date": day_text(*expiry), "strikes": shown })
            })
            .collect();
        Ok(found(&rows.into()))
    })
}

/// So many strikes below the price, and so many at or above it.
fn nearest<'a, 'b>(
    strikes: &'b Strikes<'a>,
    price: i64,
    num: usize,
) -> impl Iterator<Item = (&'b i64, &'b [Option<&'a Instrument>; 2])> {
    let below = strikes.range(..price).count();
    strikes
        .iter()
        .skip(below.saturating_sub(num))
        .take(num.saturating_add(num.min(below)))
}

fn strike_row(state: &Memory, strike: i64, sides: &[Option<&Instrument>; 2], now: OffsetDateTime) -> Value {
    let mut row = json!({ "strike_price": number(rupees(strike)) });
    for (name, side) in ["call_option", "put_option"].into_iter().zip(sides) {
        // A side that does not exist is not mentioned.
        if let (Some(one), Some(members)) = (side, row.as_object_mut()) {
            members.insert(name.to_owned(), contract(state, one, now));
        }
    }
    row
}

fn contract(state: &Memory, one: &Instrument, now: OffsetDateTime) -> Value {
    let strike = match one.kind {
        Kind::Option { strike, .. } => strike,
        _ => 0,
    };
    json!({
        "ExpiryRaw": one.expiry().map(|expiry| expiry.to_string()).unwrap_or_default(),
        "close_price": one.rupees(state.prices.close(one, now)).to_string(),
        "company": one.company,
        "display_name": one.trading_symbol,
        "exchange": one.exchange,
        "strike_price": number(rupees(strike)),
        "symbol": one.symbol,
        "token": one.token.to_string(),
        "trading_symbol": one.trading_symbol,
    })
}

pub(super) async fn futures(
    State(broker): State<Broker>,
    Path(exchange): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        let (symbol, _) = match underlying(state, &exchange, &params, now)? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        let mut chain: Vec<_> = state
            .universe
            .iter()
            .filter(|one| one.exchange == exchange && one.symbol == symbol)
            .filter(|one| matches!(one.kind, Kind::Future { .. }) && one.trading_symbol.ends_with("FUT"))
            .filter(|one| !one.trading_symbol.ends_with("-FUT"))
            .collect();
        chain.sort_by_key(|one| one.expiry());
        let rows: Vec<_> = chain
            .into_iter()
            .map(|one| {
                json!({
                    "expiry_date": one.expiry().map(day_text).unwrap_or_default(),
                    "strikes": contract(state, one, now),
                })
            })
            .collect();
        Ok(found(&rows.into()))
    })
}

/// The symbol and the price of the underlying with this number, or the refusal that there is none.
type Underlying = Result<(&'static str, i64), Response>;

fn underlying(
    state: &Memory,
    exchange: &str,
    params: &Params<'_>,
    now: OffsetDateTime,
) -> Result<Underlying, Refusal> {
    let token = query(params, "token")?;
    let cash: &[&str] = match exchange {
        "NFO" => &["NSE"],
        "BFO" => &["BSE"],
        "MCX" => &["MCX"],
        _ => return Ok(Err(not_found("Resource Not Found", &json!({})))),
    };
    let one = token.parse().ok().and_then(|token| {
        cash.iter()
            .find_map(|exchange| state.universe.find(exchange, token))
    });
    let has_chain = |one: &&std::sync::Arc<Instrument>| {
        state
            .universe
            .iter()
            .any(|other| other.exchange == exchange && other.symbol == one.symbol)
    };
    Ok(one
        .filter(has_chain)
        .map(|one| (one.symbol, state.prices.last(one, now)))
        .ok_or_else(|| not_found(&format!("Invalid UnderLyingtoken: {token}"), &json!({}))))
}

fn optional<T: std::str::FromStr>(params: &Params<'_>, name: &'static str) -> Result<Option<T>, Refusal> {
    params
        .one(name)
        .map_err(|_| Refusal::Invalid(name))?
        .map(|text| text.parse().map_err(|_| Refusal::Invalid(name)))
        .transpose()
}

/// `20MAR24`
fn day_text(day: Date) -> String {
    format!(
        "{:02}{}{:02}",
        day.day(),
        &day.month().to_string().to_uppercase()[..3],
        day.year().rem_euclid(100)
    )
}
