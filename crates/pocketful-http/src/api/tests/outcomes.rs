//! What each bad reply means: kind, outcome, words.

use std::net::IpAddr;

use http::Response;

use super::*;
use crate::{Error, ErrorKind, Outcome, SourceAddress, TransportErrorKind};

async fn write_error(status: u16, body: &'static str) -> Error {
    let transport = ScriptedTransport::new()
        .reply(status, body)
        .reply(401, UNAUTHORISED);
    api(&transport).call(&Write).await.unwrap_err()
}

#[tokio::test]
async fn every_bad_reply_has_a_kind_an_outcome_and_words() {
    const LOGIN: &str = "<!DOCTYPE html><form><input name=pin type=\"password\"></form>";
    const PAGE: &str = "<!doctype html><title>Welcome</title>";
    let replies = [
        (
            200,
            r#"{"data":{},"message":"`product` is invalid","error_code":44000,"status":"error"}"#,
        ),
        (
            500,
            r#"{"data":{},"message":"Error from backend: (500)-no","error_code":45000,"status":"error"}"#,
        ),
        (
            400,
            r#"{"data":{},"message":"Something went wrong","error_code":45010,"status":"error"}"#,
        ),
        (
            200,
            r#"{"status":false,"message":"no such order","errorcode":"","data":null}"#,
        ),
        (
            400,
            r#"{"data":{},"message":"Invalid parameters","status":"error"}"#,
        ),
        (200, UNAUTHORISED),
        (
            403,
            r#"{"data":{},"message":"Request forbidden","error_code":40000,"status":"error"}"#,
        ),
        (401, ""),
        (403, r#"{"message":"forbidden"}"#),
        (403, r#"{"message":"market is closed"}"#),
        (403, r#"{"error_type":"TokenException","message":"invalid"}"#),
        (
            403,
            r#"{"data":{},"message":"blocked by broker","error_code":45000,"status":"error"}"#,
        ),
        (
            429,
            r#"{"data":{},"message":"Too many requests","error_code":40000,"status":"error"}"#,
        ),
        (
            200,
            r#"{"data":{},"message":"Rate limit exceeded","error_code":40000,"status":"error"}"#,
        ),
        (200, LOGIN),
        (200, PAGE),
        (404, PAGE),
        (401, PAGE),
        (502, PAGE),
        (429, PAGE),
        (302, ""),
        (404, "not here"),
        (408, ""),
        (500, ""),
        (504, r#"{"message":"upstream timed out"}"#),
        (
            503,
            r#"{"data":{},"message":"Something went wrong","error_code":45010,"status":"error"}"#,
        ),
        (200, ""),
        (200, "certainly"),
        (200, r#"{"data":{"value":7},"mess"#),
        (200, r#"{"data":{"value":"seven"},"status":"success"}"#),
        (200, r#"{"data":null,"status":"success"}"#),
    ];
    let mut table = String::new();
    for (status, body) in replies {
        let error = write_error(status, body).await;
        let head: String = body.chars().take(40).collect();
        table += &format!(
            "{status} {head}\n    {} {} page={} | {error}\n",
            error.kind(),
            error.outcome(),
            error.is_web_page(),
        );
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn a_refusal_keeps_the_servers_words() {
    let body = r#"{"data":{},"message":"`product` is invalid","error_code":44000,"status":"error"}"#;
    let error = write_error(400, body).await;
    let api = error.api().unwrap();
    assert_eq!(api.message, "`product` is invalid");
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.endpoint(), "test.write");
}

#[tokio::test(start_paused = true)]
async fn failures_of_sending_keep_kind_and_outcome() {
    use Outcome::{NotSent, Unknown};
    for (sent, outcome, kind) in [
        (TransportErrorKind::Connect, NotSent, ErrorKind::Connect),
        (TransportErrorKind::Dns, NotSent, ErrorKind::Dns),
        (TransportErrorKind::Tls, NotSent, ErrorKind::Tls),
        (TransportErrorKind::Timeout, NotSent, ErrorKind::Timeout),
        (TransportErrorKind::Disconnected, Unknown, ErrorKind::Disconnected),
        (TransportErrorKind::BodyTooLarge, Unknown, ErrorKind::BodyTooLarge),
        (TransportErrorKind::Request, NotSent, ErrorKind::InvalidRequest),
    ] {
        let transport = (0..3).fold(ScriptedTransport::new(), |script, _| script.fail(sent, outcome));
        let error = api(&transport).call(&Write).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome));
    }
}

#[tokio::test]
async fn a_refused_address_is_named_with_its_remedy() {
    let body = r#"{"data":{},"message":"Request forbidden: source address 127.0.0.9 is not a registered static IP","error_code":40000,"status":"error"}"#;
    let error = write_error(403, body).await;
    assert!(error.is_address_refused() && !error.is_auth());
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.source_address(), Some(IpAddr::from([127, 0, 0, 9])));
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn an_unnamed_refused_address_is_the_one_the_request_left_from() {
    let mut response = Response::new(
        r#"{"message":"Static IP not whitelisted.","error_code":40000,"status":"error"}"#.into(),
    );
    let left_from: IpAddr = "2001:db8::7".parse().unwrap();
    response.extensions_mut().insert(SourceAddress(left_from));
    let error = api(&ScriptedTransport::new().response(response))
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_address_refused());
    assert_eq!(error.source_address(), Some(left_from));

    let body = r#"{"message":"Static IP not whitelisted.","error_code":40000,"status":"error"}"#;
    let error = write_error(403, body).await;
    assert_eq!(error.source_address(), None);
    assert!(error.to_string().contains("this machine's address"), "{error}");
}

#[tokio::test]
async fn words_that_only_look_like_an_address_refuse_nothing() {
    for message in [
        "zip code is not allowed",
        "script is not registered",
        "shipping address mismatch",
        "12:34 is not allowed",
    ] {
        let body = format!(r#"{{"message":"{message}","error_code":44000,"status":"error"}}"#);
        let transport = ScriptedTransport::new().reply(400, body);
        let error = api(&transport).call(&Write).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api, "{message}");
    }
}
