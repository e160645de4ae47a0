//! Changing orders, their history, and after-market orders at the next opening.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::visitor::{Visitor, json_of, refused};

/// A change to a resting order, in the documented set of members.
fn change(visitor: &Visitor, token: &str, id: &str, changes: Value) -> RequestBuilder {
    let mut body = visitor.order(json!({ "amo": null, "oms_order_id": id }));
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    visitor.call(Method::PUT, "/api/v1/orders", token).json(&body)
}

#[tokio::test]
async fn a_change_shows_in_the_book_and_in_the_history() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;
    visitor.sandbox.clock().advance(time::Duration::SECOND);
    let request = change(&visitor, &token, &id, json!({ "price": 8.8, "quantity": 20 }));
    insta::assert_json_snapshot!("modified", visitor.ok(request).await);
    let row = &visitor.book(&token, "pending").await[0];
    assert_eq!(
        (
            &row["order_status"],
            &row["mode"],
            &row["price"],
            &row["quantity"]
        ),
        (
            &json!("MODIFY_CONFIRMED"),
            &json!("MODIFY"),
            &json!(8.8),
            &json!(20)
        )
    );
    // The middleware's set: the token as a number, and neither side nor device.
    let me = visitor.client_id();
    let other = json!({
        "exchange": "NSE", "instrument_token": 14366, "client_id": me, "order_type": "SL", "price": 8.8,
        "quantity": 20, "disclosed_quantity": 0, "validity": "DAY", "product": "CNC", "oms_order_id": id,
        "exchange_order_id": row["exchange_order_id"], "filled_quantity": 0, "remaining_quantity": 20,
        "last_activity_reference": row["last_activity_reference"], "trigger_price": 8.7, "execution_type": "REGULAR",
    });
    visitor
        .ok(visitor.call(Method::PUT, "/api/v1/orders", &token).json(&other))
        .await;
    visitor.sandbox.clock().advance(time::Duration::SECOND);
    visitor.fill(&id, json!({ "quantity": 5 })).await;
    visitor.ok(visitor.cancel(&token, &id)).await;
    let history = visitor
        .answered(&token, &format!("/api/v1/order/{id}/history?client_id={me}"))
        .await;
    for row in history["data"]["order history"].as_array().unwrap() {
        let nanoseconds = row["last_modified"].as_i64().unwrap();
        assert_eq!(json!(nanoseconds / 1_000_000_000), row["modified_at"], "{row}");
    }
    insta::assert_json_snapshot!("history", history);
}

#[tokio::test]
async fn what_a_change_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;
    visitor.fill(&id, json!({ "quantity": 4 })).await;
    let mut shown = String::new();
    for changes in [
        json!({ "client_id": "ZZ9999" }),
        json!({ "oms_order_id": "" }),
        json!({ "oms_order_id": "202611239999" }),
        json!({ "instrument_token": "2885" }),
        json!({ "execution_type": "AMO" }),
        json!({ "execution_type": "BO" }),
        json!({ "order_side": "SELL" }),
        json!({ "order_type": "STOP" }),
        json!({ "price": 8.755 }),
        json!({ "price": 11 }),
        json!({ "quantity": 3 }),
        json!({ "quantity": 0 }),
        json!({ "quantity": 1_000_000 }),
    ] {
        let refusal = refused(change(&visitor, &token, &id, changes.clone())).await;
        shown += &format!("{changes}\n    {refusal}\n");
        visitor.sandbox.clock().advance(time::Duration::SECOND);
    }
    visitor.ok(visitor.cancel(&token, &id)).await;
    shown += &format!(
        "after the end\n    {}\n",
        refused(change(&visitor, &token, &id, json!({}))).await
    );
    insta::assert_snapshot!("modify_refusals", shown);
}

#[tokio::test]
async fn an_after_market_order_goes_to_the_exchange_at_the_next_opening() {
    let visitor = Visitor::new().await;
    visitor.sandbox.clock().jump(datetime!(2026-11-20 20:00 +5:30));
    let token = visitor.token().await;
    let id = visitor
        .placed(&token, json!({ "execution_type": "AMO", "amo": true }))
        .await;
    let request = change(
        &visitor,
        &token,
        &id,
        json!({ "execution_type": "AMO", "price": 8.9 }),
    );
    visitor.ok(request).await;
    let row = &visitor.book(&token, "pending").await[0];
    assert_eq!(row["order_status"], "AMO_MODIFY_CONFIRMED");
    let early = visitor.fill_request(&id, json!({})).send().await.unwrap();
    assert_eq!(early.status(), StatusCode::CONFLICT);
    // Over the weekend; Monday's opening is at 9:15.
    visitor.sandbox.clock().jump(datetime!(2026-11-23 9:14:59 +5:30));
    let token = visitor.token().await;
    assert_eq!(visitor.book(&token, "pending").await[0]["exchange_order_id"], "");
    visitor.sandbox.clock().advance(time::Duration::seconds(2));
    let row = &visitor.book(&token, "pending").await[0];
    assert_eq!(row["order_status"], "CONFIRMED");
    assert_ne!(row["exchange_order_id"], "");
    let cancelled = visitor.placed(&token, json!({ "execution_type": "AMO" })).await;
    let path = format!(
        "/api/v1/orders/{cancelled}?client_id={}&execution_type=AMO",
        visitor.client_id()
    );
    let (status, _) = json_of(visitor.call(Method::DELETE, &path, &token).send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let row = &visitor.book(&token, "completed").await[0];
    assert_eq!(row["order_status"], "AMO_CANCEL_CONFIRMED");
}

#[tokio::test]
async fn an_order_for_a_contract_that_has_ended_is_gone_the_next_day() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let chain = visitor
        .answered(&token, "/api/v1/optionchain/NFO?token=26000&num=1&price=26000")
        .await;
    // The first ends on the 24th, the second a week later.
    let number = |at: usize| chain["result"][at]["strikes"][1]["call_option"]["token"].clone();
    let option = |at: usize| {
        json!({
            "exchange": "NFO", "instrument_token": number(at), "product": "NRML", "quantity": 75, "price": 100,
        })
    };
    let (ends, stays) = (
        visitor.placed(&token, option(0)).await,
        visitor.placed(&token, option(1)).await,
    );
    visitor.sandbox.clock().jump(datetime!(2026-11-25 09:00 +5:30));
    let token = visitor.token().await;
    let ids =
        |rows: Vec<Value>| -> Vec<Value> { rows.iter().map(|row| row["oms_order_id"].clone()).collect() };
    assert_eq!(ids(visitor.book(&token, "pending").await), [json!(stays)]);
    let gone = visitor.book(&token, "completed").await;
    assert_eq!(gone[0]["order_status"], "CANCEL_CONFIRMED");
    assert_eq!(ids(gone), [json!(ends)]);

    // A clock that is turned back undoes nothing, though the contract is not listed yet.
    visitor.sandbox.clock().jump(datetime!(2026-10-20 10:00 +5:30));
    let token = visitor.token().await;
    assert_eq!(ids(visitor.book(&token, "pending").await), [json!(stays)]);
}
