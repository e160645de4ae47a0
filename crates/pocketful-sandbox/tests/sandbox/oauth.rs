//! OAuth, as a program meets it.

use pocketful_sandbox::VisitError;
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
