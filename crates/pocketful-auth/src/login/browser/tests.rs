//! The browser login against a real port, with a browser made of sockets.

use std::net::{Ipv4Addr, Ipv6Addr};

use secrecy::SecretString;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use super::*;
use crate::{
    ErrorKind, MockLoginApi, OAuthError, OAuthErrorCode,
    login::tests::{MIDNIGHT, NOW, app, clock, server, server_that_redeems},
};

/// A port that was free a moment ago.
async fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    listener.local_addr().unwrap().port()
}

/// A login on `port`, and the addresses it opens.
fn login(api: MockLoginApi, redirect_uri: &str) -> (BrowserLogin, mpsc::UnboundedReceiver<AuthorizationUrl>) {
    let (opened, urls) = mpsc::unbounded_channel();
    let flow = CodeFlow::new(app(redirect_uri), Arc::new(api)).with_clock(clock());
    let login = BrowserLogin::new(flow, move |url: &AuthorizationUrl| {
        let _ = opened.send(url.clone());
    });
    (login, urls)
}

/// The value of `name` in the address that was opened.
fn member(url: &AuthorizationUrl, name: &str) -> String {
    let (_, query) = url.as_str().split_once('?').unwrap();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(given, _)| given == name).unwrap().1.into_owned()
}

/// Sends `request` and reads the whole answer.
async fn send(port: u16, request: &[u8]) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn get(port: u16, target: &str) -> String {
    let request = format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    send(port, request.as_bytes()).await
}

/// Runs a login against what `browser` does once the page is open. `{state}` in its target is the login's own.
async fn answered_with(api: MockLoginApi, target: &str) -> (Result<TokenRecord, Error>, String) {
    let port = free_port().await;
    let (login, mut urls) = login(api, &format!("http://127.0.0.1:{port}/callback"));
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        get(port, &target.replace("{state}", &state)).await
    };
    tokio::join!(login.log_in(), browser)
}

#[tokio::test]
async fn the_browser_comes_back_and_is_told_so() {
    let api = server_that_redeems("c0de");
    let (record, page) = answered_with(api, "/callback?code=c0de&scope=orders&state={state}").await;
    let record = record.unwrap();
    assert_eq!(record.client_id().as_str(), "AB1234");
    assert_eq!(record.token().expose_secret(), "t0ken");
    assert_eq!(record.app_id().unwrap().as_str(), "app-7");
    assert_eq!(record.audience().to_string(), "https://algo.pocketful.in");
    assert_eq!(record.issued_at(), NOW);
    assert_eq!(record.expires_at(), NOW + time::Duration::HOUR);
    assert!(record.expires_at() < MIDNIGHT);
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    assert!(page.contains("You are logged in"));
    assert!(!page.contains("c0de") && !page.contains("t0ken"), "{page}");
}

#[tokio::test]
async fn strays_are_sent_away_and_hold_nothing_up() {
    let port = free_port().await;
    let (login, mut urls) = login(
        server_that_redeems("c0de"),
        &format!("http://127.0.0.1:{port}/callback"),
    );
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        // Opened ahead and never used, as browsers do; and one that stops in the middle.
        let _idle = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        let mut half = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        half.write_all(b"GET /callback?code=c0de").await.unwrap();
        let good = format!("/callback?code=c0de&state={state}");
        for (request, status) in [
            (
                format!("GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
                "404",
            ),
            (
                format!("GET /callback HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
                "400",
            ),
            (
                format!("HEAD {good} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
                "405",
            ),
            (
                format!("POST {good} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 3\r\n\r\nabc"),
                "405",
            ),
            (
                format!("GET {good} HTTP/1.1\r\nHost: rebound.example:{port}\r\n\r\n"),
                "421",
            ),
            (format!("GET {good} HTTP/1.1\r\n\r\n"), "421"),
            ("\x16\x03\x01 not http\r\n\r\n".to_owned(), "400"),
            (
                format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(40_000)),
                "431",
            ),
        ] {
            let answer = send(port, request.as_bytes()).await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{status}: {answer}"
            );
            assert!(!answer.contains("c0de"), "{answer}");
        }
        get(port, &good).await
    };
    let (record, page) = tokio::join!(login.log_in(), browser);
    assert_eq!(record.unwrap().client_id().as_str(), "AB1234");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
}

