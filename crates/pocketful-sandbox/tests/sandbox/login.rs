//! OAuth and the direct login, as a program meets them.

use pocketful_sandbox::{Sandbox, VisitError};
use reqwest::{StatusCode, Url};
use serde_json::{Value, json};

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

#[tokio::test]
async fn what_an_authorization_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let mut shown = String::new();
    for more in [
        ("client_id", "-"),
        ("client_id", "nobody"),
        ("redirect_uri", "-"),
        ("redirect_uri", "http://127.0.0.1:9/callback"),
        ("response_type", "-"),
        ("response_type", "token"),
        ("state", "-"),
        ("state", "1234567"),
        ("scope", "-"),
        ("scope", "orders money"),
        ("code_challenge", "short"),
        ("code_challenge_method", "S256"),
    ] {
        let url = visitor.authorization_url(&[more]);
        let answer = match visitor.sandbox.visit_as_demo_user(&url) {
            Ok(location) => {
                let url = Url::parse(&location).unwrap();
                let pairs: Vec<_> = url
                    .query_pairs()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                format!("sent back with {}", pairs.join(", "))
            }
            Err(VisitError::Page(message)) => format!("page: {message}"),
            Err(error) => panic!("{error}"),
        };
        shown += &format!("{} = {}\n    {answer}\n", more.0, more.1);
    }
    insta::assert_snapshot!("authorize_refusals", shown);

    // The same over HTTP: a page with 400 where the app is in doubt, a redirect where it is not.
    let page = visitor
        .http
        .get(visitor.authorization_url(&[("client_id", "nobody")]));
    assert_eq!(page.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    let back = visitor
        .http
        .get(visitor.authorization_url(&[("scope", "money")]))
        .send()
        .await
        .unwrap();
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    let location = back.headers()["location"].to_str().unwrap();
    assert!(
        location.starts_with(&visitor.sandbox.demo().redirect_uri),
        "{location}"
    );
    let on = visitor
        .http
        .get(visitor.authorization_url(&[]))
        .send()
        .await
        .unwrap();
    assert!(
        on.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/portal/authorize?request=")
    );

    let elsewhere = visitor
        .sandbox
        .visit_as_demo_user("https://trade.pocketful.in/oauth2/auth?x=1");
    assert_eq!(elsewhere, Err(VisitError::Elsewhere));
}

#[tokio::test]
async fn a_parameter_may_not_be_repeated_and_the_hyphen_is_tolerated() {
    let visitor = Visitor::new().await;
    let url = visitor.authorization_url(&[]);
    let twice = visitor
        .sandbox
        .visit_as_demo_user(&format!("{url}&scope=orders"))
        .unwrap();
    assert!(twice.contains("error=invalid_request"), "{twice}");
    let twice = visitor.sandbox.visit_as_demo_user(&format!("{url}&client_id=x"));
    assert!(matches!(twice, Err(VisitError::Page(_))));

    let redirect_uri = visitor.sandbox.demo().redirect_uri.clone();
    let hyphen = visitor.authorization_url(&[("redirect_uri", "-"), ("redirect-uri", &redirect_uri)]);
    let location = visitor.sandbox.visit_as_demo_user(&hyphen).unwrap();
    assert!(location.contains("code="), "{location}");
}

#[tokio::test]
async fn what_an_exchange_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let demo = visitor.sandbox.demo().clone();
    let mut shown = String::new();
    let mut show = |what: &str, (status, answer): (StatusCode, Value)| {
        let description = answer["error_description"].as_str().unwrap();
        shown += &format!(
            "{what}\n    {} {} {description}\n",
            status.as_u16(),
            answer["error"]
        );
    };
    for more in [
        ("grant_type", "-"),
        ("grant_type", "refresh_token"),
        ("code", "-"),
        ("code", "wrong"),
        ("redirect_uri", "-"),
        ("redirect_uri", "http://127.0.0.1:9/callback"),
    ] {
        let request = visitor.exchange(&visitor.code(&[]), &[more]);
        show(
            &format!("{} = {}", more.0, more.1),
            json_of(request.send().await.unwrap()).await,
        );
    }
    let url = visitor.url("/oauth2/token");
    let form = [("grant_type", "authorization_code")];
    let bare = visitor.http.post(&url).form(&form).send().await.unwrap();
    assert_eq!(bare.headers()["www-authenticate"], "Basic realm=\"pocketful\"");
    show("no authorization", json_of(bare).await);
    let wrong = visitor
        .http
        .post(&url)
        .basic_auth(&demo.app_id, Some("wrong"))
        .form(&form);
    show("wrong secret", json_of(wrong.send().await.unwrap()).await);
    let not_form = visitor
        .http
        .post(&url)
        .basic_auth(&demo.app_id, Some(&demo.app_secret))
        .json(&json!({}));
    show("JSON", json_of(not_form.send().await.unwrap()).await);

    let code = visitor.code(&[]);
    visitor.sandbox.clock().advance(time::Duration::seconds(60));
    show(
        "after 60 s",
        json_of(visitor.exchange(&code, &[]).send().await.unwrap()).await,
    );

    let challenge = [
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    let verifier = ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let code = visitor.code(&challenge);
    show(
        "no verifier",
        json_of(visitor.exchange(&code, &[]).send().await.unwrap()).await,
    );
    let code = visitor.code(&challenge);
    let right = visitor.exchange(&code, &[verifier]).send().await.unwrap();
    assert_eq!(right.status(), StatusCode::OK);
    show(
        "twice",
        json_of(visitor.exchange(&code, &[verifier]).send().await.unwrap()).await,
    );
    insta::assert_snapshot!("exchange_refusals", shown);
}

#[tokio::test]
async fn a_code_used_twice_takes_its_token_with_it() {
    let visitor = Visitor::new().await;
    let code = visitor.code(&[]);
    let (_, answer) = json_of(visitor.exchange(&code, &[]).send().await.unwrap()).await;
    let token = answer["access_token"].as_str().unwrap().to_owned();
    let other = visitor.token().await;
    let path = "/api/v1/user/trading_info";
    assert_eq!(visitor.get(path, &token).await.0, StatusCode::OK);
    assert_eq!(
        visitor.exchange(&code, &[]).send().await.unwrap().status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(visitor.get(path, &token).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.get(path, &other).await.0, StatusCode::OK);

    visitor.sandbox.revoke_tokens();
    assert_eq!(visitor.get(path, &other).await.0, StatusCode::UNAUTHORIZED);
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
}
