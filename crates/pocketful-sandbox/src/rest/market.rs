//! Market data: quotes and bare prices, in both families of paths (wire reference, section 12), and charts (13).

mod charts;
mod quote;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{answer, query};
use crate::{
    broker::Broker,
    instruments::Instrument,
    limits::Class,
    params::Params,
    reply::{Refusal, oms},
    state::State as Memory,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/marketdata/{exchange}/{place}", get(two_parts))
        .route("/api/v1/marketdata/{exchange}/{token}/{key}", get(three_parts))
        .route("/api/v1/charts", get(charts::charts))
}

/// `/{exchange}/{segment}?token=` of the SDK, and `/{exchange}/{token}` of the documents.
async fn two_parts(
    State(broker): State<Broker>,
    Path((exchange, place)): Path<(String, String)>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        let one = if place.bytes().all(|byte| byte.is_ascii_digit()) {
            find(state, &exchange, None, &place)?
        } else {
            let token = query(&params, "token").map_err(|_| Refusal::NotJson)?;
            find(state, &exchange, Some(&place), &token)?
        };
        let key = params.one("key").map_err(|_| Refusal::Invalid("key"))?;
        quote::of(&state.prices, one, key.as_deref(), now).map(|data| oms(&data, ""))
    })
}

/// `/{exchange}/{token}/{key}` of the documents.
async fn three_parts(
    State(broker): State<Broker>,
    Path((exchange, token, key)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let one = find(state, &exchange, None, &token)?;
        quote::of(&state.prices, one, Some(&key), now).map(|data| oms(&data, ""))
    })
    .into_response()
}

/// An instrument by the exchange of the path, which is the cash one for derivatives in one family of paths and their
/// own in the other.
fn find<'a>(
    state: &'a Memory,
    exchange: &str,
    segment: Option<&str>,
    token: &str,
) -> Result<&'a Instrument, Refusal> {
    let own: &[&str] = match (exchange, segment) {
        ("NSE", Some("FutOpt")) | ("NFO", Some("FutOpt")) => &["NFO"],
        ("BSE", Some("FutOpt")) | ("BFO", Some("FutOpt")) => &["BFO"],
        ("NSE", Some("Capital")) => &["NSE"],
        ("BSE", Some("Capital")) => &["BSE"],
        ("MCX", Some("FutOpt") | None) => &["MCX"],
        ("NSE", None) => &["NSE", "NFO"],
        ("BSE", None) => &["BSE", "BFO"],
        ("NFO", None) => &["NFO"],
        ("BFO", None) => &["BFO"],
        ("NSE" | "CDS", Some("Currency")) | ("CDS", None) => &["CDS"],
        ("BSE" | "NFO" | "BFO" | "MCX", Some("Capital" | "Currency"))
        | ("CDS", Some("Capital" | "FutOpt")) => &[],
        ("NSE" | "BSE" | "NFO" | "BFO" | "MCX" | "CDS", Some(_)) => return Err(Refusal::Invalid("segment")),
        _ => return Err(Refusal::Invalid("exchange")),
    };
    let token = token.parse().map_err(|_| Refusal::NotJson)?;
    own.iter()
        .find_map(|exchange| state.universe.find(exchange, token))
        .map(AsRef::as_ref)
        .ok_or(Refusal::NotJson)
}
