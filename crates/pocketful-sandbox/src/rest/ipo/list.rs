//! All issues of the day, in every casing that the reference shows.

use axum::{extract::State, http::HeaderMap, response::Response};
use pocketful_types::IST;
use serde_json::{Value, json};
use time::{Date, macros::time};

use super::done;
use crate::{
    broker::Broker,
    limits::Class,
    rest::answer,
    state::ipos::{Issue, issues},
};

pub(super) async fn all(State(broker): State<Broker>, headers: HeaderMap) -> Response {
    answer(&broker, &headers, Class::NonTrading, |_, _, now| {
        let today = now.date();
        let all = issues(today);
        let those = |keep: &dyn Fn(&Issue) -> bool| -> Vec<Value> {
            all.iter().filter(|issue| keep(issue)).map(item).collect()
        };
        let data = json!({
            "all_ipo": { "data": those(&|_| true), "status": "success" },
            "closed_ipo": those(&|issue| issue.closes < today),
            "open_ipo": those(&|issue| issue.is_open(today)),
            "upcoming_ipo": those(&|issue| issue.opens > today),
        });
        Ok(done(&data, ""))
    })
}

fn item(issue: &Issue) -> Value {
    json!({
        "MaxLimit": 200_000,
        "RetailDiscount": 0,
        "allotment_begins": "",
        "amo_order_entry_time": "",
        "biddingEndDate": day(issue.closes),
        "biddingStartDate": day(issue.opens),
        "bse_allowed": true,
        "categoryDetails": [{ "code": "RETAIL", "endTime": "17:00:00", "startTime": "10:00:00" }],
        "cutOffPrice": issue.highest,
        "dailyEndTime": "17:00:00",
        "dailyStartTime": "10:00:00",
        "exchange_issue_type": "EQUITY",
        "faceValue": 10,
        "isin": issue.isin,
        "issueSize": issue.size,
        "issueType": "BB",
        "lotSize": issue.lot,
        "maxPrice": issue.highest,
        "minBidQuantity": issue.lot,
        "minPrice": issue.lowest,
        "name": issue.name,
        "nse_allowed": true,
        "subCategorySettings": [{
            "allowCutOff": true,
            "allowUpi": true,
            "allowed": true,
            "caCode": "RETAIL",
            "discountPrice": null,
            "discountType": "",
            "displayName": "Retail",
            "end_date": day(issue.closes),
            "maxPrice": null,
            "maxUpiLimit": 500_000,
            "maxValue": 200_000,
            "minValue": 0,
            "min_lot_size": issue.lot,
            "start_date": day(issue.opens),
            "subCatCode": "IND",
        }],
        "subType": "",
        "symbol": issue.symbol,
        "tickSize": 1,
        "unixBiddingEndDate": issue.closes.with_time(time!(17:00)).assume_offset(IST).unix_timestamp(),
        "unixBiddingStartDate": issue.opens.with_time(time!(10:00)).assume_offset(IST).unix_timestamp(),
    })
}

/// `DD-MM-YYYY`
fn day(date: Date) -> String {
    format!(
        "{:02}-{:02}-{:04}",
        date.day(),
        u8::from(date.month()),
        date.year()
    )
}
