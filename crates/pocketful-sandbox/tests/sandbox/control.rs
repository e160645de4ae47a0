//! The sandbox's own API, and what keeps web pages away from it.

use reqwest::StatusCode;
use serde_json::json;

use crate::visitor::{NOW, Visitor, json_of};

#[tokio::test]
async fn the_clock_is_seen_and_moved() {
    let visitor = Visitor::new().await;
    let url = visitor.url("/sandbox/clock");
    let (_, answer) = json_of(visitor.http.get(&url).send().await.unwrap()).await;
    assert_eq!(
        answer,
        json!({ "now": "2026-11-23T10:00:00+05:30", "paused": true, "speed": 1.0 })
    );

    let change = json!({ "now": "2026-11-23T18:29:50Z", "advance_s": 5, "speed": 60 });
    let (_, answer) = json_of(visitor.http.post(&url).json(&change).send().await.unwrap()).await;
    assert_eq!(
        answer,
        json!({ "now": "2026-11-23T23:59:55+05:30", "paused": true, "speed": 60.0 })
    );

    for wrong in [
        json!({ "speed": 0 }),
        json!({ "now": "tomorrow" }),
        json!({ "hurry": true }),
        json!({ "advance_s": i64::MAX }),
    ] {
        let (status, answer) = json_of(visitor.http.post(&url).json(&wrong).send().await.unwrap()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(answer["error"].is_string());
    }
}

#[tokio::test]
async fn answers_carry_the_virtual_date() {
    let visitor = Visitor::new().await;
    let response = visitor.http.get(visitor.url("/nowhere")).send().await.unwrap();
    assert_eq!(response.headers()["date"], "Mon, 23 Nov 2026 04:30:00 GMT");
}

#[tokio::test]
async fn state_shows_everything_but_secrets() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    visitor.placed(&token, json!({})).await;
    let (status, state) = json_of(
        visitor
            .http
            .get(visitor.url("/sandbox/state"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("state", state);
    let text = state.to_string();
    let demo = visitor.sandbox.demo();
    for secret in [&token, &demo.password, &demo.app_secret, &demo.totp_secret] {
        assert!(!text.contains(secret.as_str()));
    }
}

#[tokio::test]
async fn pages_of_other_sites_are_not_answered() {
    let visitor = Visitor::new().await;
    let url = visitor.url("/sandbox/clock");
    let body = r#"{"advance_s":86400}"#;
    let json_post = || {
        visitor
            .http
            .post(&url)
            .header("content-type", "application/json")
            .body(body)
    };
    for request in [
        json_post().header("origin", "https://evil.example"),
        json_post().header("origin", "null"),
        json_post().header("sec-fetch-site", "cross-site"),
        visitor.http.get(&url).header("origin", "https://evil.example"),
        json_post().header("host", "evil.example"),
        // What a page may send without asking first.
        visitor
            .http
            .post(&url)
            .header("content-type", "text/plain")
            .body(body),
        visitor.http.post(&url).body(body),
    ] {
        let status = request.send().await.unwrap().status();
        assert!(status.is_client_error(), "{status}");
    }
    assert_eq!(visitor.sandbox.clock().now(), NOW);
    assert_eq!(json_post().send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(visitor.sandbox.clock().now(), NOW + time::Duration::DAY);
}

#[tokio::test]
async fn there_is_nothing_else() {
    let visitor = Visitor::new().await;
    for request in [
        visitor.http.get(visitor.url("/sandbox/secrets")),
        visitor.http.put(visitor.url("/sandbox/clock")),
    ] {
        let (status, answer) = json_of(request.send().await.unwrap()).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(answer["error"].as_str().unwrap().contains("/sandbox/clock"));
    }
}
