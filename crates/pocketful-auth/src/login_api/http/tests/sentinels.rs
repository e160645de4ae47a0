//! No secret of any way in reaches an error, a `Debug`, or a log at TRACE: planted ones are looked for.

use std::{
    fmt::Write as _,
    io,
    sync::{Arc, Mutex},
};

use pocketful_types::ClientId;
use secrecy::SecretString;
use tracing_subscriber::fmt::MakeWriter;

use super::server::{Reply, Server, json};
use crate::{
    App, AppId, AuthorizationUrl, BrowserLogin, CodeFlow, DirectLogin, Error, Login, LoginApi, PasteRequest,
    PastedTokenLogin, PastedUrlLogin, SecondFactor, TokenRecord, login::tests::clock,
};

/// Every secret has the word in it, whatever way it takes.
const CODE: &str = "SENTINEL-code";
const TOKEN: &str = "SENTINEL-token";
const PASSWORD: &str = "SENTINEL-password";
const PIN: &str = "SENTINEL-pin";
const TWOFA_TOKEN: &str = "SENTINEL-twofa";
const APP_SECRET: &str = "SENTINEL-app-secret";

/// What was logged.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// All of it.
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A server where every login succeeds.
fn good() -> Server {
    let ok = |body: &str| json("200 OK", body);
    Server::start(Reply::Paths(vec![
        (
            "/oauth2/token",
            ok(&format!(r#"{{"access_token":"{TOKEN}","expires_in":86399}}"#)),
        ),
        (
            "/api/v1/user/trading_info",
            ok(r#"{"data":{"client_id":"AB1234"},"status":"success"}"#),
        ),
        (
            "/api/v3/user/login",
            ok(&format!(
                r#"{{"data":{{"login_id":"AB1234","twofa_enabled":true,"twofa":{{"questions":[{{"question":"PIN","question_id":1}}],"twofa_token":"{TWOFA_TOKEN}"}}}},"status":"success"}}"#
            )),
        ),
        (
            "/api/v3/user/twofa",
            ok(&format!(
                r#"{{"data":{{"auth_token":"{TOKEN}"}},"status":"success"}}"#
            )),
        ),
    ]))
}

/// The secrets that a request told the server, as a server that talks too much would repeat them.
fn told(request: &str) -> String {
    let mut told = String::new();
    for secret in [CODE, TOKEN, PASSWORD, PIN, TWOFA_TOKEN, APP_SECRET] {
        // The app's secret comes in base64.
        if request.contains(secret) || secret == APP_SECRET && request.contains("Basic ") {
            write!(told, "<{secret}> ").unwrap();
        }
    }
    assert!(!told.is_empty(), "a request without a secret: {request}");
    told
}

/// Servers that repeat what they were told, refuse, or fail.
fn bad() -> Vec<Server> {
    vec![
        Server::start(Reply::Echo(|request| {
            let all = told(request);
            let body = format!(r#"{{"data":{{}},"message":"{all}","error_code":40000,"status":"error"}}"#);
            json("401 Unauthorized", &body)
        })),
        Server::start(Reply::Echo(|request| {
            let all = told(request);
            json(
                "400 Bad Request",
                &format!(r#"{{"error":"{all}","error_description":"{all}"}}"#),
            )
        })),
        Server::start(Reply::Echo(|request| {
            let all = told(request);
            format!("HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n<html>{all}</html>")
        })),
        Server::start(Reply::Text(format!(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/{CODE}\r\nContent-Length: 0\r\n\r\n"
        ))),
        Server::json("200 OK", &format!("\"{TOKEN}")),
        Server::json(
            "200 OK",
            &format!(r#"{{"data":{{"client_id":["{TOKEN}"]}},"status":"success"}}"#),
        ),
        Server::start(Reply::Nothing),
    ]
}

/// Every way in that needs no browser.
fn ways(server: &Server) -> Vec<Box<dyn Login>> {
    let api: Arc<dyn LoginApi> = Arc::new(server.api());
    let app = App::new(AppId::new("app-7"), SecretString::from(APP_SECRET))
        .with_redirect_uri("https://example.com/cb".parse().unwrap());
    let flow = CodeFlow::new(app, Arc::clone(&api))
        .with_pkce()
        .with_clock(clock());
    let ask = |request: PasteRequest| async move {
        let state = request
            .url
            .as_str()
            .split("state=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned();
        Ok(format!("https://example.com/cb?code={CODE}&state={state}"))
    };
    let astray = |_| async { Ok(format!("https://example.com/cb?code={CODE}&state=SENTINEL")) };
    let rubbish = |_| async { Ok(format!("SENTINEL {CODE}")) };
    let secret = |text: &str| SecretString::from(text);
    let direct = |second| {
        DirectLogin::new(
            Arc::clone(&api),
            ClientId::new("AB1234"),
            secret(PASSWORD),
            second,
        )
    };
    vec![
        Box::new(PastedUrlLogin::new(flow.clone(), ask)),
        Box::new(PastedUrlLogin::new(flow.clone(), astray)),
        Box::new(PastedUrlLogin::new(flow, rubbish)),
        Box::new(PastedTokenLogin::new(Arc::clone(&api), secret(TOKEN)).with_app_id(AppId::new("app-7"))),
        Box::new(PastedTokenLogin::new(
            Arc::clone(&api),
            secret("SENTINEL with blanks"),
        )),
        Box::new(direct(SecondFactor::pin(secret(PIN)))),
        Box::new(direct(SecondFactor::code(secret(PIN)))),
        Box::new(direct(SecondFactor::ask(|_| async {
            Ok(SecretString::from(PIN))
        }))),
    ]
}

fn note(shown: &mut String, login: &dyn Login, result: &Result<TokenRecord, Error>) {
    writeln!(shown, "{login:?} {result:?}").unwrap();
    if let Err(error) = result {
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = cause {
            writeln!(shown, "{error} {error:?} {error:#?}").unwrap();
            cause = error.source();
        }
    }
}

#[tokio::test]
async fn no_secret_is_shown_by_any_way_in_with_any_server() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let (mut shown, mut successes, mut failures) = (String::new(), 0, 0);
    for server in std::iter::once(good()).chain(bad()) {
        for login in ways(&server) {
            let result = login.log_in().await;
            match &result {
                Ok(record) => {
                    successes += 1;
                    assert_eq!(record.token().expose_secret(), TOKEN);
                }
                Err(_) => failures += 1,
            }
            note(&mut shown, &*login, &result);
        }
    }
    drop(guard);
    assert_eq!((successes, failures), (5, 3 + 7 * 8));
    let log = log.text();
    // The log works, or its silence would prove nothing.
    assert!(
        log.contains("logged in with a code") && log.contains("logged in with credentials"),
        "{log}"
    );
    for text in [&shown, &log] {
        if let Some(at) = text.find("SENTINEL") {
            panic!("{}", &text[at.saturating_sub(300)..(at + 100).min(text.len())]);
        }
    }
}

#[tokio::test]
async fn the_browser_s_page_and_log_show_nothing_either() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    for server in std::iter::once(good()).chain(bad()) {
        let port = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let app = App::new(AppId::new("app-7"), SecretString::from(APP_SECRET))
            .with_redirect_uri(format!("http://127.0.0.1:{port}/cb").parse().unwrap());
        let (opened, mut urls) = tokio::sync::mpsc::unbounded_channel();
        let login = BrowserLogin::new(
            CodeFlow::new(app, Arc::new(server.api())),
            move |url: &AuthorizationUrl| {
                let _ = opened.send(url.to_string());
            },
        );
        let browser = async {
            let url = urls.recv().await.unwrap();
            let state = url.split("state=").nth(1).unwrap().to_owned();
            let mut pages = String::new();
            for target in [
                format!("/favicon.ico?{CODE}"),
                format!("/cb?code={CODE}&state={state}"),
            ] {
                let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let request = format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
                stream.write_all(request.as_bytes()).await.unwrap();
                stream.read_to_string(&mut pages).await.unwrap();
            }
            pages
        };
        let (result, mut shown) = tokio::join!(login.log_in(), browser);
        assert!(shown.contains("HTTP/1.1 404") && shown.contains("</html>"));
        note(&mut shown, &login, &result);
        assert!(!shown.contains("SENTINEL"), "{shown}");
    }
    drop(guard);
    let log = log.text();
    assert!(log.contains("sent a stray request away"), "{log}");
    assert!(!log.contains("SENTINEL"), "{log}");
}
