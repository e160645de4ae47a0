//! A planted token and a planted body, and every place where they must not turn up.

use super::*;
use crate::capture;

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