#[tokio::test]
async fn any_number_of_idle_connections_leaves_room_for_the_real_one() {
    let port = free_port().await;
    let (login, mut urls) = login(
        server_that_redeems("c0de"),
        &format!("http://127.0.0.1:{port}/callback"),
    );
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        let mut idle = Vec::new();
        for _ in 0..100 {
            idle.push(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap());
        }
        get(port, &format!("/callback?code=c0de&state={state}")).await
    };
    let (record, _) = tokio::join!(login.log_in(), browser);
    assert!(record.is_ok(), "{record:?}");
}

#[tokio::test]
async fn a_request_in_pieces_is_put_together() {
    let port = free_port().await;
    let (login, mut urls) = login(
        server_that_redeems("c0de"),
        &format!("http://127.0.0.1:{port}/callback"),
    );
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        let request =
            format!("GET /callback?code=c0de&state={state} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        for piece in request.as_bytes().chunks(7) {
            stream.write_all(piece).await.unwrap();
            tokio::task::yield_now().await;
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let (record, page) = tokio::join!(login.log_in(), browser);
    assert!(record.is_ok(), "{record:?}");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
}

/// Whatever any web page can send here without knowing the state of the login.
const FORGED: [&str; 10] = [
    "error=access_denied",
    "error=access_denied&state=of-another-login",
    "code=x",
    "code=x&state=",
    "code=x&state=of-another-login",
    "code=x&code=y&state=of-another-login",
    "state=of-another-login",
    "state={state}&state=of-another-login&code=x",
    "error=a&error=b",
    "code=x&state={state}x",
];

#[tokio::test]
async fn only_an_answer_with_this_logins_state_ends_the_wait() {
    let port = free_port().await;
    let (login, mut urls) = login(
        server_that_redeems("c0de"),
        &format!("http://127.0.0.1:{port}/callback"),
    );
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        for forged in FORGED {
            let query = forged.replace("{state}", &state);
            let request = format!(
                "GET /callback?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\n\r\n"
            );
            let page = send(port, request.as_bytes()).await;
            assert!(
                page.starts_with("HTTP/1.1 400 ") && page.contains("belongs to another login"),
                "{forged}: {page}"
            );
            assert!(!page.contains("of-another-login"), "{page}");
        }
        get(port, &format!("/callback?code=c0de&state={state}")).await
    };
    let (record, page) = tokio::join!(login.log_in(), browser);
    assert_eq!(record.unwrap().client_id().as_str(), "AB1234");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
}

#[tokio::test]
async fn a_state_mismatch_that_was_seen_is_told_when_time_is_up() {
    let port = free_port().await;
    // The server expects no call at all.
    let (login, mut urls) = login(server(), &format!("http://127.0.0.1:{port}/callback"));
    // In real time: paused time would be up while the answer is on its way.
    let login = login.with_timeout(Duration::from_secs(2));
    let browser = async {
        urls.recv().await.unwrap();
        get(port, "/callback?code=c0de&state=of-another-login").await
    };
    let (record, page) = tokio::join!(login.log_in(), browser);
    let error = record.unwrap_err();
    let after = Duration::from_secs(2);
    assert_eq!(
        error.login_failure(),
        Some(&LoginFailure::TimedOut { after, strayed: true })
    );
    assert_eq!(error.kind(), ErrorKind::LoginAbandoned);
    let said = error.to_string();
    assert!(
        said.contains("`state` is not the one") && said.contains("start it again"),
        "{said}"
    );
    assert!(
        !format!("{said}{page}").contains("of-another-login"),
        "{said} {page}"
    );
}

