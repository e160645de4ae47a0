//! The older direct login, and the requests whose replies nobody has written down: what is sent, and that no secret shows.

use pocketful_types::ClientId;
use secrecy::{ExposeSecret, SecretString};

use super::{
    sentinels::Log,
    server::{Reply, Server, json},
};
use crate::{
    DirectLogin, Error, ErrorKind, Login, LoginApi, LoginFailure, SecondFactor, TwoFactorType, UnknownReply,
};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn id() -> ClientId {
    ClientId::new("AB1234")
}

/// Each of the four against `server`, with secrets that have the word in them.
async fn all(server: &Server) -> Vec<Result<UnknownReply, Error>> {
    let api = server.api();
    vec![
        api.login_otp(&secret("SENTINEL-reference"), &secret("SENTINEL-otp"))
            .await,
        api.setup_totp(&id()).await,
        api.choose_twofa(&id(), TwoFactorType::Totp, &secret("SENTINEL-totp"))
            .await,
        api.forgot_totp(&id(), &secret("SENTINEL-pan")).await,
    ]
}

#[tokio::test]
async fn a_reply_comes_as_it_was_received_whatever_it_is() {
    for (body, payload) in [
        (
            r#"{"data":{"z": 1.50, "token":"SENTINEL"},"message":"ok","status":"success"}"#,
            r#"{"z": 1.50, "token":"SENTINEL"}"#,
        ),
        (r#"{"data":null,"message":"ok","status":"success"}"#, "null"),
        (
            r#"{"data":[],"status":true,"message":"SUCCESS","errorcode":""}"#,
            "[]",
        ),
    ] {
        let server = Server::json("200 OK", body);
        for reply in all(&server).await {
            assert_eq!(reply.unwrap().payload().expose_secret(), payload);
        }
    }
    let refusal = r#"{"data":{},"message":"Request forbidden","error_code":40000,"status":"error"}"#;
    let server = Server::json("403 Forbidden", refusal);
    for reply in all(&server).await {
        assert_eq!(reply.unwrap_err().kind(), ErrorKind::LoginRefused);
    }
}

#[tokio::test]
async fn none_of_their_secrets_is_shown() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let echo = |request: &str| {
        let told = request.split_once("\n\n").map_or("", |(_, body)| body);
        let told = told.replace('"', "'");
        json(
            "401 Unauthorized",
            &format!(r#"{{"data":{{}},"message":"{told}","error_code":40000,"status":"error"}}"#),
        )
    };
    let mut shown = String::new();
    for server in [
        Server::start(Reply::Echo(echo)),
        Server::json("200 OK", r#"{"data":"SENTINEL-reply","status":"success"}"#),
        Server::json("200 OK", r#"{"data":"SENTINEL-reply"#),
        Server::json("500 Oops", "SENTINEL-reply"),
        Server::start(Reply::Nothing),
    ] {
        for result in all(&server).await {
            shown += &format!("{result:?} ");
            if let Err(error) = result {
                shown += &format!("{error} {error:#?} ");
            }
        }
    }
    drop(guard);
    let log = log.text();
    assert!(log.contains("forgetting TOTP"), "{log}");
    assert!(
        shown.contains("choosing the second factor was refused"),
        "{shown}"
    );
    assert!(!shown.contains("SENTINEL"), "{shown}");
    assert!(!log.contains("SENTINEL"), "{log}");
}

#[tokio::test]
async fn the_older_login_takes_both_steps_at_its_own_paths() {
    let ok = |body: &str| json("200 OK", body);
    let server = Server::start(Reply::Paths(vec![
        (
            "/api/v1/user/login",
            ok(
                r#"{"data":{"login_id":"AB1234","twofa_enabled":true,"twofa":{"questions":[{"question":"PIN","question_id":1}],"twofa_token":"tw0fa"}},"status":"success"}"#,
            ),
        ),
        (
            "/api/v1/user/twofa",
            ok(r#"{"data":{"auth_token":"a.b"},"status":"success"}"#),
        ),
        (
            "/api/v1/user/trading_info",
            ok(r#"{"data":{"client_id":"AB1234"},"status":"success"}"#),
        ),
    ]));
    let api = std::sync::Arc::new(server.api().with_v1_login());
    let login = DirectLogin::new(api, id(), secret("p4ss"), SecondFactor::pin(secret("4711")));
    let record = login.log_in().await.unwrap();
    assert_eq!(record.token().expose_secret(), "a.b");
    let first = server.requests.recv().unwrap();
    assert!(
        first.ends_with("\n\n{\"login_id\":\"AB1234\",\"password\":\"p4ss\",\"device\":\"WEB\"}"),
        "{first}"
    );
    let second = server.requests.recv().unwrap();
    assert!(
        second.contains("\"type\":\"PIN\"") && !second.contains("device_type"),
        "{second}"
    );
}

#[tokio::test]
async fn a_login_that_gives_no_token_names_the_one_time_password() {
    let body = r#"{"data":{"auth_token":"","reference_token":"r3f","twofa_enabled":true,"twofa":{"questions":[]}},"status":"success"}"#;
    let server = Server::json("200 OK", body);
    let api = std::sync::Arc::new(server.api());
    let reply = api.password_step(&id(), &secret("p4ss")).await.unwrap();
    assert_eq!(reply.reference_token.unwrap().expose_secret(), "r3f");
    let login = DirectLogin::new(api, id(), secret("p4ss"), SecondFactor::pin(secret("4711")));
    let error = login.log_in().await.unwrap_err();
    assert!(error.to_string().contains("one-time password"), "{error}");
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    assert_eq!(error.login_failure(), Some(&LoginFailure::MaybeOneTimePassword));
}
