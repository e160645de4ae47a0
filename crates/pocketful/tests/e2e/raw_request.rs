//! A request in the caller's own words against the sandbox: it works, it is refused, it leads nowhere, its answer is lost.

use pocketful::{
    ErrorKind, Outcome, RawRequest,
    types::{Method, RawRequestError},
};
use pocketful_sandbox::{Fault, FaultRule};

use crate::day::Day;

const ORDER: &str = r#"{"exchange":"NSE","instrument_token":"14366","client_id":"CLIENT","order_type":"LIMIT","price":8.15,
    "quantity":10,"disclosed_quantity":0,"validity":"DAY","product":"CNC","order_side":"BUY","device":"WEB",
    "user_order_id":4711,"trigger_price":0,"execution_type":"REGULAR"}"#;

fn request(method: Method, path: &str) -> RawRequest {
    RawRequest::new(method, path).unwrap()
}

fn order(day: &Day) -> RawRequest {
    let body = ORDER.replace("CLIENT", &day.sandbox.demo().client_id);
    request(Method::POST, "/api/v1/orders").body(&body).unwrap()
}

#[tokio::test]
async fn a_read_and_a_write_that_the_broker_takes() {
    let day = Day::logged_in().await;
    let client = day.client();
    let placed = client.request(&order(&day)).await.unwrap();
    assert_eq!(placed.message(), Some("Order place successfully"));
    let client_id = day.sandbox.demo().client_id.clone();
    let book = request(Method::GET, "/api/v1/orders")
        .query("client_id", client_id)
        .query("type", "pending");
    let book: serde_json::Value =
        serde_json::from_str(client.request(&book).await.unwrap().payload_text()).unwrap();
    assert_eq!(book["orders"][0]["user_order_id"], "4711");
}

#[tokio::test]
async fn a_refusal_and_a_path_that_leads_nowhere() {
    let day = Day::logged_in().await;
    let client = day.client();
    let body = order(&day).body_text().unwrap().replace("\"14366\"", "\"99\"");
    let wrong = request(Method::POST, "/api/v1/orders").body(&body).unwrap();
    let error = client.request(&wrong).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Refused, Outcome::Rejected)
    );
    assert_eq!(error.api().unwrap().code, Some(45010));
    for method in [Method::GET, Method::POST, Method::DELETE] {
        let error = client
            .request(&request(method, "/api/v1/alerts"))
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(404), "{error}");
    }
    assert!(client.orders().all().await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn a_lost_answer_leaves_the_outcome_unknown_and_is_not_sent_again() {
    let day = Day::logged_in().await;
    let rule = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
    day.sandbox.faults().add(rule).unwrap();
    let client = day.client();
    let error = client.request(&order(&day)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.hint().contains("what it changes"), "{}", error.hint());
    assert_eq!(client.orders().all().await.unwrap().rows.len(), 1);
}

#[test]
fn nothing_leads_to_another_host() {
    for path in [
        "https://example.com/api",
        "//example.com/api",
        "/api/../..",
        "/api?x=1",
    ] {
        let error = RawRequest::new(Method::GET, path).unwrap_err();
        assert!(matches!(error, RawRequestError::Path(_)), "{path}");
    }
}