#[tokio::test]
async fn a_refusal_a_missing_and_a_repeated_code_are_told() {
    for (target, failure) in [
        ("/callback?scope=x&state={state}", LoginFailure::CodeMissing),
        (
            "/callback?code=a&code=b&state={state}",
            LoginFailure::Repeated("code"),
        ),
        (
            "/callback?error=access_denied&error_description=No+thanks%3Cb%3E&state={state}",
            LoginFailure::Refused(OAuthError::new("access_denied", Some("No thanks<b>"))),
        ),
    ] {
        let (record, page) = answered_with(server(), target).await;
        assert_eq!(record.unwrap_err().login_failure(), Some(&failure));
        assert!(
            page.starts_with("HTTP/1.1 400 ") && !page.contains("<b>"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_code_the_server_refuses_is_told_to_both() {
    let mut api = server();
    api.expect_redeem().times(1).returning(|_, _| {
        let refusal = OAuthError::new("invalid_grant", Some("code used twice"));
        Err(LoginFailure::Refused(refusal).into())
    });
    let (record, page) = answered_with(api, "/callback?code=c0de&state={state}").await;
    let error = record.unwrap_err();
    let Some(LoginFailure::Refused(refusal)) = error.login_failure() else {
        panic!("{error:?}");
    };
    assert_eq!(refusal.code(), &OAuthErrorCode::InvalidGrant);
    assert!(error.to_string().contains("works once"), "{error}");
    assert!(
        page.contains("The login did not succeed") && page.contains("works once"),
        "{page}"
    );
}

#[tokio::test]
async fn a_taken_port_is_named_and_no_browser_is_opened() {
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = other.local_addr().unwrap().port();
    let (login, mut urls) = login(server(), &format!("http://127.0.0.1:{port}/callback"));
    let error = login.log_in().await.unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::PortTaken { port }));
    assert!(error.to_string().contains(&format!("port {port}")), "{error}");
    drop(login);
    assert!(urls.recv().await.is_none(), "a browser was opened");
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_is_closed_ends_the_login_in_time() {
    let begin = tokio::time::Instant::now();
    let port = free_port().await;
    let (login, _urls) = login(server(), &format!("http://127.0.0.1:{port}/callback"));
    let error = login.log_in().await.unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 300);
    assert_eq!(error.kind(), ErrorKind::LoginAbandoned);
    assert!(error.to_string().contains("5 minutes"), "{error}");
    let begin = tokio::time::Instant::now();
    let error = login
        .with_timeout(Duration::from_secs(90))
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 90);
    let after = Duration::from_secs(90);
    assert_eq!(
        error.login_failure(),
        Some(&LoginFailure::TimedOut {
            after,
            strayed: false
        })
    );
}

#[tokio::test]
async fn giving_up_closes_the_port() {
    let port = free_port().await;
    let (login, mut urls) = login(server(), &format!("http://127.0.0.1:{port}/callback"));
    let waiting = tokio::spawn(async move { login.log_in().await });
    urls.recv().await.unwrap();
    let idle = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    drop(idle);
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err());
}

#[tokio::test]
async fn localhost_is_answered_on_both_families() {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_err() {
        // A machine without IPv6 has nothing to answer there.
        return;
    }
    let port = free_port().await;
    let (login, mut urls) = login(server_that_redeems("c0de"), &format!("http://localhost:{port}/"));
    let browser = async {
        let state = member(&urls.recv().await.unwrap(), "state");
        let mut stream = TcpStream::connect((Ipv6Addr::LOCALHOST, port)).await.unwrap();
        let request = format!("GET /?code=c0de&state={state} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let (record, page) = tokio::join!(login.log_in(), browser);
    assert!(record.is_ok(), "{record:?}");
    assert!(page.contains("You are logged in"), "{page}");
}

#[tokio::test]
async fn a_redirect_url_elsewhere_is_refused_at_once() {
    for redirect_uri in ["https://example.com/cb", "http://192.0.2.1:5010/cb"] {
        let (login, _urls) = login(server(), redirect_uri);
        let error = login.log_in().await.unwrap_err();
        assert_eq!(error.login_failure(), Some(&LoginFailure::NotLoopback));
    }
    let app = crate::App::new(crate::AppId::new("app-7"), SecretString::from("s3cret"));
    let login = BrowserLogin::new(CodeFlow::new(app, Arc::new(server())), |_: &AuthorizationUrl| {});
    assert_eq!(login.log_in().await.unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(!login.is_automatic());
}

#[tokio::test]
async fn an_opener_that_panics_leaves_the_login_waiting() {
    let port = free_port().await;
    let flow = CodeFlow::new(app(&format!("http://127.0.0.1:{port}/cb")), Arc::new(server()));
    let (called, mut calls) = mpsc::unbounded_channel();
    let login = BrowserLogin::new(flow, move |url: &AuthorizationUrl| {
        let _ = called.send(member(url, "state"));
        panic!("no browser here");
    });
    let browser = async {
        let state: String = calls.recv().await.unwrap();
        get(port, &format!("/cb?error=access_denied&state={state}")).await
    };
    let (record, _) = tokio::join!(login.log_in(), browser);
    assert_eq!(record.unwrap_err().kind(), ErrorKind::LoginRefused);
}
