//! Registering an app through the API (wire reference, section 1.5): what it answers, what it refuses, what the app may ask for.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::visitor::{Visitor, json_of};

const PATH: &str = "/api/v1/app";

fn breakout() -> Value {
    json!({
        "app_name": "Breakout",
        "redirect_uris": ["http://127.0.0.1:8123/callback"],
        "scope": "holdings",
        "grant_types": ["authorization_code"],
    })
}

impl Visitor {
    async fn register(&self, token: &str, app: &Value) -> (StatusCode, Value) {
        json_of(
            self.call(Method::POST, PATH, token)
                .json(app)
                .send()
                .await
                .unwrap(),
        )
        .await
    }
}

#[tokio::test]
async fn an_app_is_registered_and_listed_without_its_secret() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let (status, answer) = visitor.register(&token, &breakout()).await;
    assert_eq!((status, &answer["status"]), (StatusCode::OK, &json!("success")));
    let app = &answer["data"];
    assert_eq!(app["app_owner"], visitor.client_id());
    let secret = app["app_secret"].as_str().unwrap();
    assert_eq!((secret.len(), &app["app_secret_expires_at"]), (40, &json!(0)));
    assert_eq!(
        app.as_object().unwrap().len(),
        8,
        "the members of the wire reference: {app}"
    );

    let apps = visitor.answered(&token, "/api/v1/apps").await;
    assert_eq!(
        apps["data"][1],
        json!({
            "app_id": app["app_id"],
            "app_name": "Breakout",
            "redirect_uris": ["http://127.0.0.1:8123/callback"],
            "scope": "holdings",
        })
    );
    let log = visitor
        .http
        .get(visitor.url("/sandbox/log"))
        .send()
        .await
        .unwrap();
    let log = log.text().await.unwrap();
    assert!(!log.contains(secret), "{log}");
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for (member, value, code, message) in [
        ("app_name", json!(null), 44000, "`app_name` can't be blank"),
        ("app_name", json!("  "), 44000, "`app_name` can't be blank"),
        ("app_name", json!("x".repeat(51)), 44000, "`app_name` is invalid"),
        ("app_name", json!("demo"), 44000, "`app_name` is invalid"),
        ("app_name", json!(7), 44000, "`app_name` is invalid"),
        (
            "redirect_uris",
            json!(null),
            44000,
            "`redirect_uris` can't be blank",
        ),
        (
            "redirect_uris",
            json!([]),
            44000,
            "`redirect_uris` can't be blank",
        ),
        (
            "redirect_uris",
            json!("https://one.example/"),
            44000,
            "`redirect_uris` is invalid",
        ),
        (
            "redirect_uris",
            json!(["http://one.example/"]),
            44000,
            "`redirect_uris` is invalid",
        ),
        (
            "redirect_uris",
            json!(["https://one.example/", "https://two.example/"]),
            44000,
            "`redirect_uris` is invalid",
        ),
        ("scope", json!("orders withdrawals"), 44000, "`scope` is invalid"),
        (
            "grant_types",
            json!(["password"]),
            44000,
            "`grant_types` is invalid",
        ),
        ("owner", json!("ZZ9999"), 40000, "Request forbidden"),
    ] {
        let mut app = breakout();
        app[member] = value;
        let (_, answer) = visitor.register(&token, &app).await;
        assert_eq!(
            (&answer["error_code"], &answer["message"]),
            (&json!(code), &json!(message)),
            "{app}"
        );
    }
    let (_, answer) = visitor.register("no.token", &breakout()).await;
    assert_eq!(answer["error_code"], 40000);
    let apps = visitor.answered(&token, "/api/v1/apps").await;
    assert_eq!(
        apps["data"].as_array().unwrap().len(),
        1,
        "nothing was registered"
    );
}

#[tokio::test]
async fn the_app_may_ask_for_its_own_scope_only() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let (_, answer) = visitor.register(&token, &breakout()).await;
    let id = answer["data"]["app_id"].as_str().unwrap().to_owned();
    let own = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://127.0.0.1:8123/callback"),
    ];
    let url = visitor.authorization_url(&[&own[..], &[("scope", "orders")]].concat());
    let refused = visitor.http.get(url).send().await.unwrap();
    let location = refused.headers()["location"].to_str().unwrap();
    assert!(location.contains("error=invalid_scope"), "{location}");
    assert!(visitor.code(&[&own[..], &[("scope", "holdings")]].concat()).len() > 8);
}
