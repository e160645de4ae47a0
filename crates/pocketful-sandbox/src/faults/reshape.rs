//! Answers that are valid JSON and yet not what was hoped for.

use serde_json::Value;

/// A word that is on no list.
const UNHEARD_OF: &str = "SANDBOX_UNKNOWN";

/// Members whose values come from fixed lists.
const WORDS: [&str; 9] = [
    "exchange",
    "execution_type",
    "mode",
    "order_side",
    "order_status",
    "order_type",
    "pro_cli",
    "product",
    "validity",
];

/// Lists of such words, as arrays or as arrays in text.
const LISTS: [&str; 2] = ["exchanges_subscribed", "products_enabled"];

/// The answer with an unheard-of word wherever a known one stood, and at the end of every list of words.
pub(super) fn unknown_enum(body: &[u8]) -> Vec<u8> {
    reshaped(body, with_unknown)
}

fn with_unknown(value: &mut Value) {
    each_member(value, &mut |name, value| {
        if WORDS.contains(&name) && value.is_string() {
            *value = UNHEARD_OF.into();
        } else if LISTS.contains(&name) {
            extend(value);
        }
    });
}

fn extend(list: &mut Value) {
    match list {
        Value::Array(words) => words.push(UNHEARD_OF.into()),
        Value::String(text) => {
            if let Ok(mut words) = serde_json::from_str::<Vec<String>>(text) {
                words.push(UNHEARD_OF.to_owned());
                *text = Value::from(words).to_string();
            }
        }
        _ => {}
    }
}

/// The answer with null in place of every list, as a Go server prints a list that was never filled.
pub(super) fn null_list(body: &[u8]) -> Vec<u8> {
    reshaped(body, |value| {
        each_member(value, &mut |name, value| {
            if value.is_array() {
                *value = Value::Null;
            } else if LISTS.contains(&name) && value.is_string() {
                *value = "null".into();
            }
        });
    })
}

fn reshaped(body: &[u8], change: impl Fn(&mut Value)) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return body.to_vec();
    };
    change(&mut value);
    value.to_string().into_bytes()
}

/// Shows every member of every object to `change`, outer ones first.
fn each_member(value: &mut Value, change: &mut dyn FnMut(&str, &mut Value)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                change(name, value);
                each_member(value, change);
            }
        }
        Value::Array(values) => {
            for value in values {
                each_member(value, change);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &[u8]) -> &str {
        std::str::from_utf8(body).unwrap()
    }

    #[test]
    fn words_become_unheard_of_and_ids_stay() {
        let body = br#"{"data":{"orders":[{"order_status":"CONFIRMED","symbol":"IDEA","nnf_id":9007199254740993}]}}"#;
        assert_eq!(
            text(&unknown_enum(body)),
            r#"{"data":{"orders":[{"nnf_id":9007199254740993,"order_status":"SANDBOX_UNKNOWN","symbol":"IDEA"}]}}"#
        );
        let body = br#"{"data":{"products_enabled":"[\"CNC\"]"}}"#;
        assert_eq!(
            text(&unknown_enum(body)),
            r#"{"data":{"products_enabled":"[\"CNC\",\"SANDBOX_UNKNOWN\"]"}}"#
        );
    }

    #[test]
    fn lists_become_null() {
        let body = br#"{"data":{"orders":[{"x":[1]}],"products_enabled":"[]"},"message":""}"#;
        assert_eq!(
            text(&null_list(body)),
            r#"{"data":{"orders":null,"products_enabled":"null"},"message":""}"#
        );
        assert_eq!(text(&null_list(b"<html>")), "<html>");
    }
}
