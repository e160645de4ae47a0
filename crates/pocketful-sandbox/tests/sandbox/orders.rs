//! Placing, finding and cancelling orders.

use reqwest::StatusCode;
use serde_json::json;

use crate::visitor::{Visitor, json_of};

#[tokio::test]
async fn an_order_rests_until_it_is_cancelled() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;

    let pending = visitor.book(&token, "pending").await;
    insta::assert_json_snapshot!("pending_order", pending);
    assert!(visitor.book(&token, "completed").await.is_empty());

    let (status, answer) = json_of(visitor.cancel(&token, &id).send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("cancelled", answer);
    assert!(visitor.book(&token, "pending").await.is_empty());
    assert_eq!(
        visitor.book(&token, "completed").await[0]["order_status"],
        "CANCEL_CONFIRMED"
    );
}

#[tokio::test]
async fn an_order_from_elsewhere_is_refused_and_leaves_no_trace() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let request = visitor
        .elsewhere
        .post(visitor.url("/api/v1/orders"))
        .bearer_auth(&token)
        .json(&visitor.order(json!({})));
    let (status, answer) = json_of(request.send().await.unwrap()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    insta::assert_json_snapshot!("wrong_address", answer);
    assert!(visitor.book(&token, "pending").await.is_empty());
}
