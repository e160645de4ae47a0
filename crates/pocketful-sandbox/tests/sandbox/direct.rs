//! The direct login, as a program meets it.

use pocketful_sandbox::Sandbox;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::visitor::{NOW, Visitor, json_of};

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

/// A direct login up to its second question; the answer is what was said.
async fn first_step(visitor: &Visitor, password: &str) -> (StatusCode, Value) {
    let body = json!({ "channel_id": visitor.client_id(), "channel_secret": password });
    let request = visitor.http.post(visitor.url("/api/v3/user/login")).json(&body);
    json_of(request.send().await.unwrap()).await
}

async fn second_step(visitor: &Visitor, first: &Value, changes: Value) -> (StatusCode, Value) {
    let mut body = json!({
        "login_id": first["data"]["login_id"],
        "twofa": [{ "question_id": "1", "answer": visitor.sandbox.demo().pin }],
        "twofa_token": first["data"]["twofa"]["twofa_token"],
        "type": "PIN",
        "device_type": "web",
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    let request = visitor.http.post(visitor.url("/api/v3/user/twofa")).json(&body);
    json_of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn what_a_direct_login_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let password = visitor.sandbox.demo().password.clone();
    let mut shown = String::new();
    let mut show = |what: String, (status, answer): (StatusCode, Value)| {
        shown += &format!(
            "{what}\n    {} {} {}\n",
            status.as_u16(),
            answer["error_code"],
            answer["message"]
        );
    };
    show("no password".to_owned(), first_step(&visitor, "").await);
    show("wrong password".to_owned(), first_step(&visitor, "wrong").await);
    for changes in [
        json!({ "twofa": [] }),
        json!({ "twofa": [{ "question_id": "7", "answer": "x" }] }),
        json!({ "twofa": [{ "question_id": "1", "answer": "0000" }] }),
        json!({ "twofa": [{ "question_id": "1", "answer": "" }] }),
        json!({ "type": "TOTP" }),
        json!({ "type": "TOTP", "twofa": [{ "question_id": "100", "answer": "000000" }] }),
        json!({ "login_id": "ZZ9999" }),
        json!({ "twofa_token": "wrong" }),
        json!({ "device_type": null }),
    ] {
        let (_, first) = first_step(&visitor, &password).await;
        show(changes.to_string(), second_step(&visitor, &first, changes).await);
    }
    let (_, first) = first_step(&visitor, &password).await;
    visitor.sandbox.clock().advance(time::Duration::minutes(5));
    show(
        "after five minutes".to_owned(),
        second_step(&visitor, &first, json!({})).await,
    );

    let (_, first) = first_step(&visitor, &password).await;
    let (status, _) = second_step(
        &visitor,
        &first,
        json!({ "twofa": [{ "question_id": 1, "answer": visitor.sandbox.demo().pin }] }),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    show(
        "the same answer again".to_owned(),
        second_step(&visitor, &first, json!({})).await,
    );
    insta::assert_snapshot!("direct_refusals", shown);
}

#[tokio::test]
async fn five_wrong_answers_lock_the_account_for_a_while() {
    let visitor = Visitor::new().await;
    let password = visitor.sandbox.demo().password.clone();
    for _ in 0..4 {
        assert_eq!(first_step(&visitor, "wrong").await.0, StatusCode::UNAUTHORIZED);
    }
    let (status, answer) = first_step(&visitor, "wrong").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    insta::assert_json_snapshot!("locked", answer);
    assert_eq!(first_step(&visitor, &password).await.0, StatusCode::FORBIDDEN);
    visitor.sandbox.clock().advance(time::Duration::minutes(15));
    assert_eq!(first_step(&visitor, &password).await.0, StatusCode::OK);
}

#[tokio::test]
async fn totp_is_asked_for_once_enabled() {
    let visitor = Visitor::with(Sandbox::builder().seed(7).now(NOW).paused().totp_enabled()).await;
    let demo = visitor.sandbox.demo().clone();
    let (_, first) = first_step(&visitor, &demo.password).await;
    insta::assert_json_snapshot!("direct_login_totp", first["data"]["twofa"]);

    let (status, _) = second_step(&visitor, &first, json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "a PIN is no longer enough");
    let secret = totp_rs::Secret::try_from_base32(&demo.totp_secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    let code = totp
        .generate(u64::try_from(NOW.unix_timestamp()).unwrap())
        .to_string();
    let answer = json!({ "type": "TOTP", "twofa": [{ "question_id": "100", "answer": code }] });
    let (status, answer) = second_step(&visitor, &first, answer).await;
    assert_eq!(status, StatusCode::OK, "{answer}");

    // The broker's SDK repeats the id as it came, and calls the code a PIN unless it came as a text.
    let (_, first) = first_step(&visitor, &demo.password).await;
    let id = &first["data"]["twofa"]["questions"][0]["question_id"];
    let kind = if *id == json!("100") { "TOTP" } else { "PIN" };
    let answer = json!({ "type": kind, "twofa": [{ "question_id": id, "answer": code }] });
    let (status, answer) = second_step(&visitor, &first, answer).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}
