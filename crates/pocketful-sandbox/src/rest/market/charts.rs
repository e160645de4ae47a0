//! Candles (wire reference, section 13).

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::json;
use time::OffsetDateTime;

use crate::{
    broker::Broker,
    limits::Class,
    params::Params,
    prices::Candle,
    reply::{Refusal, bare},
    rest::{answer, orders::book::number, query},
};

/// The most candles of an answer.
const MOST: usize = 2000;

pub(super) async fn charts(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, now| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        let exchange = query(&params, "exchange")?;
        if !["NSE", "BSE", "NFO", "BFO", "MCX"].contains(&exchange.as_str()) {
            return Err(Refusal::Invalid("exchange"));
        }
        let whole = |name| {
            query(&params, name)?
                .parse::<i64>()
                .map_err(|_| Refusal::Invalid(name))
        };
        let token = u32::try_from(whole("token")?).map_err(|_| Refusal::Invalid("token"))?;
        let one = state
            .universe
            .find(&exchange, token)
            .ok_or(Refusal::SomethingWrong)?;
        let times = whole("data_duration")?;
        if !(1..=1000).contains(&times) {
            return Err(Refusal::Invalid("data_duration"));
        }
        let minutes = match whole("candletype")? {
            1 => Some(times),
            2 => Some(times * 60),
            3 => None,
            _ => return Err(Refusal::Invalid("candletype")),
        };
        let moment = |name| {
            OffsetDateTime::from_unix_timestamp(whole(name)?)
                .ok()
                .and_then(|at| at.checked_to_offset(pocketful_types::IST))
                .ok_or(Refusal::Invalid(name))
        };
        let (from, to) = (moment("starttime")?, moment("endtime")?);
        if from > to {
            return Err(Refusal::Invalid("starttime"));
        }
        // Nothing is known of the future.
        let candles = state.prices.candles(one, (from, to.min(now)), minutes, MOST);
        let per = if minutes.is_none() {
            usize::try_from(times).unwrap_or(1)
        } else {
            1
        };
        let rows: Vec<_> = candles
            .chunks(per)
            .map(|days| {
                let candle = joined(days);
                let price = |price| number(one.rupees(price));
                json!([
                    candle.start.unix_timestamp(),
                    price(candle.open),
                    price(candle.high),
                    price(candle.low),
                    price(candle.close),
                    candle.volume,
                ])
            })
            .collect();
        Ok(bare(&json!({ "status": "success", "data": { "candles": rows } })))
    })
}

/// Several days as one. There is always one at least.
fn joined(days: &[Candle]) -> Candle {
    let mut all = days[0];
    for day in &days[1..] {
        all.high = all.high.max(day.high);
        all.low = all.low.min(day.low);
        all.close = day.close;
        all.volume += day.volume;
    }
    all
}
