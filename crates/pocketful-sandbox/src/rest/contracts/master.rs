//! The contract master: a ZIP of one CSV for each exchange (wire reference, section 11.3).

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use rust_decimal::Decimal;

use super::{not_found, zip};
use crate::{
    broker::Broker,
    instruments::{Instrument, Kind, rupees},
    params::Params,
};

const EXCHANGES: [&str; 5] = ["NSE", "BSE", "NFO", "BFO", "MCX"];

const HEADER: &str = "exchange,exchange_token,instrument_name,trading_symbol,company_name,segment,expiry,strike,\
option_type,lot_size,tick_size,isin,close_price\r\n";

/// Without a list of exchanges, everything is in one file.
pub(super) fn download(broker: &Broker, params: &Params<'_>) -> Response {
    let Ok(exchanges) = params.one("exchanges") else {
        return not_found("Resource Not Found", &serde_json::json!(""));
    };
    let now = broker.now();
    let state = &mut *broker.state();
    state.turn(now);
    let csv = |wanted: &[&str]| {
        let mut text = HEADER.to_owned();
        for one in state.universe.iter().filter(|one| wanted.contains(&one.exchange)) {
            text += &row(one, one.rupees(state.prices.close(one, now)));
        }
        text
    };
    let files: Vec<_> = match exchanges {
        None => vec![("CompactScrip.csv".to_owned(), csv(&EXCHANGES))],
        Some(list) => EXCHANGES
            .into_iter()
            .filter(|exchange| list.split(',').any(|wanted| wanted.trim() == *exchange))
            .map(|exchange| (format!("{exchange}CompactScrip.csv"), csv(&[exchange])))
            .collect(),
    };
    if files.is_empty() {
        return not_found("Resource Not Found", &serde_json::json!(""));
    }
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"CompactScrip.zip\"",
        ),
    ];
    (headers, zip::stored(&files)).into_response()
}

fn row(one: &Instrument, close: Decimal) -> String {
    let segment = match (one.kind, one.exchange) {
        (Kind::Index, "BSE") => "IDX",
        (Kind::Index, _) => "INDICES",
        (Kind::Share, _) => "EQ",
        (Kind::Spot, _) => "COM",
        _ => "FO",
    };
    let (strike, option_type) = match one.kind {
        Kind::Option { strike, right, .. } => (rupees(strike).to_string(), right.as_str()),
        Kind::Future { .. } => (String::new(), "XX"),
        _ => (String::new(), ""),
    };
    let expiry = one.expiry().map(|day| day.to_string()).unwrap_or_default();
    let fields = [
        one.exchange,
        &one.token.to_string(),
        one.series,
        &one.trading_symbol,
        one.company,
        segment,
        &expiry,
        &strike,
        option_type,
        &one.lot.to_string(),
        &one.tick().to_string(),
        one.isin,
        &close.to_string(),
    ];
    fields.map(quoted).join(",") + "\r\n"
}

/// A field that holds a comma is quoted.
fn quoted(field: &str) -> String {
    if field.contains([',', '"']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
