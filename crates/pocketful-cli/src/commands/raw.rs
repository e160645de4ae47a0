//! One row of a list, as the server wrote it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The row of `payload` in which one of `members` is `wanted`, as text or as a number. The payload is the list, or has it
/// under one of the names in `lists`.
pub(super) fn row(payload: &str, lists: &[&str], members: &[&str], wanted: &str) -> Option<Box<RawValue>> {
    let number = wanted.parse::<u64>().ok();
    rows(payload, lists)?.into_iter().find(|row| {
        let values: BTreeMap<String, &RawValue> = serde_json::from_str(row.get()).unwrap_or_default();
        let mut named = members.iter().filter_map(|name| values.get(*name));
        named.any(|value| {
            serde_json::from_str::<String>(value.get()).is_ok_and(|text| text == wanted)
                || number.is_some_and(|number| serde_json::from_str::<u64>(value.get()).ok() == Some(number))
        })
    })
}

fn rows(payload: &str, lists: &[&str]) -> Option<Vec<Box<RawValue>>> {
    if let Ok(rows) = serde_json::from_str(payload) {
        return Some(rows);
    }
    let values: BTreeMap<String, Box<RawValue>> = serde_json::from_str(payload).ok()?;
    match lists.iter().find_map(|list| values.get(*list)) {
        Some(list) => serde_json::from_str(list.get()).ok(),
        // An object that is the only row.
        None => Some(vec![RawValue::from_string(payload.to_owned()).ok()?]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_text() {
        let find = |payload: &str| row(payload, &["orders"], &["oms_order_id"], "7");
        let text = r#"{ "oms_order_id":"7", "price": 1.50, "nnf_id": 1394446825558528718 }"#;
        for payload in [
            format!(r#"{{"orders":[{{"odd":1}},{text}]}}"#),
            format!("[{text}]"),
            text.to_owned(),
        ] {
            assert_eq!(find(&payload).unwrap().get(), text);
        }
        assert_eq!(
            find(r#"[{"oms_order_id":7}]"#).unwrap().get(),
            r#"{"oms_order_id":7}"#
        );
        for payload in ["null", r#"{"orders":null}"#, "[]", r#"["7"]"#, r#"[{"id":"7"}]"#] {
            assert!(find(payload).is_none(), "{payload}");
        }
    }
}
