//! Market hours, everything in texts (wire reference, section 13).

use axum::{extract::State, http::HeaderMap, response::Response};
use serde_json::json;
use time::Time;

use super::found;
use crate::{
    broker::Broker,
    limits::Class,
    prices::{hours, is_trading_day},
    rest::answer,
};

pub(super) async fn info(State(broker): State<Broker>, headers: HeaderMap) -> Response {
    answer(&broker, &headers, Class::Data, |_, _, now| {
        let rows: Vec<_> = ["NSE", "BSE", "NFO", "BFO", "MCX"]
            .map(|exchange| {
                let (opens, closes) = hours(exchange);
                let is_holiday = !is_trading_day(now.date());
                let is_active = !is_holiday && (opens..closes).contains(&now.time());
                json!({
                    "amo_end_time": text(opens),
                    "amo_start_time": text(closes),
                    "exchange": exchange,
                    "is_active": is_active.to_string(),
                    "is_holiday": is_holiday.to_string(),
                    "market_close_time": text(closes),
                    "market_open_time": text(opens),
                    "session_name": "NORMAL",
                })
            })
            .into();
        Ok(found(&rows.into()))
    })
}

/// `hh:mm:ss`
fn text(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}
