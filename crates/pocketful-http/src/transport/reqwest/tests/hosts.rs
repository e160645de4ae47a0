//! The token goes to the configured host, and nowhere else.

use super::*;
use crate::capture;

async fn good() -> Server {
    Server::start(|mut connection| async move {
        while connection.read_request().await {
            connection.write(respond(200, "", SUCCESS)).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = good().await;
        let location = format!("location: {}/api/v1/things?x=1\r\n", other.url());
        let server = Server::start(move |mut connection| {
            let answer = respond(status, &location, "");
            async move {
                connection.read_request().await;
                connection.write(answer).await;
            }
        })
        .await;
        for error in [
            once(&server.url()).call(&Read).await.unwrap_err(),
            once(&server.url()).call(&Write).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
            assert_eq!(error.status(), Some(status));
            assert!(!format!("{error:?}").contains("x=1"));
        }
        assert_eq!(other.connections(), 0);
    }
}

#[tokio::test]
async fn connections_are_reused() {
    let server = good().await;
    let api = once(&server.url());
    for _ in 0..5 {
        api.call(&Write).await.unwrap();
        api.call(&Read).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 10));
}

#[test]
fn building_makes_no_client() {
    let transport = super::super::ReqwestTransport::new(super::super::Options::default());
    assert!(transport.any.get().is_none());
    // Outside of any runtime, too.
    let _api = once("https://127.0.0.1:1");
}

/// The environment variable that tells the test below that it runs inside itself.
const INSIDE: &str = "POCKETFUL_TEST_BEHIND_A_PROXY";

#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used() {
    if std::env::var_os(INSIDE).is_some() {
        let server = good().await;
        once(&server.url()).call(&Write).await.unwrap();
        return;
    }
    // A process's environment cannot be changed safely from within, so the test starts itself with another one.
    let proxy = good().await;
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "transport::reqwest::tests::hosts::a_proxy_of_the_environment_is_not_used",
        ])
        .env(INSIDE, "1")
        .envs(
            [
                "http_proxy",
                "HTTP_PROXY",
                "https_proxy",
                "HTTPS_PROXY",
                "all_proxy",
                "ALL_PROXY",
            ]
            .map(|name| (name, proxy.url())),
        )
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
async fn no_log_of_any_crate_shows_token_query_or_body() {
    capture::start();
    let server = good().await;
    let api = once(&server.url());
    api.call(&Read).await.unwrap();
    api.call(&Write).await.unwrap();
    let mut errors = String::new();
    let reset = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection.reset();
    })
    .await;
    let no_tls = Server::start(|mut connection| async move {
        connection.write("no TLS here\r\n").await;
    })
    .await;
    let tls = no_tls.url().replace("http://", "https://");
    for url in [reset.url(), tls, "http://127.0.0.1:1".to_owned()] {
        let error = once(&url).call(&Read).await.unwrap_err();
        errors += &format!("{error} {error:?}");
    }
    let log = capture::logged();
    assert!(
        log.contains("reqwest") || log.contains("hyper"),
        "nothing of theirs is in\n{log}"
    );
    for secret in ["SENTINEL", SECRET, "AB1234", "all well"] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
        assert!(!errors.contains(secret), "{secret} is in\n{errors}");
    }
}
