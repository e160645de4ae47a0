//! OAuth and the direct login, as a program meets them.

use reqwest::StatusCode;
use serde_json::json;

use crate::visitor::{NOW, Visitor, json_of};

#[tokio::test]
async fn the_whole_oauth_flow_ends_with_a_token_that_opens() {
    let visitor = Visitor::new().await;
    let code = visitor.code(&[]);
    let response = visitor.exchange(&code, &[]).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    let (status, answer) = json_of(response).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("token", answer);

    let token = answer["access_token"].as_str().unwrap();
    let (status, who) = visitor.get("/api/v1/user/trading_info", token).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("trading_info", who);
}

#[tokio::test]
async fn the_direct_login_asks_for_the_pin() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo();
    let first = visitor
        .http
        .post(visitor.url("/api/v3/user/login"))
        .json(&json!({ "channel_id": demo.client_id, "channel_secret": demo.password }));
    let (status, answer) = json_of(first.send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("direct_login", answer);

    let second = visitor.http.post(visitor.url("/api/v3/user/twofa")).json(&json!({
        "login_id": answer["data"]["login_id"],
        "twofa": [{ "question_id": "1", "answer": demo.pin }],
        "twofa_token": answer["data"]["twofa"]["twofa_token"],
        "type": "PIN",
        "device_type": "web",
    }));
    let (status, answer) = json_of(second.send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!("direct_twofa", answer);

    let token = answer["data"]["auth_token"].as_str().unwrap();
    let (status, _) = visitor.get("/api/v1/user/trading_info", token).await;
    assert_eq!(status, StatusCode::OK);
    visitor.placed(token, json!({})).await;
}

#[tokio::test]
async fn midnight_kills_tokens_whatever_expires_in_says() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    visitor
        .sandbox
        .clock()
        .jump(NOW.replace_hour(23).unwrap().replace_minute(59).unwrap());
    let path = "/api/v1/user/trading_info";
    assert_eq!(visitor.get(path, &token).await.0, StatusCode::OK);
    visitor.sandbox.clock().advance(time::Duration::seconds(60));
    let (status, answer) = visitor.get(path, &token).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer["error_code"], 40000);
}
