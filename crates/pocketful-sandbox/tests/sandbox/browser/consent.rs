//! OAuth with a person in it: log in, look at what is asked for, allow or deny, and be back at the app.

use pocketful_sandbox::Sandbox;
use reqwest::Url;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

use super::session::{Visit, visit_with};

/// An app that waits on loopback: its redirect URL, and the addresses to which browsers come back.
async fn app() -> (String, mpsc::UnboundedReceiver<Url>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let redirect_uri = format!("{base}/callback");
    let (arrived, arrivals) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let body = "<!doctype html><title>App</title><link rel=icon href=data:,><h1>Back at the app</h1>";
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
            let head = String::from_utf8_lossy(&head).into_owned();
            if let Some(path) = head.split(' ').nth(1) {
                let _ = arrived.send(Url::parse(&base).unwrap().join(path).unwrap());
            }
        }
    });
    (redirect_uri, arrivals)
}

fn authorization_path(visit: &Visit, app_id: &str) -> String {
    let mut url = Url::parse("http://127.0.0.1/oauth2/auth").unwrap();
    url.query_pairs_mut()
        .append_pair("client_id", app_id)
        .append_pair("redirect_uri", &visit.sandbox.demo().redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("scope", "orders holdings")
        .append_pair("state", "a state & more");
    format!("{}?{}", url.path(), url.query().unwrap())
}

fn answer(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_person_allows_an_app_and_is_back_there_with_a_code_that_opens() {
    let (redirect_uri, mut arrivals) = app().await;
    let builder = Sandbox::builder().redirect_uri(&redirect_uri);
    visit_with(builder, |visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.open(&authorization_path(&visit, &demo.app_id)).await;
        visit.wait_for_heading("Log in").await;
        visit.picture("consent-login").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.wait_for_heading("Allow Demo?").await;
        assert!(visit.shows("place, change and cancel them").await);
        assert!(visit.shows("12:00 AM IST on Wed 25 Nov 2026").await);
        visit.picture("consent").await;
        let asked = visit.client.current_url().await.unwrap();
        visit.press("Allow").await;
        visit.wait_for_heading("Back at the app").await;

        let arrived = arrivals.recv().await.unwrap();
        assert_eq!(answer(&arrived, "state").as_deref(), Some("a state & more"));
        assert_eq!(answer(&arrived, "scope").as_deref(), Some("orders holdings"));
        let code = answer(&arrived, "code").unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &demo.redirect_uri),
        ];
        let exchanged = reqwest::Client::new()
            .post(format!("{}/oauth2/token", visit.sandbox.url()))
            .basic_auth(&demo.app_id, Some(&demo.app_secret))
            .form(&form)
            .send()
            .await
            .unwrap();
        assert!(exchanged.text().await.unwrap().contains("access_token"));

        // The request was answered: its page is gone.
        visit.client.goto(asked.as_str()).await.unwrap();
        visit.wait_for_heading("This login is over").await;
        visit.picture("consent-over").await;
    })
    .await;
}

#[tokio::test]
async fn a_person_denies_an_app_and_unknown_apps_are_stopped() {
    let (redirect_uri, mut arrivals) = app().await;
    let builder = Sandbox::builder().redirect_uri(&redirect_uri).totp_enabled();
    visit_with(builder, |visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.open(&authorization_path(&visit, "nobody")).await;
        visit.wait_for_heading("This login cannot go on").await;
        visit.picture("consent-unknown-app").await;

        // With TOTP on, the way back to the consent survives the second question.
        visit.open(&authorization_path(&visit, &demo.app_id)).await;
        visit.log_in(&demo.email, &demo.password).await;
        visit.wait_for_heading("Enter your code").await;
        visit.type_keys(&visit.code(&demo.totp_secret)).await;
        visit.press("Continue").await;
        visit.wait_for_heading("Allow Demo?").await;

        // Somebody else may log in instead, and comes back to the same question.
        visit.press("Log in as someone else").await;
        visit.wait_for_heading("Log in").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.type_keys(&visit.code(&demo.totp_secret)).await;
        visit.press("Continue").await;
        visit.wait_for_heading("Allow Demo?").await;
        visit.press("Deny").await;
        visit.wait_for_heading("Back at the app").await;
        let arrived = arrivals.recv().await.unwrap();
        assert_eq!(answer(&arrived, "error").as_deref(), Some("access_denied"));
        assert_eq!(answer(&arrived, "state").as_deref(), Some("a state & more"));
        assert_eq!(answer(&arrived, "code"), None);
    })
    .await;
}
