//! What the portal lets nobody do: forms of strangers, planted cookies, foreign host names, other people's pages.

use reqwest::{StatusCode, header};

use super::tab::{Page, Tab};

/// Every form of the portal.
const FORMS: [&str; 12] = [
    "/portal/login",
    "/portal/login/code",
    "/portal/logout",
    "/portal/apps/new",
    "/portal/apps/APP/secret",
    "/portal/apps/APP/addresses",
    "/portal/apps/APP/token",
    "/portal/security/totp",
    "/portal/authorize",
    "/portal/clock",
    "/portal/faults",
    "/portal/requests",
];

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let mut tab = Tab::logged_in().await;
    let app = tab.visitor.sandbox.demo().app_id.clone();
    // A token of the same sandbox, but of another browser.
    let mine = std::mem::take(&mut tab.cookie);
    let foreign = tab.get("/portal/login").await.form_token();
    tab.cookie = mine;
    let right = tab.get("/portal/clock").await.form_token();
    let before = tab.visitor.sandbox.clock().now();
    for form in FORMS {
        let path = form.replace("APP", &app);
        let shortened = &right[..right.len() - 1];
        for token in [None, Some(""), Some(shortened), Some(foreign.as_str())] {
            let mut fields = vec![("do", "before_midnight"), ("name", "x")];
            fields.extend(token.map(|token| ("csrf", token)));
            let page = tab.post(&path, &fields).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {token:?}");
            assert!(page.html.contains("This form is out of date"), "{path}");
        }
    }
    // Nothing happened: the clock stands, nobody was logged out.
    assert_eq!(tab.visitor.sandbox.clock().now(), before);
    assert_eq!(tab.get("/portal").await.status, StatusCode::OK);
    // With the right token the same form works.
    let page = tab
        .post("/portal/clock", &[("csrf", &right), ("do", "before_midnight")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_ne!(tab.visitor.sandbox.clock().now(), before);
}

#[tokio::test]
async fn a_login_has_a_cookie_and_a_token_of_its_own() {
    let mut tab = Tab::open().await;
    let page = tab.get("/portal/login").await;
    let planted = tab.cookie.clone();
    let line = page.header("set-cookie");
    for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(line.contains(part), "{line}");
    }
    tab.log_in("").await;
    assert_ne!(tab.cookie, planted);
    assert_eq!(tab.get("/portal").await.status, StatusCode::OK);

    // Whoever planted the first cookie is nobody.
    let mine = std::mem::replace(&mut tab.cookie, planted);
    assert_eq!(tab.get("/portal").await.location(), "/portal/login?then=");
    // After logging out the cookie is good for nothing.
    tab.cookie.clone_from(&mine);
    tab.submit("/portal", "/portal/logout", &[]).await;
    tab.cookie = mine;
    let page = tab.get("/portal/account").await;
    assert_eq!(page.location(), "/portal/login?then=%2Fportal%2Faccount");
}

#[tokio::test]
async fn nobody_sees_what_belongs_to_somebody() {
    let mut tab = Tab::open().await;
    let app = format!("/portal/apps/{}", tab.visitor.sandbox.demo().app_id);
    for path in [
        "/portal",
        "/portal/apps/new",
        &app,
        "/portal/security",
        "/portal/security/totp",
        "/portal/account",
        "/portal/orders",
    ] {
        let page = tab.get(path).await;
        assert!(page.location().starts_with("/portal/login?then="), "{path}");
        assert!(page.html.is_empty(), "{path}");
    }
    let page = tab.submit("/portal/login", &format!("{app}/secret"), &[]).await;
    assert!(page.location().starts_with("/portal/login"));
    assert!(page.html.is_empty());
}

