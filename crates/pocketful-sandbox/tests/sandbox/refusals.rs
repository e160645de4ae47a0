//! Every documented error code has a request that produces it.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::visitor::{Visitor, json_of, refused};

#[tokio::test]
async fn what_an_order_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let stop = |price: f64, trigger: f64, side: &str| json!({ "order_type": "SL", "price": price, "trigger_price": trigger, "order_side": side });
    let mut shown = String::new();
    for changes in [
        json!({ "client_id": "ZZ9999" }),
        json!({ "client_id": null }),
        json!({ "exchange": "XSE" }),
        json!({ "exchange": 1 }),
        json!({ "exchange": "" }),
        json!({ "instrument_token": 14366 }),
        json!({ "instrument_token": "IDEA-EQ" }),
        json!({ "instrument_token": "99999" }),
        json!({ "exchange": "BSE" }),
        json!({ "order_type": "limit" }),
        json!({ "validity": "GTC" }),
        json!({ "product": "INTRADAY" }),
        json!({ "product": "MTF" }),
        json!({ "exchange": "NFO", "instrument_token": "35001", "quantity": 75, "price": 26000 }),
        json!({ "order_side": "HOLD" }),
        json!({ "execution_type": "CO" }),
        json!({ "execution_type": null }),
        json!({ "amo": "false" }),
        json!({ "device": null }),
        json!({ "user_order_id": "10002" }),
        json!({ "user_order_id": null }),
        json!({ "quantity": 0 }),
        json!({ "quantity": -5 }),
        json!({ "quantity": 1.5 }),
        json!({ "quantity": "10" }),
        json!({ "quantity": null }),
        json!({ "exchange": "NFO", "instrument_token": "35001", "quantity": 76, "price": 26000, "product": "NRML" }),
        json!({ "quantity": 10_000_001 }),
        json!({ "disclosed_quantity": 11 }),
        json!({ "disclosed_quantity": -1 }),
        json!({ "price": 8.755 }),
        json!({ "price": 0 }),
        json!({ "price": -8.75 }),
        json!({ "price": 7.19 }),
        json!({ "price": 10.81 }),
        json!({ "price": "8.75" }),
        json!({ "price": null }),
        json!({ "order_type": "MARKET" }),
        json!({ "trigger_price": 8.7 }),
        json!({ "order_type": "SLM", "price": 0 }),
        stop(8.75, 8.80, "BUY"),
        stop(8.75, 8.70, "SELL"),
    ] {
        // Slowly enough for the limits, which are not this test's matter.
        visitor.sandbox.clock().advance(time::Duration::SECOND);
        let refusal = refused(visitor.place(&token, changes.clone())).await;
        shown += &format!("{changes}\n    {refusal}\n");
    }
    let not_json = visitor
        .http
        .post(visitor.url("/api/v1/orders"))
        .header("x-authorization-token", &token)
        .body("exchange=NSE");
    shown += &format!("exchange=NSE\n    {}\n", refused(not_json).await);
    insta::assert_snapshot!("order_refusals", shown);
    assert!(visitor.book(&token, "pending").await.is_empty());
    assert!(visitor.book(&token, "completed").await.is_empty());
    assert!(!shown.contains("429"));
    for code in ["40000", "44000", "45000", "45010"] {
        assert!(shown.contains(code), "{code}");
    }
}

#[tokio::test]
async fn what_a_cancellation_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;
    let me = visitor.client_id();
    let mut shown = String::new();
    for path in [
        id.clone(),
        format!("{id}?client_id=ZZ9999&execution_type=REGULAR"),
        format!("{id}?client_id={me}&execution_type=BO"),
        format!("{id}?client_id={me}&execution_type=AMO"),
        format!("{id}?client_id={me}&client_id={me}"),
        format!("1{id}?client_id={me}"),
    ] {
        let request = visitor
            .http
            .delete(visitor.url(&format!("/api/v1/orders/{path}")))
            .header("x-authorization-token", &token);
        shown += &format!("{path}\n    {}\n", refused(request).await);
    }
    assert_eq!(visitor.book(&token, "pending").await.len(), 1);
    assert_eq!(
        visitor.cancel(&token, &id).send().await.unwrap().status(),
        StatusCode::OK
    );
    shown += &format!("again\n    {}\n", refused(visitor.cancel(&token, &id)).await);
    insta::assert_snapshot!("cancel_refusals", shown);
}

