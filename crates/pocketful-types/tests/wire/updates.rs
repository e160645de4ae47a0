//! Order and trade updates of the feed, in every shape that was seen.

use pocketful_types::{OrderState, OrderUpdate, Quantity, Row, Rows, TradeUpdate, read_updates};
use serde::Serialize;

use crate::fixture;

fn updates<T: Row>(name: &str) -> Rows<T> {
    read_updates(fixture(&format!("json/{name}.json")).as_bytes())
}

/// The rows as they are printed, and beneath them what could not be read.
fn printed<T: Serialize>(updates: &Rows<T>) -> String {
    let mut text = serde_json::to_string_pretty(&updates.rows).unwrap();
    for bad in &updates.bad_rows {
        text += &format!("\nunreadable: {bad}");
    }
    text
}

#[test]
fn order_updates() {
    for name in [
        "order_update_wrapped",
        "order_update_flat",
        "order_update_odd_rows",
        "order_update_refused",
    ] {
        insta::assert_snapshot!(name, printed(&updates::<OrderUpdate>(name)));
    }
}

#[test]
fn trade_updates() {
    for name in ["trade_update_wrapped", "trade_update_flat"] {
        insta::assert_snapshot!(name, printed(&updates::<TradeUpdate>(name)));
    }
}

#[test]
fn the_feeds_own_spellings_are_found() {
    let wrapped = updates::<OrderUpdate>("order_update_wrapped");
    let [update] = &wrapped.rows[..] else {
        panic!("{wrapped:?}")
    };
    assert_eq!(update.state(), OrderState::Complete);
    assert_eq!(update.order.rejection_code, Some(0));
    assert_eq!(update.order.nnf_id, Some(400_075_001_100));
    assert_eq!(update.order.lot_size, Some(Quantity::new(1)));
    assert_eq!(update.filled_price(), Some("8.1".parse().unwrap()));
    let flat = updates::<OrderUpdate>("order_update_flat");
    assert_eq!(flat.rows[0].order.rejection_code, Some(16418));
    assert_eq!(flat.rows[0].order.lot_size, Some(Quantity::new(75)));
}

#[test]
fn an_update_is_never_nothing() {
    for text in [
        "",
        " ",
        "{",
        "null",
        "[]",
        "{}",
        "7",
        "\"x\"",
        r#"{"result":[]}"#,
        r#"{"result":null}"#,
        "\u{0}",
    ] {
        let updates = read_updates::<OrderUpdate>(text.as_bytes());
        assert_eq!(
            (updates.rows.len(), updates.bad_rows.len()),
            (0, 1),
            "{text}: {updates:?}"
        );
    }
    // A refusal does not hide the rows beside it.
    let both = read_updates::<TradeUpdate>(
        br#"{"error":{"code":7,"message":"late"},"result":{"oms_order_id":"1"}}"#,
    );
    assert_eq!((both.rows.len(), both.bad_rows.len()), (1, 1));
    assert_eq!(
        both.bad_rows[0].to_string(),
        "row 0: the server reports error 7: late"
    );
    // Bytes after the JSON, and bytes that are no text.
    let padded = read_updates::<TradeUpdate>(b"{\"oms_order_id\":\"1\",\"symbol\":\"\xff\"}\0\0");
    assert_eq!(padded.rows[0].symbol.as_deref(), Some("\u{FFFD}"));
    assert!(padded.bad_rows.is_empty());
}

#[test]
fn a_second_update_behind_the_first_is_read_as_well() {
    let one = r#"{"oms_order_id":"1"}"#;
    let two = r#"{"oms_order_id":"2"}"#;
    for (text, ids, bad) in [
        (format!("{one}{two}"), &["1", "2"][..], 0),
        (format!(" {one}\0\n{two}\0\0"), &["1", "2"], 0),
        (format!("[{one}] {two}"), &["1", "2"], 0),
        (
            format!(r#"{{"result":[{one}]}}{{"result":{two}}}"#),
            &["1", "2"],
            0,
        ),
        // What begins and is no JSON may have been an update.
        (format!("{one},{two}]"), &["1"], 1),
        (format!("{one}{}", &two[..9]), &["1"], 1),
    ] {
        let updates = read_updates::<TradeUpdate>(text.as_bytes());
        let read: Vec<_> = updates.rows.iter().map(|row| row.oms_order_id.as_str()).collect();
        assert_eq!((&read[..], updates.bad_rows.len()), (ids, bad), "{text}");
    }
}
