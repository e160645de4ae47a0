//! Order and trade updates.

use serde_json::{Value, json};

use super::reader::{Reader, once};
use pocketful_sandbox::Fault;

/// Mode and payload of an update; the four bytes between them are cut.
fn parts(packet: &[u8]) -> (u8, Value) {
    (packet[0], serde_json::from_slice(&packet[5..]).unwrap())
}

/// Mode and the one member of the documented wrapper.
fn unwrapped(packet: &[u8]) -> (u8, Value) {
    let (mode, payload) = parts(packet);
    assert_eq!(payload["error"], json!({ "code": 0, "message": "" }));
    let [update] = payload["result"].as_array().unwrap().as_slice() else {
        panic!("{payload}");
    };
    (mode, update.clone())
}

#[tokio::test]
async fn an_order_is_followed_from_its_place_to_its_fill() {
    let (visitor, token, mut reader) = Reader::new().await;
    let earlier = visitor.placed(&token, json!({})).await;
    reader.ask_updates(&visitor).await;

    let id = visitor.placed(&token, json!({})).await;
    assert_ne!(earlier, id);
    let (mode, placed) = unwrapped(&reader.packet().await);
    assert_eq!(mode, 50);
    insta::assert_json_snapshot!("order_update", placed);

    let fill = json!({ "oms_order_id": id, "quantity": 4 });
    let filled = visitor.http.post(visitor.url("/sandbox/fill")).json(&fill);
    assert!(filled.send().await.unwrap().status().is_success());
    let (mode, partly) = unwrapped(&reader.packet().await);
    assert_eq!((mode, &partly["filled_quantity"]), (50, &json!(4)));
    let (mode, trade) = unwrapped(&reader.packet().await);
    assert_eq!(mode, 51);
    insta::assert_json_snapshot!("trade_update", trade);

    visitor.cancel(&token, &id).send().await.unwrap();
    let (mode, cancelled) = unwrapped(&reader.packet().await);
    assert_eq!(
        (mode, &cancelled["order_status"]),
        (50, &json!("CANCEL_CONFIRMED"))
    );
    assert_eq!(cancelled["oms_order_id"], json!(id));
}

#[tokio::test]
async fn an_update_comes_in_any_of_its_forms() {
    let (visitor, token, mut reader) = Reader::new().await;
    reader.ask_updates(&visitor).await;
    for (fault, shape) in [
        (Fault::FeedFlatUpdate, "object"),
        (Fault::FeedArrayUpdate, "array"),
    ] {
        once(&visitor, "updates", fault);
        let id = visitor.placed(&token, json!({})).await;
        let (_, payload) = parts(&reader.packet().await);
        let update = if shape == "array" { &payload[0] } else { &payload };
        assert_eq!(update["oms_order_id"], json!(id), "{payload}");
    }
}

#[tokio::test]
async fn nobody_hears_of_other_accounts_or_without_asking() {
    let (visitor, token, mut reader) = Reader::new().await;
    reader
        .say(r#"{"a":"subscribe","v":["ZZ9999","web"],"m":"updates"}"#)
        .await;
    reader.ask_updates(&visitor).await;
    let client_id = visitor.client_id();
    reader
        .say(format!(
            r#"{{"a":"unsubscribe","v":["{client_id}","web"],"m":"updates"}}"#
        ))
        .await;
    visitor.sandbox.feed().until(|open| !open[0].updates).await;
    visitor.placed(&token, json!({})).await;
    // The next thing heard is the market's.
    reader.ask("subscribe", "[[1,14366]]", "compact_marketdata").await;
    assert_eq!(reader.packet().await[0], 2);
}
