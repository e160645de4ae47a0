//! The login's calls against a server made of sockets, which behaves and misbehaves as told.

mod relatives;
mod sentinels;
mod server;

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener},
    thread,
};

use server::{Reply, Server};

use super::*;
use crate::{ErrorKind, LoginFailure, OAuthErrorCode, PkceVerifier, login::tests::app};

fn grant() -> CodeGrant {
    CodeGrant::new(SecretString::from("c0de-sentinel"))
}

fn redirect_app() -> App {
    app("http://127.0.0.1:5010/callback")
}

async fn redeem_error(server: &Server) -> Error {
    let error = server.api().redeem(&redirect_app(), &grant()).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("sentinel") && !shown.contains("s3cret"),
        "{shown}"
    );
    error
}

#[tokio::test]
async fn a_code_is_exchanged_for_a_token() {
    let body = r#"{"access_token":"a.b","expires_in":86399,"scope":"orders holdings","token_type":"bearer"}"#;
    let server = Server::json("200 OK", body);
    let grant = grant().with_verifier(PkceVerifier::from_text("v3rifier"));
    let issued = server.api().redeem(&redirect_app(), &grant).await.unwrap();
    assert_eq!(issued.access_token().expose_secret(), "a.b");
    assert_eq!(issued.expires_in(), Some(time::Duration::seconds(86_399)));
    let request = server
        .requests
        .recv()
        .unwrap()
        .replace(server.origin.authority(), "[server]");
    insta::assert_snapshot!(
        "sent_token_request",
        request.replace(env!("CARGO_PKG_VERSION"), "[version]")
    );
}

