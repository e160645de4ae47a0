//! What holds for every document that `--json` prints: no raw times, no numbers in texts, no JSON in texts.

use serde::Serialize;
use serde_json::Value;

/// Texts of digits that are no amounts: ids, of which every digit and every leading zero counts, and what people typed.
const IDS: &[&str] = &[
    "app_id",
    "bank_account_number",
    "basket_id",
    "bo_id",
    "broker_id",
    "client_order_id",
    "dp_id",
    "encrypted_dtls",
    "exchange_order_id",
    "fill_number",
    "oms_order_id",
    "order_id",
    "phone_number",
    "request_id",
    "trade_id",
    "trade_number",
    "version",
];

/// Numbers as large as times that are none; the fixtures' odd ones are among them.
const LARGE: &[&str] = &[
    "exchange_nnf",
    "huge",
    "issue_size",
    "last_activity_reference",
    "nnf_id",
    "nnfid",
    "user_order_id",
    "values",
];

/// Asserts it of a reply as it is understood.
#[track_caller]
pub(crate) fn holds(reply: &impl Serialize) {
    let document = serde_json::to_value(reply).unwrap();
    let mut faults = Vec::new();
    look("", &document, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
}

fn look(name: &str, value: &Value, faults: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                // What an object holds under names of the server's is of the object's kind.
                let kind = if name == "exchange_nnf" { name } else { member };
                look(kind, value, faults);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| look(name, row, faults)),
        Value::Number(number) => {
            if is_time(name) {
                faults.push(format!("{name} is a time: {number}"));
            } else if !LARGE.contains(&name) && number.as_f64().is_some_and(looks_like_a_time) {
                faults.push(format!("{name} looks like a time: {number}"));
            }
        }
        Value::String(text) => {
            if !IDS.contains(&name) && text.parse::<f64>().is_ok_and(f64::is_finite) {
                faults.push(format!("{name} is a number in a text: {text:?}"));
            }
            if text.starts_with(['[', '{']) && serde_json::from_str::<Value>(text).is_ok() {
                faults.push(format!("{name} is JSON in a text: {text:?}"));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn is_time(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "at",
        "begins",
        "date",
        "expires",
        "expiry",
        "expiryraw",
        "lastlogintime",
        "modified",
        "time",
    ];
    let name = name.to_ascii_lowercase();
    name.ends_with("timestamp") || name.split('_').any(|word| WORDS.contains(&word))
}

/// Between the years 2001 and 2128, in seconds or in a finer unit.
fn looks_like_a_time(number: f64) -> bool {
    [1.0, 1e3, 1e6, 1e9]
        .iter()
        .any(|unit| (1e9 * unit..5e9 * unit).contains(&number))
}
