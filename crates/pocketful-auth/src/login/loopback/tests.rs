//! Which requests are the browser coming back.

use super::*;

fn place() -> Place {
    let app = crate::login::tests::app("http://127.0.0.1:5010/callback");
    let flow = crate::CodeFlow::new(app, Arc::new(crate::login::tests::server()));
    Place {
        host: "127.0.0.1:5010".to_owned(),
        path: "/callback".to_owned(),
        authorization: Arc::new(flow.start().unwrap()),
        strayed: AtomicBool::new(false),
    }
}

fn request<'a>(method: &'a str, path: &'a str, query: &'a str, host: Option<&'a str>) -> Request<'a> {
    Request {
        method,
        path,
        query,
        host,
    }
}

#[test]
fn only_the_browser_coming_back_is_let_in() {
    let here = Some("127.0.0.1:5010");
    let place = place();
    let judged = |method, path, query, host| judge(&request(method, path, query, host), &place);
    let url = place.authorization.url().to_string();
    let state = url.split('&').find(|pair| pair.starts_with("state=")).unwrap();
    let owns = [format!("code=a&{state}"), format!("error=access_denied&{state}")];
    for own in &owns {
        assert_eq!(
            judged("GET", "/callback", own, here).map(|query| query.to_string()),
            Ok(own.clone())
        );
    }
    assert!(!place.strayed.load(Ordering::Relaxed));
    for (method, path, query, host, page) in [
        ("GET", "/favicon.ico", "", here, Page::NotFound),
        ("GET", "/", "code=a&state=b", here, Page::NotFound),
        ("GET", "/callback/", "code=a&state=b", here, Page::NotFound),
        ("GET", "/callback/x", "code=a&state=b", here, Page::NotFound),
        (
            "HEAD",
            "/callback",
            "code=a&state=b",
            here,
            Page::MethodNotAllowed,
        ),
        (
            "POST",
            "/callback",
            "code=a&state=b",
            here,
            Page::MethodNotAllowed,
        ),
        (
            "OPTIONS",
            "/callback",
            "code=a&state=b",
            here,
            Page::MethodNotAllowed,
        ),
        (
            "GET",
            "/callback",
            "error=access_denied",
            here,
            Page::NotThisLogin,
        ),
        ("GET", "/callback", "code=a&state=b", here, Page::NotThisLogin),
        ("GET", "/callback", "", here, Page::BadRequest),
        ("GET", "/callback", "utm=x", here, Page::BadRequest),
        ("GET", "/callback", "code=a&state=b", None, Page::WrongHost),
        (
            "GET",
            "/callback",
            "code=a&state=b",
            Some("evil.example:5010"),
            Page::WrongHost,
        ),
        (
            "GET",
            "/callback",
            "code=a&state=b",
            Some("127.0.0.1"),
            Page::WrongHost,
        ),
        (
            "GET",
            "/callback",
            "code=a&state=b",
            Some("127.0.0.1:5011"),
            Page::WrongHost,
        ),
    ] {
        assert_eq!(
            judged(method, path, query, host).map(|query| query.to_string()),
            Err(page),
            "{method} {path}"
        );
    }
    assert!(place.strayed.load(Ordering::Relaxed));
}
