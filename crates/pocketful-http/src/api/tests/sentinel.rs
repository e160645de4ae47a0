//! A planted token and a planted body, and every place where they must not turn up.

use pocketful_types::{ClientId, NewApp, RegisterApp};

use super::*;
use crate::{Outcome, TransportErrorKind, capture};

#[tokio::test]
async fn a_server_that_echoes_the_token_does_not_get_it_through() {
    let escaped = SECRET.replace('.', "\\u002e");
    // The message is cut in the middle of the token.
    let long = format!("{}{escaped}", "x".repeat(290));
    let bodies = [
        format!(r#"{{"message":"bad token {SECRET}","error_code":40000,"status":"error"}}"#),
        format!(r#"{{"message":"bad token {escaped}","error_code":40000,"status":"error"}}"#),
        format!(r#"{{"message":"{long}","error_code":44000,"status":"error"}}"#),
        format!(r#"{{"message":"x","error_type":"{SECRET}","status":"error"}}"#),
        format!(r#"{{"data":{{"value":"{SECRET}"}},"message":"{SECRET}","status":"success"}}"#),
        format!(r#"{{"data":"{SECRET}","status":"success"}}"#),
        format!("<html>{SECRET}</html>"),
        format!("{SECRET} is not JSON"),
        format!(r#"{{"data":{{"value":"{SECRET}"#),
    ];
    for body in bodies {
        let transport = ScriptedTransport::new()
            .reply(400, body.clone())
            .reply(200, body.clone());
        let api = api(&transport);
        for _ in 0..2 {
            let error = api.call(&Write).await.unwrap_err();
            let text = text_of(&error);
            assert!(!text.contains("SENTINEL"), "{text}");
            let body = error.body().unwrap();
            assert!(!body.contains("SENTINEL") && body.contains("***"), "{body}");
            assert!(!format!("{:?}", error.api()).contains("SENTINEL"));
        }
        let transport = ScriptedTransport::new().reply(200, body);
        if let Ok(reply) = super::api(&transport).call_raw(&Write).await {
            assert!(!format!("{reply:?} {:?}", reply.message()).contains("SENTINEL"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn logs_name_the_call_and_show_neither_token_nor_query_nor_body() {
    capture::start();
    let transport = ScriptedTransport::new()
        .reply(503, "SENTINEL-answer")
        .reply(200, SUCCESS)
        .reply(401, UNAUTHORISED);
    let api = api(&transport);
    api.call(&Read).await.unwrap();
    api.call(&Write).await.unwrap_err();
    let log = capture::logged();
    for expected in [
        "test.read",
        "test.write",
        "attempt=2",
        "id=2",
        "status=200",
        "outcome=rejected",
        "elapsed=",
    ] {
        assert!(log.contains(expected), "{expected} is not in\n{log}");
    }
    for secret in ["SENTINEL", "AB1234", "all well"] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
}

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_token() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS);
    let builder = builder(&transport, fixed_token());
    let mut printed = format!("{builder:?}");
    let api = builder.build();
    api.call(&Write).await.unwrap();
    printed += &format!("{api:?} {transport:?}");
    for recorded in transport.recorded() {
        printed += &format!("{recorded:?} {}", recorded.request);
        printed += &format!("{:?}", recorded.request.headers().collect::<Vec<_>>());
    }
    printed += &api.prepare(&Write).unwrap().to_string();
    assert!(!printed.contains(SECRET), "{printed}");
}

#[tokio::test]
async fn what_the_server_wrote_is_given_to_whoever_asks_and_shown_to_nobody() {
    let page = format!(
        "<!doctype html>a page of the account AB1234{}",
        " and more".repeat(1000)
    );
    let odd = r#"{"data":{"value":"a word of AB1234"},"message":"","status":"success"}"#;
    let refusal = r#"{"data":{},"message":"no","error_code":44000,"status":"error","of":"AB1234"}"#;
    for (status, reply, kept) in [
        (200, page.as_str(), &page[..4096]),
        (502, "from AB1234", "from AB1234"),
        (200, odd, r#"{"value":"a word of AB1234"}"#),
        (400, refusal, refusal),
    ] {
        let transport = ScriptedTransport::new().reply(status, reply.to_owned());
        let error = api(&transport).call(&Write).await.unwrap_err();
        assert_eq!(error.body(), Some(kept));
        assert!(!text_of(&error).contains("AB1234"), "{error:?}");
    }
    let transport = ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown);
    assert_eq!(api(&transport).call(&Write).await.unwrap_err().body(), None);
}

#[tokio::test]
async fn a_reply_that_may_hold_a_secret_is_not_kept() {
    let app = RegisterApp::new(
        NewApp::new("Mine", "https://example.com/cb"),
        ClientId::new("AB1234"),
    );
    for reply in [
        r#"{"data":{"app_secret":"SENTINEL"},"message":"","status":"success"}"#,
        r#"{"data":{"app_secret":"SENTINEL"#,
    ] {
        let transport = ScriptedTransport::new().reply(200, reply);
        let error = api(&transport).call(&app).await.unwrap_err();
        assert_eq!(error.body(), None);
    }
}
