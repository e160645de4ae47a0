//! The older direct login, and what changes the second factor: effects that are assumed.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::visitor::{Visitor, json_of};

async fn post(visitor: &Visitor, path: &str, body: Value) -> (StatusCode, Value) {
    let request = visitor.http.post(visitor.url(path)).json(&body);
    json_of(request.send().await.unwrap()).await
}

/// The TOTP code of this moment.
fn code(visitor: &Visitor) -> String {
    let secret = totp_rs::Secret::try_from_base32(&visitor.sandbox.demo().totp_secret).unwrap();
    let now = visitor.sandbox.clock().now().unix_timestamp().try_into().unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(now).to_string()
}

/// What the direct login asks for.
async fn asked(visitor: &Visitor) -> String {
    let demo = visitor.sandbox.demo();
    let body = json!({ "channel_id": demo.client_id, "channel_secret": demo.password });
    let (_, answer) = post(visitor, "/api/v3/user/login", body).await;
    answer["data"]["twofa"]["type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_older_login_ends_with_a_token_too() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo().clone();
    let body = json!({ "login_id": demo.client_id, "password": demo.password, "device": "WEB" });
    let (_, first) = post(&visitor, "/api/v1/user/login", body).await;
    let body = json!({
        "login_id": demo.client_id,
        "twofa": [{ "question_id": "1", "answer": demo.pin }],
        "twofa_token": first["data"]["twofa"]["twofa_token"],
        "type": "PIN",
    });
    let (_, second) = post(&visitor, "/api/v1/user/twofa", body).await;
    let token = second["data"]["auth_token"].as_str().unwrap();
    let (status, _) = visitor.get("/api/v1/user/trading_info", token).await;
    assert_eq!(status, StatusCode::OK);
    let body = json!({ "login_id": demo.client_id, "password": demo.password });
    let (status, answer) = post(&visitor, "/api/v1/user/login", body).await;
    assert_eq!(
        (status, &answer["error_code"]),
        (StatusCode::BAD_REQUEST, &json!(44000))
    );
}

#[tokio::test]
async fn the_second_factor_is_chosen_with_a_code_and_forgotten_with_the_pan() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo().clone();
    let id = &demo.client_id;
    let (_, set_up) = post(&visitor, "/api/v3/setup_totp", json!({ "client_id": id })).await;
    assert_eq!(set_up["data"]["totp_secret"], demo.totp_secret);
    let choose = |kind: &str, code: &str| json!({ "login_id": id, "twofa_type": kind, "totp": code });
    let (status, _) = post(&visitor, "/api/v3/choose_twofa", choose("TOTP", "000000")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(asked(&visitor).await, "PIN");
    let (status, answer) = post(&visitor, "/api/v3/choose_twofa", choose("TOTP", &code(&visitor))).await;
    assert_eq!((status, &answer["data"]), (StatusCode::OK, &json!({})));
    assert_eq!(asked(&visitor).await, "TOTP");
    // What is in use is not told again.
    let (status, _) = post(&visitor, "/api/v3/setup_totp", json!({ "client_id": id })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, answer) = post(&visitor, "/api/v3/choose_twofa", choose("SMS", &code(&visitor))).await;
    assert_eq!(
        (status, &answer["error_code"]),
        (StatusCode::BAD_REQUEST, &json!(44000))
    );

    let forgot = |pan: &str| json!({ "login_id": id, "pan": pan });
    let (status, _) = post(&visitor, "/api/v3/user/forgot_totp", forgot("ABCPS0000A")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(asked(&visitor).await, "TOTP");
    let (status, _) = post(&visitor, "/api/v3/user/forgot_totp", forgot(&demo.pan)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(asked(&visitor).await, "PIN");
    let (_, answer) = post(&visitor, "/api/v3/choose_twofa", choose("PIN", &code(&visitor))).await;
    assert_eq!(answer["status"], "success");
}

#[tokio::test]
async fn wrong_answers_lock_the_account_here_too() {
    let visitor = Visitor::new().await;
    let id = visitor.client_id().to_owned();
    for _ in 0..4 {
        let body = json!({ "login_id": id, "pan": "ABCPS0000A" });
        let (status, _) = post(&visitor, "/api/v3/user/forgot_totp", body).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    let body = json!({ "login_id": id, "twofa_type": "TOTP", "totp": "000000" });
    let (status, answer) = post(&visitor, "/api/v3/choose_twofa", body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(answer["message"].as_str().unwrap().contains("locked"), "{answer}");
}

#[tokio::test]
async fn a_one_time_password_completes_a_login_where_one_is_asked_for() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo().clone();
    let (status, shown) = post(&visitor, "/sandbox/login", json!({ "otp": true })).await;
    assert_eq!((status, &shown["otp"]), (StatusCode::OK, &json!(true)));
    assert_eq!(shown["accounts"][0]["pan"], demo.pan);
    let body = json!({ "channel_id": demo.client_id, "channel_secret": demo.password });
    let (_, first) = post(&visitor, "/api/v3/user/login", body).await;
    assert_eq!(
        (&first["data"]["twofa"]["questions"], &first["data"]["auth_token"]),
        (&json!([]), &json!(""))
    );
    let shown: Value = visitor
        .http
        .get(visitor.url("/sandbox/login"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let otp = shown["sent"][0]["otp"].as_str().unwrap();
    let with = |otp: &str| json!({ "reference_token": first["data"]["reference_token"], "otp": otp });
    let (status, _) = post(&visitor, "/api/v3/user/login/otp", with("")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let wrong = if otp == "000000" { "000001" } else { "000000" };
    let (status, _) = post(&visitor, "/api/v3/user/login/otp", with(wrong)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (status, done) = post(&visitor, "/api/v3/user/login/otp", with(otp)).await;
    assert_eq!(status, StatusCode::OK);
    let token = done["data"]["auth_token"].as_str().unwrap();
    let (status, _) = visitor.get("/api/v1/user/trading_info", token).await;
    assert_eq!(status, StatusCode::OK);
    // Once only.
    let (status, _) = post(&visitor, "/api/v3/user/login/otp", with(otp)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (status, _) = post(&visitor, "/sandbox/login", json!({ "otp": "yes" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    // The log of requests tells none of it.
    let log: Value = visitor
        .http
        .get(visitor.url("/sandbox/log"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let log = log.to_string();
    let reference = first["data"]["reference_token"].as_str().unwrap();
    for secret in [otp, reference, token, &demo.password] {
        assert!(!log.contains(secret), "{log}");
    }
}
