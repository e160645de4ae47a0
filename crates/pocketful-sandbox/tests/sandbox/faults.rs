//! Every fault, and what a client sees of it.

use std::time::Duration;

use pocketful_sandbox::{Fault, FaultRule};
use reqwest::StatusCode;
use serde_json::json;

use crate::visitor::{Visitor, json_of};

const PLACE: &str = "POST /api/v1/orders";
const BOOK: &str = "GET /api/v1/orders";

/// A visitor with a token, who meets `fault` once at `route`.
async fn met(route: &str, fault: Fault) -> (Visitor, String) {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    visitor
        .sandbox
        .faults()
        .add(FaultRule::new(route, fault).times(1))
        .unwrap();
    (visitor, token)
}

async fn resting(visitor: &Visitor, token: &str) -> usize {
    visitor.book(token, "pending").await.len()
}

#[tokio::test]
async fn a_reset_before_leaves_no_order_and_a_reset_after_leaves_one() {
    for (fault, orders) in [(Fault::ResetBefore, 0), (Fault::ResetAfter, 1)] {
        let (visitor, token) = met(PLACE, fault.clone()).await;
        let error = visitor.place(&token, json!({})).send().await.unwrap_err();
        let text = format!("{error:?}");
        assert!(text.contains("ConnectionReset"), "{fault:?}: {text}");
        assert_eq!(resting(&visitor, &token).await, orders, "{fault:?}");
        // Once means once.
        visitor.placed(&token, json!({})).await;
    }
}

#[tokio::test]
async fn a_truncated_body_breaks_off_after_the_order_was_placed() {
    let (visitor, token) = met(PLACE, Fault::TruncatedBody).await;
    let response = visitor.place(&token, json!({})).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.text().await.is_err());
    assert_eq!(resting(&visitor, &token).await, 1);
}

#[tokio::test]
async fn truncated_json_is_a_whole_answer_of_half_a_document() {
    let (visitor, token) = met(PLACE, Fault::TruncatedJson).await;
    let text = visitor
        .place(&token, json!({}))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.starts_with('{') && !text.ends_with('}'), "{text}");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_err());
    assert_eq!(resting(&visitor, &token).await, 1);
}