#[tokio::test]
async fn what_a_question_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id();
    let mut shown = String::new();
    for path in [
        "/api/v1/orders".to_owned(),
        format!("/api/v1/orders?client_id={me}"),
        format!("/api/v1/orders?client_id={me}&type=open"),
        "/api/v1/orders?client_id=ZZ9999&type=pending".to_owned(),
        "/v1/user/profile".to_owned(),
        "/v1/user/profile?client_id=ZZ9999".to_owned(),
        "/api/v1/user/profile?client_id=ZZ9999".to_owned(),
        "/api/v1/user/trading_info?client_id=ZZ9999".to_owned(),
        "/api/v2/funds/view?client_id=ZZ9999&type=all".to_owned(),
        format!("/api/v2/funds/view?client_id={me}"),
        format!("/api/v2/funds/view?client_id={me}&type=some"),
    ] {
        let request = visitor
            .http
            .get(visitor.url(&path))
            .header("x-authorization-token", &token);
        shown += &format!("{path}\n    {}\n", refused(request).await);
    }
    for path in [
        "/api/v1/user/trading_info",
        "/api/v1/orders",
        "/api/v2/funds/view",
    ] {
        let bare = visitor.http.get(visitor.url(path));
        shown += &format!("no token {path}\n    {}\n", refused(bare).await);
        let unknown = visitor.http.get(visitor.url(path)).bearer_auth("not.known");
        shown += &format!("unknown token {path}\n    {}\n", refused(unknown).await);
    }
    insta::assert_snapshot!("question_refusals", shown);
}

#[tokio::test]
async fn an_order_needs_the_scope() {
    let visitor = Visitor::new().await;
    let code = visitor.code(&[("scope", "holdings")]);
    let (_, answer) = json_of(visitor.exchange(&code, &[]).send().await.unwrap()).await;
    assert_eq!(answer["scope"], "holdings");
    let token = answer["access_token"].as_str().unwrap();
    let refusal = refused(visitor.place(token, json!({}))).await;
    assert_eq!(refusal, "403 40000 Request forbidden");
    // Neither may it do what leads to orders, moves positions, or applies for shares.
    for (method, path) in [
        (Method::POST, "/api/v1/event/gtt".to_owned()),
        (Method::PUT, "/api/v1/event/gtt".to_owned()),
        (
            Method::DELETE,
            format!("/api/v1/event/gtt/{}/1", visitor.client_id()),
        ),
        (Method::PUT, "/api/v1/position/convert".to_owned()),
        (Method::POST, "/api/v1/tradeipo/place-order".to_owned()),
        (Method::POST, "/api/v1/tradeipo/cancel-order".to_owned()),
    ] {
        let request = visitor.call(method, &path, token).json(&json!({}));
        assert_eq!(refused(request).await, "403 40000 Request forbidden", "{path}");
    }
}

#[tokio::test]
async fn nothing_is_a_page() {
    let visitor = Visitor::new().await;
    for request in [
        visitor.http.get(visitor.url("/api/v1/nowhere")),
        visitor.http.patch(visitor.url("/api/v1/orders")),
        visitor.http.delete(visitor.url("/api/v1/orders/")),
        visitor.http.get(visitor.url("/oauth2/token")),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(response.text().await.unwrap().starts_with("<!doctype html>"));
    }
}

#[tokio::test]
async fn a_margin_shortfall_is_accepted_and_then_rejected_in_the_book() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    visitor.placed(&token, json!({ "quantity": 57_143 })).await;
    let rows = visitor.book(&token, "completed").await;
    assert_eq!(
        (
            &rows[0]["order_status"],
            &rows[0]["rejection_code"],
            &rows[0]["rejection_reason"]
        ),
        (&json!("REJECTED"), &json!(12001), &json!("Margin shortfall"))
    );
}
