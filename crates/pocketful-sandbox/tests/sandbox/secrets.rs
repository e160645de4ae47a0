//! No secret of any flow stays in the request log.

use serde_json::json;

use crate::visitor::Visitor;

#[tokio::test]
async fn the_log_holds_no_secret_of_any_flow() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo().clone();
    let code = visitor.code(&[]);
    let answer: serde_json::Value = visitor
        .exchange(
            &code,
            &[("code_verifier", "sentinel-verifier-of-no-use-to-anybody-at-all")],
        )
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let token = answer["access_token"].as_str().unwrap().to_owned();
    visitor.placed(&token, json!({})).await;

    let login: serde_json::Value = visitor
        .http
        .post(visitor.url("/api/v3/user/login"))
        .json(&json!({ "channel_id": demo.client_id, "channel_secret": demo.password }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let twofa_token = login["data"]["twofa"]["twofa_token"].as_str().unwrap().to_owned();
    let second: serde_json::Value = visitor
        .http
        .post(visitor.url("/api/v3/user/twofa"))
        .json(&json!({
            "login_id": demo.client_id,
            "twofa": [{ "question_id": 1, "answer": demo.pin }],
            "twofa_token": twofa_token,
            "type": "PIN",
            "device_type": "web",
        }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let direct = second["data"]["auth_token"].as_str().unwrap().to_owned();

    // Secrets where they do not belong: in a path, under a name of their own, in a body that is no JSON.
    for stray in [
        visitor.http.get(visitor.url(&format!(
            "/ws/v1/feeds?login_id=x&access_token={token}&other={direct}"
        ))),
        visitor.http.get(visitor.url(&format!("/api/v1/{token}"))),
        visitor
            .http
            .post(visitor.url("/oauth2/token"))
            .body(format!("code={code}&pin={}", demo.pin)),
        visitor
            .http
            .post(visitor.url("/x"))
            .json(&json!({ "deep": [{ "PASSWORD": demo.password, "note": demo.app_secret }] })),
    ] {
        stray.send().await.unwrap();
    }

    let log = serde_json::to_string(&visitor.sandbox.request_log()).unwrap();
    let pin = format!("\"{}\"", demo.pin);
    for secret in [
        &code,
        &token,
        &direct,
        &twofa_token,
        &demo.password,
        &demo.app_secret,
        &demo.totp_secret,
        &pin,
        "sentinel-verifier",
        "state-of-a-test",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    assert!(log.contains("202611231001") && log.contains(&demo.client_id));
}

#[tokio::test]
async fn the_handle_shows_no_secret() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo();
    let shown = format!("{:?} {:?}", visitor.sandbox, demo);
    for secret in [&demo.password, &demo.app_secret, &demo.totp_secret, &demo.pin] {
        assert!(!shown.contains(secret.as_str()), "{shown}");
    }
}