#[tokio::test]
async fn the_token_is_shown_to_the_api_alone() {
    let auth = Server::json("500 Oops", "{}");
    let api = Server::json(
        "200 OK",
        r#"{"data":{"client_id":"AB1234","name":"A B"},"message":"","status":"success"}"#,
    );
    let http = HttpLoginApi::new(auth.origin.clone(), api.origin.clone(), HeaderStyle::Bearer)
        .with_user_agent(HeaderValue::from_static("mine/1"));
    let info = http.trading_info(&SecretString::from("t0ken")).await.unwrap();
    assert_eq!(info.client_id.as_str(), "AB1234");
    let request = api.requests.recv().unwrap();
    assert!(
        request.starts_with("GET /api/v1/user/trading_info HTTP/1.1\n"),
        "{request}"
    );
    assert!(
        request.contains("authorization: Bearer t0ken\n") && request.contains("user-agent: mine/1\n"),
        "{request}"
    );
    assert!(
        auth.requests.try_recv().is_err(),
        "the authorization server was asked"
    );
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_a_refused_login() {
    let body = r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#;
    let server = Server::json("401 Unauthorized", body);
    let error = server
        .api()
        .trading_info(&SecretString::from("t0ken"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    assert_eq!(error.api().unwrap().code, Some(40_000));
    assert!(error.to_string().contains("expired"), "{error}");
}

#[tokio::test]
async fn both_steps_of_the_direct_login() {
    let body = r#"{"data":{"auth_token":"","login_id":"AB1234","twofa_enabled":true,"twofa":{"questions":[{"question":"TOTP","question_id":100}],"twofa_token":"tw0fa","type":"TOTP"}},"message":"","status":"success"}"#;
    let server = Server::json("200 OK", body);
    let password = SecretString::from("p4ss");
    let reply = server
        .api()
        .with_device_type("ANDROID")
        .password_step(&ClientId::new("AB1234"), &password)
        .await
        .unwrap();
    let (twofa, question) = reply.second_step().unwrap();
    assert!(question.is_totp());
    let request = server.requests.recv().unwrap();
    assert!(request.contains("x-device-type: ANDROID\n"), "{request}");
    assert!(
        request.ends_with("\n\n{\"channel_id\":\"AB1234\",\"channel_secret\":\"p4ss\"}"),
        "{request}"
    );

    let answer = SecondFactorAnswer {
        login_id: reply.login_id.clone(),
        question_id: question.question_id.clone(),
        answer: SecretString::from("123456"),
        twofa_token: twofa.twofa_token.clone().unwrap(),
    };
    let body =
        r#"{"data":{"auth_token":"a.b","reset_password":false,"reset_two_fa":false},"status":"success"}"#;
    let server = Server::json("200 OK", body);
    let token = server.api().second_factor_step(&answer).await.unwrap();
    assert_eq!(token.expose_secret(), "a.b");
    let server = Server::json("200 OK", r#"{"data":{"auth_token":""},"status":"success"}"#);
    let error = server.api().second_factor_step(&answer).await.unwrap_err();
    assert!(error.to_string().contains("holds no token"), "{error}");
    let server = Server::json(
        "200 OK",
        r#"{"status":false,"message":"wrong code 123456","data":null}"#,
    );
    let error = server.api().second_factor_step(&answer).await.unwrap_err();
    assert!(error.to_string().contains("wrong code ***"), "{error}");
}

#[tokio::test]
async fn a_payload_of_another_shape_is_an_error_that_quotes_nothing() {
    for data in [
        "null",
        "[]",
        r#""SENTINEL""#,
        r#"{"client_id":["SENTINEL"]}"#,
        "{}",
    ] {
        let server = Server::json("200 OK", &format!(r#"{{"data":{data},"status":"success"}}"#));
        let error = server
            .api()
            .trading_info(&SecretString::from("t0ken"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedReply, "{data}");
        assert!(!format!("{error} {error:?}").contains("SENTINEL"), "{error:?}");
    }
}

#[tokio::test]
async fn a_used_code_and_a_wrong_redirect_url_are_typed() {
    let server = Server::json(
        "400 Bad Request",
        r#"{"error":"invalid_grant","error_description":"c0de-sentinel is used"}"#,
    );
    let error = redeem_error(&server).await;
    let Some(LoginFailure::Refused(refusal)) = error.login_failure() else {
        panic!("{error:?}");
    };
    assert_eq!(refusal.code(), &OAuthErrorCode::InvalidGrant);
    assert_eq!(refusal.description(), Some("*** is used"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::json("200 OK", r#"{"access_token":"stolen"}"#);
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = Server::start(Reply::Text(format!(
            "HTTP/1.1 {status}\r\nLocation: {}/sentinel\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            elsewhere.origin
        )));
        let error = redeem_error(&server).await;
        assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
        assert!(error.to_string().contains("redirect (HTTP 30"), "{error}");
    }
    assert!(elsewhere.requests.try_recv().is_err(), "a redirect was followed");
}

// The client's connection closes on the other thread while this one waits for the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_100_mb_is_not_read() {
    let announced = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for head in [announced, chunked] {
        let server = Server::start(Reply::Endless(head));
        let error = redeem_error(&server).await;
        assert!(error.to_string().contains("longer than 1024 KiB"), "{error}");
        server.requests.recv().unwrap();
        // What did not fit into the sockets' buffers was never sent.
        let sent: usize = server.requests.recv().unwrap().parse().unwrap();
        assert!(sent < 25_600, "{sent} chunks were read");
    }
}

#[tokio::test]
async fn a_cut_body_and_a_broken_connection_say_so() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"access_token\":\"sentinel".to_owned();
    for reply in [
        Reply::Text(cut),
        Reply::Nothing,
        Reply::Text("HTTP/1.1 2".to_owned()),
    ] {
        let server = Server::start(reply);
        let error = redeem_error(&server).await;
        assert_eq!(error.kind(), ErrorKind::Disconnected);
        assert!(error.to_string().contains("broke before the answer"), "{error}");
        assert_eq!(server.requests.iter().take(1).count(), 1);
        assert!(server.requests.try_recv().is_err(), "a code was sent twice");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_ends_with_the_timeout() {
    let server = Server::start(Reply::Silence);
    let begin = tokio::time::Instant::now();
    let error = server
        .api()
        .with_timeout(Duration::from_secs(3))
        .trading_info(&SecretString::from("t0ken"))
        .await
        .unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 3);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("did not answer within 3 s"), "{error}");
}

#[tokio::test]
async fn nobody_listening_is_said() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let origin: Origin = format!("http://127.0.0.1:{port}").parse().unwrap();
    let api = HttpLoginApi::new(origin.clone(), origin, HeaderStyle::Both);
    let error = api
        .trading_info(&SecretString::from("t0ken-sentinel"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.to_string().contains("nothing listens"), "{error}");
    assert!(!format!("{error:?}").contains("sentinel"));
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_not_trusted() {
    let server = Server::start(Reply::Text("HTTP/1.1 200 OK\r\n\r\n".to_owned()));
    // The server thread waits for the end of a request that a TLS hello never brings, so it is not asked for one.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let origin: Origin = format!("https://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 64];
        let len = stream.read(&mut hello).unwrap();
        assert_ne!(len, 0);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
    let api = HttpLoginApi::new(server.origin.clone(), origin, HeaderStyle::Both);
    let error = api.trading_info(&SecretString::from("t0ken")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(
        error.to_string().contains("no encrypted connection"),
        "{error} {error:?}"
    );
}

#[test]
fn making_one_does_nothing_and_debug_shows_where() {
    let origin: Origin = "https://trade.pocketful.in".parse().unwrap();
    let api = HttpLoginApi::new(origin.clone(), origin, HeaderStyle::Bearer);
    assert!(!api.sender.is_built());
    let text = format!("{api:?}");
    assert!(
        text.contains("trade.pocketful.in") && text.contains("Bearer"),
        "{text}"
    );
}
