//! Looking at one document: no raw times, no numbers in texts, no JSON in texts. Shared by the tests of the types and of the
//! command.

use serde_json::Value;

/// Texts of digits that are no amounts: ids and secrets, of which every digit and every leading zero counts, and what people
/// typed.
const IDS: &[&str] = &[
    "app_id",
    "application_number",
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
    "pin",
    "request_id",
    "trade_id",
    "trade_number",
    "version",
];

/// Whole numbers as large as times that are none.
const LARGE: &[&str] = &["last_activity_reference", "nnf_id", "nnfid", "user_order_id"];

/// Objects whose members have names of the server's: what they hold is of the object's kind.
const BY_NAME: &[&str] = &["exchange_nnf", "exchanges"];

/// Names that the wire reference has otherwise, and those of an application for shares, which is printed as received: no
/// source shows one.
const OWN_NAMES: &[&str] = &["ExpiryRaw", "activityType", "atCutOff"];

/// Members whose names speak of times and that are durations.
const OTHER_TIMES: &[&str] = &["expires_in_s"];

/// What a document may have beside what every one may.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowed {
    /// Members with numbers as large as times.
    pub(crate) large: &'static [&'static str],
    /// Any names, and times as the server worded them: of replies made to be odd.
    pub(crate) is_worded: bool,
}

/// What of `document` does not keep to the contract.
pub(crate) fn faults(document: &Value, allowed: Allowed) -> Vec<String> {
    let mut faults = Vec::new();
    look("", document, allowed, &mut faults);
    faults
}

fn look(name: &str, value: &Value, allowed: Allowed, faults: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            // A request that is shown and not sent has the wire's own form.
            let is_request = members.contains_key("method");
            let is_by_name = BY_NAME.contains(&name);
            for (member, value) in members.iter().filter(|_| !is_request) {
                let is_snake = member
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
                if !is_snake && !is_by_name && !allowed.is_worded && !OWN_NAMES.contains(&member.as_str()) {
                    faults.push(format!("`{member}` is not in snake case"));
                }
                look(if is_by_name { name } else { member }, value, allowed, faults);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| look(name, row, allowed, faults)),
        Value::Number(number) => {
            if speaks_of_time(name) {
                faults.push(format!("`{name}` is a time as the number {number}"));
            } else if !LARGE.contains(&name)
                && !allowed.large.contains(&name)
                && number.as_f64().is_some_and(looks_like_a_time)
            {
                faults.push(format!("`{name}` looks like a time: {number}"));
            }
        }
        Value::String(text) => {
            if !IDS.contains(&name) && text.parse::<f64>().is_ok_and(f64::is_finite) {
                faults.push(format!("`{name}` is a number in a text: {text:?}"));
            }
            if text.starts_with(['[', '{']) && serde_json::from_str::<Value>(text).is_ok() {
                faults.push(format!("`{name}` is JSON in a text: {text:?}"));
            }
            if speaks_of_time(name) && !allowed.is_worded && !is_time(text) {
                faults.push(format!("`{name}` is no time: {text:?}"));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn speaks_of_time(name: &str) -> bool {
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
    let lower = name.to_ascii_lowercase();
    !OTHER_TIMES.contains(&name)
        && (lower.ends_with("timestamp") || lower.split('_').any(|word| WORDS.contains(&word)))
}

/// A moment in IST, a day, or a time of day.
fn is_time(text: &str) -> bool {
    let form: String = (text.chars())
        .map(|char| if char.is_ascii_digit() { '0' } else { char })
        .collect();
    match form.split_once('T') {
        Some(("0000-00-00", clock)) => {
            // Fractions of a second are the server's.
            let clock = clock.strip_suffix("+00:00").filter(|_| text.ends_with("+05:30"));
            clock.is_some_and(|clock| {
                clock.strip_prefix("00:00:00").is_some_and(|rest| {
                    rest.is_empty()
                        || rest
                            .strip_prefix('.')
                            .is_some_and(|rest| rest.chars().all(|c| c == '0'))
                })
            })
        }
        _ => form == "0000-00-00" || form == "00:00:00",
    }
}

/// Between the years 2001 and 2128, in seconds or in a finer unit.
fn looks_like_a_time(number: f64) -> bool {
    [1.0, 1e3, 1e6, 1e9]
        .iter()
        .any(|unit| (1e9 * unit..5e9 * unit).contains(&number))
}

#[test]
fn it_sees_what_is_wrong() {
    for wrong in [
        r#"{"created_at":1795494712}"#,
        r#"{"expiry":0}"#,
        r#"{"created_at":"1795494712"}"#,
        r#"{"created_at":"2026-11-24T10:00:00Z"}"#,
        r#"{"seconds":1795494712}"#,
        r#"{"modified":"yesterday"}"#,
        r#"{"price":"12.50"}"#,
        r#"[{"rows":[{"close_price":"0"}]}]"#,
        r#"{"exchanges":"[\"NSE\"]"}"#,
        r#"{"lotSize":1}"#,
    ] {
        assert_eq!(
            faults(&serde_json::from_str(wrong).unwrap(), Allowed::default())
                .len()
                .min(1),
            1,
            "{wrong}"
        );
    }
    for right in [
        r#"{"created_at":"2026-11-24T10:00:00+05:30","modified":"2026-11-24T10:00:00.125+05:30","expiry":null}"#,
        r#"{"expiry_date":"2026-11-24","daily_start_time":"10:00:00","expires_in_s":400}"#,
        r#"{"oms_order_id":"202611241001","nnf_id":1394446825558528718,"price":83.4225}"#,
        r#"{"method":"POST","body":{"instrument_token":"3045"}}"#,
    ] {
        let document = serde_json::from_str(right).unwrap();
        assert_eq!(faults(&document, Allowed::default()), [""; 0], "{right}");
    }
}