#[tokio::test]
async fn secrets_are_in_no_page_that_was_not_asked_for_them() {
    let mut tab = Tab::logged_in().await;
    let demo = tab.visitor.sandbox.demo().clone();
    let app = format!("/portal/apps/{}", demo.app_id);
    for path in [
        "/portal",
        &app,
        "/portal/account",
        "/portal/security",
        "/portal/orders",
        "/portal/clock",
    ] {
        let html = tab.get(path).await.html;
        for secret in [&demo.app_secret, &demo.password, &demo.totp_secret] {
            assert!(!html.contains(secret.as_str()), "{path}");
        }
    }
    let shown = tab.submit(&app, &format!("{app}/secret"), &[]).await;
    assert!(shown.html.contains(&demo.app_secret));
    assert_eq!(shown.header("cache-control"), "no-store");
    assert!(!tab.get(&app).await.html.contains(&demo.app_secret));
}

#[tokio::test]
async fn only_an_app_with_the_default_url_gets_its_token_here() {
    let mut tab = Tab::logged_in().await;
    let demo = tab.visitor.sandbox.demo().app_id.clone();
    for app in [demo.as_str(), "nobody"] {
        let page = tab
            .submit("/portal", &format!("/portal/apps/{app}/token"), &[])
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{app}");
        let page = tab.log_in(&format!("token:{app}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{app}");
    }
}

#[tokio::test]
async fn starting_a_login_again_still_leads_where_it_was_to() {
    let builder = pocketful_sandbox::Sandbox::builder().totp_enabled();
    let mut tab = Tab {
        visitor: crate::visitor::Visitor::with(builder).await,
        cookie: String::new(),
    };
    let code = tab.log_in("/portal/orders").await;
    assert_eq!(code.status, StatusCode::OK);
    assert!(code.html.contains("<h1>Enter your code</h1>"));
    assert!(
        code.html
            .contains("href=\"/portal/login?then=%2Fportal%2Forders\""),
        "{}",
        code.html
    );
    assert_eq!(tab.get("/portal/orders").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_login_leads_to_no_other_server() {
    let mut tab = Tab::open().await;
    for elsewhere in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/portal/\r\nx: y",
    ] {
        let page = tab.log_in(elsewhere).await;
        assert_eq!(page.location(), "/portal", "{elsewhere:?}");
    }
}

#[tokio::test]
async fn foreign_host_names_are_not_answered() {
    let tab = Tab::open().await;
    for path in [
        "/",
        "/portal/login",
        "/portal/assets/portal.css",
        "/oauth2/auth?client_id=x",
        "/api/v1/orders",
    ] {
        let ask = |host: &'static str| {
            tab.visitor
                .http
                .get(tab.visitor.url(path))
                .header(header::HOST, host)
        };
        for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example"] {
            let page = Page::read(ask(host).send().await.unwrap()).await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{path} as {host}");
            assert!(!page.headers.contains_key(header::SET_COOKIE), "{path} as {host}");
        }
        let answered = ask("localhost").send().await.unwrap().status();
        assert_ne!(answered, StatusCode::MISDIRECTED_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn what_people_type_is_shown_as_text() {
    let mut tab = Tab::logged_in().await;
    let hostile = "\"><script>alert(1)</script>";
    let fields = ["name", "redirect_uri", "primary_ip", "secondary_ip"].map(|name| (name, hostile));
    let page = tab.submit("/portal/apps/new", "/portal/apps/new", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut pages = vec![page];
    let fields = [("do", "speed"), ("speed", hostile)];
    pages.push(tab.submit("/portal/clock", "/portal/clock", &fields).await);
    pages.push(tab.get("/portal/login?then=%22%3E%3Cscript%3E").await);
    pages.push(tab.get("/portal?done=%22%3E%3Cscript%3E").await);
    for page in pages {
        assert!(!page.html.contains("<script>"), "{}", page.html);
    }
}

#[tokio::test]
async fn a_form_of_a_megabyte_is_too_large() {
    let mut tab = Tab::open().await;
    let login = "x".repeat(1 << 20);
    let page = tab.post("/portal/login", &[("login", &login)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}
