//! Every page as it is sent, with the seed and the clock fixed.

use reqwest::Method;
use serde_json::json;

use super::{
    rules::check,
    tab::{Page, Tab},
};

/// Keeps a page, without what says nothing about it: the port that the system chose, and one-time values.
fn keep(name: &str, page: &Page) {
    check(name, page);
    let filters = [
        (r"127\.0\.0\.1:\d{4,5}", "127.0.0.1:PORT"),
        (r"127\.0\.0\.1%3A\d{4,5}", "127.0.0.1%3APORT"),
        (r#"name="csrf" value="\w{32}""#, r#"name="csrf" value="CSRF""#),
        (
            r#"name="request" value="\w{32}""#,
            r#"name="request" value="REQUEST""#,
        ),
        (r"request(=|%3D)\w{32}", "request${1}REQUEST"),
    ];
    insta::with_settings!({ filters => filters, omit_expression => true }, {
        insta::assert_snapshot!(name, format!("{}\n\n{}", page.status, page.html));
    });
}

#[tokio::test]
async fn pages_for_everybody() {
    let mut tab = Tab::open().await;
    keep("login", &tab.get("/portal/login").await);
    let empty = tab
        .submit("/portal/login", "/portal/login", &[("login", " ")])
        .await;
    keep("login_empty", &empty);
    let wrong = [("login", "nobody"), ("password", "guess")];
    keep(
        "login_wrong",
        &tab.submit("/portal/login", "/portal/login", &wrong).await,
    );
    keep("clock", &tab.get("/portal/clock").await);
    let bad = [("do", "jump"), ("to", "soon")];
    keep(
        "clock_error",
        &tab.submit("/portal/clock", "/portal/clock", &bad).await,
    );
    keep("requests_empty", &tab.get("/portal/requests").await);
    keep("faults_none", &tab.get("/portal/faults").await);
    let bad = [("do", "add"), ("kind", "delay"), ("route", "*"), ("chance", "1")];
    keep(
        "faults_error",
        &tab.submit("/portal/faults", "/portal/faults", &bad).await,
    );
    for kind in ["token_revoked", "too_many_requests"] {
        let good = [
            ("do", "add"),
            ("kind", kind),
            ("number", "30"),
            ("route", "GET /api/*"),
            ("chance", "0.5"),
        ];
        let added = tab.submit("/portal/faults", "/portal/faults", &good).await;
        assert_eq!(added.location(), "/portal/faults?done=faults");
    }
    keep("faults", &tab.get("/portal/faults?done=faults").await);
    keep("no_such_page", &tab.get("/portal/nowhere").await);
    keep(
        "stale_form",
        &tab.post("/portal/login", &[("csrf", "stale")]).await,
    );
    keep(
        "default_redirect",
        &tab.get("/portal/token?code=x&state=12345678").await,
    );
}

#[tokio::test]
async fn pages_of_apps() {
    let mut tab = Tab::logged_in().await;
    keep("apps", &tab.get("/portal").await);
    keep("app_new", &tab.get("/portal/apps/new").await);
    let bad = [
        ("name", ""),
        ("redirect_uri", "ftp://x"),
        ("primary_ip", "1.2.3"),
        ("secondary_ip", "::"),
    ];
    keep(
        "app_new_errors",
        &tab.submit("/portal/apps/new", "/portal/apps/new", &bad).await,
    );
    let good = [
        ("name", "R&D <1>"),
        ("redirect_uri", &tab.visitor.url("/portal/token")),
        ("primary_ip", "127.0.0.1"),
    ];
    let created = tab.submit("/portal/apps/new", "/portal/apps/new", &good).await;
    let path = created.location().to_owned();
    keep("app_created", &tab.get(&path).await);
    let path = path.split('?').next().unwrap().to_owned();
    let early = [("slot", "primary_ip"), ("primary_ip", "127.0.0.9")];
    let refused = tab.submit(&path, &format!("{path}/addresses"), &early).await;
    keep("address_too_early", &refused);
    let made = tab.submit(&path, &format!("{path}/token"), &[]).await;
    let shown = made.location().split('#').next().unwrap().to_owned();
    keep("apps_with_token", &tab.get(&shown).await);
    keep(
        "app_secret",
        &tab.submit(&path, &format!("{path}/secret"), &[]).await,
    );
    let demo = format!("/portal/apps/{}", tab.visitor.sandbox.demo().app_id);
    let oauth = tab.get(&demo).await;
    keep("app_oauth", &oauth);

    // The address on the page begins an authorization.
    let (_, address) = oauth.html.split_once("/oauth2/auth?").unwrap();
    let query = address.split('<').next().unwrap().replace("&#38;", "&");
    let begun = tab
        .get(&format!(
            "/oauth2/auth?{}",
            query.replace("STATE", "eight-or-more")
        ))
        .await;
    assert!(
        begun.location().starts_with("/portal/authorize?request="),
        "{}",
        begun.location()
    );
}

#[tokio::test]
async fn pages_of_the_account() {
    let mut tab = Tab::logged_in().await;
    keep("security_off", &tab.get("/portal/security").await);
    keep("totp", &tab.get("/portal/security/totp").await);
    let (page, wrong) = ("/portal/security/totp", [("code", "12")]);
    keep("totp_wrong", &tab.submit(page, page, &wrong).await);
    keep("account", &tab.get("/portal/account").await);
    keep("orders_empty", &tab.get("/portal/orders").await);
    let token = tab.visitor.token().await;
    tab.visitor.placed(&token, json!({})).await;
    tab.visitor.placed(&token, json!({"quantity": 1_000_000})).await;
    keep("orders", &tab.get("/portal/orders").await);
    let market = json!({"order_type": "MARKET", "price": 0, "product": "MIS"});
    let id = tab.visitor.placed(&token, market).await;
    tab.visitor.fill(&id, json!({"quantity": 4, "price": 9})).await;
    tab.visitor.fill(&id, json!({"price": 9.01})).await;
    let mut cover = tab
        .visitor
        .order(json!({"amo": null, "execution_type": "CO", "product": "MIS"}));
    cover["stop_loss_value"] = json!(8.5);
    let cover = tab
        .visitor
        .call(Method::POST, "/api/v1/orders/kart", &token)
        .json(&cover);
    tab.visitor.ok(cover).await;
    keep("trades", &tab.get("/portal/orders").await);
    keep("requests", &tab.get("/portal/requests").await);
}

#[tokio::test]
async fn pages_of_a_consent() {
    let mut tab = Tab::open().await;
    let unknown = tab.visitor.authorization_url(&[("client_id", "nobody")]);
    let base = tab.visitor.url("");
    keep(
        "consent_unknown_app",
        &tab.get(unknown.strip_prefix(&base).unwrap()).await,
    );
    let asked = tab.visitor.authorization_url(&[]);
    let begun = tab.get(asked.strip_prefix(&base).unwrap()).await;
    let begun = begun.location().to_owned();
    let login = tab.get(&begun).await.location().to_owned();
    keep("consent_login", &tab.get(&login).await);
    assert_eq!(tab.log_in(&begun).await.location(), begun);
    let consent = tab.get(&begun).await;
    keep("consent", &consent);

    let redirect_uri = tab.visitor.sandbox.demo().redirect_uri.clone();
    let returns_to = redirect_uri.replace("/callback", "");
    let policy = consent.header("content-security-policy");
    assert!(
        policy.contains(&format!("form-action 'self' {returns_to};")),
        "{policy}"
    );
    let request = begun.split_once("request=").unwrap().1;
    let decision = [("request", request), ("decision", "allow")];
    let back = tab.submit(&begun, "/portal/authorize", &decision).await;
    assert!(back.location().starts_with(&redirect_uri), "{}", back.location());
    keep("consent_over", &tab.get(&begun).await);
}