#[tokio::test]
async fn a_server_error_comes_before_or_after_the_effect() {
    for (after, orders) in [(false, 0), (true, 1)] {
        let (visitor, token) = met(PLACE, Fault::ServerError { status: 504, after }).await;
        let response = visitor.place(&token, json!({})).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
        assert!(response.text().await.unwrap().starts_with("<!doctype html>"));
        assert_eq!(resting(&visitor, &token).await, orders);
    }
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back() {
    let (visitor, token) = met(PLACE, Fault::TooManyRequests { retry_after: 3 }).await;
    let response = visitor.place(&token, json!({})).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(resting(&visitor, &token).await, 0);
}

#[tokio::test]
async fn an_address_is_refused_without_a_word_about_it() {
    let (visitor, token) = met(PLACE, Fault::AddressRefusedPlain).await;
    let (status, answer) = json_of(visitor.place(&token, json!({})).send().await.unwrap()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(
        answer,
        json!({ "data": {}, "message": "Request forbidden", "status": "error", "error_code": 40000 })
    );
    assert_eq!(resting(&visitor, &token).await, 0);
}

#[tokio::test]
async fn two_faults_of_one_route_take_one_request_each() {
    let (visitor, token) = met(PLACE, Fault::ResetAfter).await;
    let faults = visitor.sandbox.faults();
    faults
        .add(FaultRule::new(PLACE, Fault::AddressRefusedPlain).times(1))
        .unwrap();
    visitor.place(&token, json!({})).send().await.unwrap_err();
    assert_eq!(faults.list().len(), 1);
    let refused = visitor.place(&token, json!({})).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert_eq!(resting(&visitor, &token).await, 1);
}

#[tokio::test]
async fn a_page_comes_instead_of_json() {
    let (visitor, token) = met(BOOK, Fault::HtmlPage).await;
    let path = format!("/api/v1/orders?type=pending&client_id={}", visitor.client_id());
    let request = visitor
        .http
        .get(visitor.url(&path))
        .header("x-authorization-token", &token);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.text().await.unwrap().starts_with("<!doctype html>"));
}

#[tokio::test]
async fn a_duplicate_reply_is_one_body_twice() {
    let (visitor, token) = met(PLACE, Fault::DuplicateReply).await;
    let text = visitor
        .place(&token, json!({}))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let (one, two) = text.split_at(text.len() / 2);
    assert_eq!(one, two);
    assert_eq!(resting(&visitor, &token).await, 1);
}

#[tokio::test]
async fn a_revoked_token_stays_revoked() {
    let (visitor, token) = met("GET /api/v1/user/trading_info", Fault::TokenRevoked).await;
    for _ in 0..2 {
        let (status, answer) = visitor.get("/api/v1/user/trading_info", &token).await;
        assert_eq!(
            (status, &answer["error_code"]),
            (StatusCode::UNAUTHORIZED, &json!(40000))
        );
    }
    // Another token is not touched.
    let other = visitor.token().await;
    assert_eq!(
        visitor.get("/api/v1/user/trading_info", &other).await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn unknown_words_and_null_lists_reach_the_book_and_the_profile() {
    let (visitor, token) = met(BOOK, Fault::UnknownEnum).await;
    visitor.placed(&token, json!({})).await;
    let rows = visitor.book(&token, "pending").await;
    assert_eq!(rows[0]["order_status"], "SANDBOX_UNKNOWN");
    assert_eq!(rows[0]["nnf_id"], json!(9_007_199_254_740_993_i64));

    let (visitor, token) = met(BOOK, Fault::NullList).await;
    let path = format!("/api/v1/orders?type=pending&client_id={}", visitor.client_id());
    let (_, answer) = visitor.get(&path, &token).await;
    assert_eq!(answer["data"], json!({ "orders": null }));
}

#[tokio::test]
async fn a_big_body_is_as_big_as_asked_for() {
    let (visitor, token) = met(BOOK, Fault::BigBody { bytes: 5_000_000 }).await;
    let path = format!("/api/v1/orders?type=pending&client_id={}", visitor.client_id());
    let (_, answer) = visitor.get(&path, &token).await;
    assert_eq!(answer["data"].as_str().unwrap().len(), 5_000_000);
}

#[tokio::test(start_paused = true)]
async fn a_delay_holds_the_answer_back() {
    let (visitor, token) = met(PLACE, Fault::Delay { ms: 5_000 }).await;
    let begun = tokio::time::Instant::now();
    visitor.placed(&token, json!({})).await;
    assert!(begun.elapsed() >= Duration::from_millis(5_000));
}

#[tokio::test]
async fn the_log_tells_which_fault_happened() {
    let (visitor, token) = met(PLACE, Fault::ResetAfter).await;
    visitor.place(&token, json!({})).send().await.unwrap_err();
    let log = visitor.sandbox.request_log();
    let last = log.last().unwrap();
    assert_eq!(
        (last.status, last.faults.as_slice()),
        (None, &["reset_after"][..])
    );
}

#[tokio::test]
async fn faults_are_controlled_over_http_too() {
    let visitor = Visitor::new().await;
    let url = visitor.url("/sandbox/faults");
    let rule = json!({ "route": PLACE, "times": 2, "fault": { "kind": "delay", "ms": 5 } });
    let (status, answer) = json_of(visitor.http.post(&url).json(&rule).send().await.unwrap()).await;
    assert_eq!((status, &answer), (StatusCode::CREATED, &json!({ "id": 1 })));

    let (_, list) = json_of(visitor.http.get(&url).send().await.unwrap()).await;
    insta::assert_json_snapshot!("fault_list", list);

    let wrong = json!({ "route": PLACE, "fault": { "kind": "sabotage" } });
    let (status, answer) = json_of(visitor.http.post(&url).json(&wrong).send().await.unwrap()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    insta::assert_json_snapshot!("fault_refused", answer);

    let removed = visitor.http.delete(format!("{url}/1")).send().await.unwrap();
    assert_eq!(removed.status(), StatusCode::OK);
    let again = visitor.http.delete(format!("{url}/1")).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_FOUND);
    assert!(visitor.sandbox.faults().list().is_empty());
}
