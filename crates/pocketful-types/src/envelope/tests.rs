//! Tests of the classifier, a shape or a quirk each.

use super::*;

/// The payload of a success.
fn payload(status: u16, body: &str) -> String {
    match classify(status, body.as_bytes()) {
        Ok(reply) => reply.payload.get().to_owned(),
        Err(failure) => panic!("{body}: {failure:?}"),
    }
}

/// The refusal in a body.
fn refusal(status: u16, body: &str) -> ApiError {
    match classify(status, body.as_bytes()) {
        Err(Failure::Api(error)) => error,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn every_success_shape_gives_its_payload() {
    for (body, expected) in [
        // OMS
        (
            r#"{"data":{"a":1},"message":"","status":"success"}"#,
            r#"{"a":1}"#,
        ),
        (r#"{"data":[1, 2],"message":"ok","status":"SUCCESS"}"#, "[1, 2]"),
        (
            r#"{"data":446981.30,"message":"","status":"success"}"#,
            "446981.30",
        ),
        (r#"{"data":null,"message":"","status":"success"}"#, "null"),
        (r#"{"message":"done","status":"success"}"#, "null"),
        (r#"{"status":"success","error_code":0,"data":{}}"#, "{}"),
        // contract
        (
            r#"{"error":{"code":0,"message":""},"result":[{"token":"22"}]}"#,
            r#"[{"token":"22"}]"#,
        ),
        (r#"{"error":{"code":"0","message":""},"result":{}}"#, "{}"),
        // gateway
        (
            r#"{"status":true,"message":"SUCCESS","errorcode":"","data":{"x":"y"}}"#,
            r#"{"x":"y"}"#,
        ),
        (
            r#"{"status":true,"message":"SUCCESS","errorcode":"0","data":null}"#,
            "null",
        ),
        // IPO
        (r#"{"success":true,"message":"","data":[]}"#, "[]"),
        // chart
        (
            r#"{"status":"success","data":{"candles":[[1,2.5]]}}"#,
            r#"{"candles":[[1,2.5]]}"#,
        ),
        // OAuth
        (
            r#"{"access_token":"t","expires_in":86399}"#,
            r#"{"access_token":"t","expires_in":86399}"#,
        ),
        // camelCase basket list without any status
        (r#"{"data":[{"basketId":"b"}]}"#, r#"[{"basketId":"b"}]"#),
        // lists beside the envelope, and bare lists
        (
            r#"{"status":"success","holdings":[]}"#,
            r#"{"status":"success","holdings":[]}"#,
        ),
        ("[]", "[]"),
        (" \n12.5 ", "12.5"),
        // an account's own status is not the call's
        (
            r#"{"client_id":"AB1234","status":"active"}"#,
            r#"{"client_id":"AB1234","status":"active"}"#,
        ),
        // the last of two members counts
        (r#"{"data":1,"status":"error","status":"success","data":2}"#, "2"),
        // names may be written with escapes
        (r#"{"\u0064ata":7,"sta\u0074us":"success"}"#, "7"),
    ] {
        assert_eq!(payload(200, body), expected, "{body}");
    }
}

#[test]
fn every_refusal_shape_gives_its_code_and_words() {
    let of = |body: &str| {
        let error = refusal(200, body);
        (error.code, error.error_type, error.message)
    };
    let plain = |code: Option<i64>, message: &str| (code, None, message.to_owned());
    for (body, expected) in [
        (
            r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#,
            plain(Some(40000), "Request Unauthorised"),
        ),
        (
            r#"{"data":{},"message":"Invalid parameters","status":"error"}"#,
            plain(None, "Invalid parameters"),
        ),
        (
            r#"{"error":{"code":404,"message":"Resource Not Found"},"result":""}"#,
            plain(Some(404), "Resource Not Found"),
        ),
        (
            r#"{"status":false,"message":"Request forbidden","errorcode":"40000","data":null}"#,
            plain(Some(40000), "Request forbidden"),
        ),
        (
            r#"{"success":false,"message":"Closed","data":null}"#,
            plain(None, "Closed"),
        ),
        (r#"{"message":"no","error_code":44000}"#, plain(Some(44000), "no")),
        (r#"{"status":"error"}"#, plain(None, "")),
        (r#"{"status":500,"message":"Oops"}"#, plain(None, "Oops")),
        // a refusal outweighs a success beside it
        (
            r#"{"status":"success","success":false,"message":"x"}"#,
            plain(None, "x"),
        ),
    ] {
        assert_eq!(of(body), expected, "{body}");
    }
    let typed = |kind: &str, message: &str| (None, Some(kind.to_owned()), message.to_owned());
    for (body, expected) in [
        (
            r#"{"error_type":"TokenException","message":"Session expired","status":"error"}"#,
            typed("TokenException", "Session expired"),
        ),
        (
            r#"{"error_type":"OrderException","message":"no"}"#,
            typed("OrderException", "no"),
        ),
        (
            r#"{"error":"invalid_grant","error_description":"The code was used"}"#,
            typed("invalid_grant", "The code was used"),
        ),
        (
            r#"{"error":"invalid_client"}"#,
            typed("invalid_client", "invalid_client"),
        ),
        (
            r#"{"status":false,"message":"Bad","errorcode":"AG8001","data":null}"#,
            typed("AG8001", "Bad"),
        ),
    ] {
        assert_eq!(of(body), expected, "{body}");
    }
}

#[test]
fn the_body_outweighs_the_http_status() {
    assert_eq!(payload(500, r#"{"status":"success","data":1}"#), "1");
    assert_eq!(payload(404, r#"{"error":{"code":0},"result":[]}"#), "[]");
    assert_eq!(
        refusal(200, r#"{"status":"error","error_code":45000}"#).status,
        200
    );
}

#[test]
fn a_silent_body_is_what_the_status_says() {
    for body in [
        r#"{"access_token":"t"}"#,
        r#"{"data":{}}"#,
        "[]",
        "{}",
        r#"{"error":null,"result":{}}"#,
    ] {
        assert!(classify(201, body.as_bytes()).is_ok(), "{body}");
        for status in [100, 301, 400, 403, 429, 500, 503] {
            let failure = classify(status, body.as_bytes()).unwrap_err();
            assert!(
                matches!(failure, Failure::Status { status: s } if s == status),
                "{body} {failure:?}"
            );
        }
    }
    let error = refusal(404, r#"{"message":"no Route matched with those values"}"#);
    assert_eq!((error.status, error.code), (404, None));
}

#[test]
fn pages_empty_bodies_and_rubbish_are_told_apart() {
    for page in [
        "<!doctype html><title>Log in</title>",
        "\n\t <!DOCTYPE HTML>",
        "\u{feff}<HTML><body>",
        "<html>",
        "<?xml version=\"1.0\"?><Error/>",
    ] {
        assert!(
            matches!(classify(200, page.as_bytes()), Err(Failure::Html { status: 200 })),
            "{page}"
        );
    }
    for empty in ["", "  \r\n", "\u{feff}"] {
        assert!(matches!(
            classify(502, empty.as_bytes()),
            Err(Failure::Empty { status: 502 })
        ));
    }
    for (body, cut) in [
        (&br#"{"data":{"oms_order_id":"2024"#[..], true),
        (br#"{"status":"success","data":"#, true),
        (b"[1,2", true),
        (b"upstream connect error", false),
        (br#"{"status":"success"} {"again":1}"#, false),
        (b"{'status':'success'}", false),
        (b"{\"a\":\"\xff\xfe\"}", false),
    ] {
        match classify(200, body) {
            Err(Failure::NotJson { truncated, len, .. }) => {
                assert_eq!(
                    (truncated, len),
                    (cut, body.len()),
                    "{}",
                    String::from_utf8_lossy(body)
                );
            }
            other => panic!("{}: {other:?}", String::from_utf8_lossy(body)),
        }
    }
}

#[test]
fn messages_are_one_printable_line_of_a_sane_length() {
    let error = refusal(400, r#"{"status":"error","message":"a\u001b[2Jb\r\nc"}"#);
    assert_eq!(error.message, "a [2Jb c");
    let long = format!(r#"{{"status":"error","message":"{}"}}"#, "x".repeat(100_000));
    assert_eq!(refusal(400, &long).message.chars().count(), 301);
    let object = refusal(400, r#"{"status":"error","message":{"price":["too low"]}}"#);
    assert_eq!(object.message, r#"{"price":["too low"]}"#);
    assert_eq!(refusal(400, r#"{"status":"error","message":null}"#).message, "");
}

#[test]
fn the_message_beside_a_payload_is_kept() {
    let reply = classify(
        200,
        br#"{"status":"success","message":"Order place successfully","data":{}}"#,
    )
    .unwrap();
    assert!(matches!(
        reply.message,
        Some(Cow::Borrowed("Order place successfully"))
    ));
    assert!(
        classify(200, br#"{"status":"success","message":"","data":{}}"#)
            .unwrap()
            .message
            .is_none()
    );
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = format!(
        "{{\"status\":\"success\",\"data\":{}{}}}",
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    assert_eq!(payload(200, &deep).len(), 400_000);
    assert!(classify(200, "[".repeat(200_000).as_bytes()).is_err());
}
