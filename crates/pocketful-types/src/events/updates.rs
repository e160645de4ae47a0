//! The rows of one update, in whichever of its three shapes it came (wire reference, row 39 of section 17).

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::value::RawValue;

use crate::{BadRow, Row, Rows, envelope::clean_message, rows::without_position};

/// Reads the JSON of an update of the feed: one object, a list of them, or either as the `result` of a wrapper with an
/// `error`. More of them may follow, with blanks or NUL bytes around them; bytes that are not UTF-8 become `\u{FFFD}`.
///
/// An update is never lost in silence: there is at least one row, or one bad row that says why there is none. Whoever
/// counts on knowing every fill reads the order book when there is a bad row.
#[must_use]
pub fn read_updates<T: Row>(json: &[u8]) -> Rows<T> {
    let mut updates = Rows::default();
    let text = String::from_utf8_lossy(json);
    let mut rest = without_padding(&text);
    while !rest.is_empty() {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                read(&mut updates, value.get());
                rest = without_padding(rest.get(values.byte_offset()..).unwrap_or_default());
            }
            Some(Err(error)) => {
                // Nobody can tell where the next one would begin.
                updates
                    .bad_rows
                    .push(BadRow::without_row(&without_position(&error)));
                break;
            }
            None => break,
        }
    }
    if updates.rows.is_empty() && updates.bad_rows.is_empty() {
        updates
            .bad_rows
            .push(BadRow::without_row("the update has no rows"));
    }
    updates
}

fn read<T: Row>(updates: &mut Rows<T>, text: &str) {
    if !text.starts_with('{') {
        return read_list(updates, text);
    }
    let members: BTreeMap<Cow<'_, str>, &RawValue> = match serde_json::from_str(text) {
        Ok(members) => members,
        Err(error) => {
            return updates
                .bad_rows
                .push(BadRow::without_row(&without_position(&error)));
        }
    };
    // An order has neither of these members itself.
    if let Some(refusal) = members.get("error").and_then(|error| refusal(error)) {
        updates.bad_rows.push(BadRow::without_row(&refusal));
    }
    match members.get("result") {
        Some(result) if result.get().starts_with('{') => updates.read(0, result.get()),
        Some(result) => read_list(updates, result.get()),
        None if members.contains_key("oms_order_id") || updates.bad_rows.is_empty() => updates.read(0, text),
        None => {}
    }
}

fn read_list<T: Row>(updates: &mut Rows<T>, text: &str) {
    match serde_json::from_str::<Option<Vec<&RawValue>>>(text) {
        Ok(rows) => {
            for (index, row) in rows.unwrap_or_default().into_iter().enumerate() {
                updates.read(index, row.get());
            }
        }
        Err(error) => updates
            .bad_rows
            .push(BadRow::without_row(&without_position(&error))),
    }
}

/// Some senders pad what they send.
fn without_padding(text: &str) -> &str {
    text.trim_start_matches(|char: char| char == '\0' || char.is_ascii_whitespace())
}

/// What an `error` member says, unless it is the code 0 that means success.
fn refusal(error: &RawValue) -> Option<String> {
    let members: BTreeMap<Cow<'_, str>, serde_json::Value> = serde_json::from_str(error.get()).ok()?;
    let code = match members.get("code")? {
        serde_json::Value::Null => return None,
        serde_json::Value::String(code) => code.clone(),
        code => code.to_string(),
    };
    if matches!(code.trim(), "" | "0") {
        return None;
    }
    let message = members.get("message").and_then(|message| message.as_str());
    Some(format!(
        "the server reports error {}: {}",
        clean_message(&code),
        clean_message(message.unwrap_or_default())
    ))
}
