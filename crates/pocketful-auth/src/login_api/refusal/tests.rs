//! Every body a token endpoint may answer with, and what is made of it.

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;
use crate::OAuthErrorCode;

fn token(status: u16, body: &str) -> Result<IssuedToken, Error> {
    token_reply(status, body.as_bytes(), &["s3cret", "c0de-sentinel"])
}

#[test]
fn a_token_with_its_life() {
    for (body, seconds) in [
        (
            r#"{"access_token":"a.b","expires_in":86399,"scope":"orders holdings","token_type":"bearer"}"#,
            Some(86_399),
        ),
        (
            r#"{"access_token":"a.b","expires_in":"3600","token_type":"Bearer"}"#,
            Some(3600),
        ),
        (r#"{"access_token":"a.b","expires_in":12.9}"#, Some(12)),
        (
            r#"{"access_token":"a.b","expires_in":null,"token_type":null}"#,
            None,
        ),
        (r#"{"access_token":"a.b","expires_in":"soon"}"#, None),
        (r#"{"access_token":"a.b","expires_in":{}}"#, None),
        (r#"{"access_token":"a.b"}"#, None),
    ] {
        let issued = token(200, body).unwrap();
        assert_eq!(issued.access_token().expose_secret(), "a.b");
        assert_eq!(issued.expires_in(), seconds.map(Duration::seconds), "{body}");
        assert!(!format!("{issued:?}").contains("a.b"));
    }
}

#[test]
fn the_standard_s_errors_are_typed_whatever_the_status() {
    for (status, body, code, advice) in [
        (
            400,
            r#"{"error":"invalid_grant","error_description":"code was used"}"#,
            OAuthErrorCode::InvalidGrant,
            "works once",
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            OAuthErrorCode::InvalidClient,
            "app id and app secret",
        ),
        (
            400,
            r#"{"error":"invalid_request","error_description":"redirect_uri does not match"}"#,
            OAuthErrorCode::InvalidRequest,
            "redirect URL",
        ),
        (
            200,
            r#"{"error":"invalid_scope","access_token":"x"}"#,
            OAuthErrorCode::InvalidScope,
            "scope",
        ),
        (
            503,
            r#"{"error":"temporarily_unavailable"}"#,
            OAuthErrorCode::TemporarilyUnavailable,
            "in a while",
        ),
        (
            400,
            r#"{"error":"novelty","error_description":7}"#,
            OAuthErrorCode::Other("novelty".to_owned()),
            "start it again",
        ),
    ] {
        let error = token(status, body).unwrap_err();
        let Some(LoginFailure::Refused(refusal)) = error.login_failure() else {
            panic!("{error:?}");
        };
        assert_eq!(refusal.code(), &code);
        assert_eq!(error.kind(), ErrorKind::LoginRefused);
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[test]
fn refusals_in_the_api_s_own_envelopes_are_typed() {
    for (status, body, code) in [
        (
            401,
            r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#,
            Some(40_000),
        ),
        (
            200,
            r#"{"data":{},"message":"Request forbidden","error_code":40000,"status":"error"}"#,
            Some(40_000),
        ),
        (
            200,
            r#"{"status":false,"message":"no such app","errorcode":"","data":null}"#,
            None,
        ),
        (403, r#"{"message":"not allowed from here"}"#, None),
    ] {
        let error = token(status, body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LoginRefused, "{body}");
        let refusal = error.api().expect("the server's words");
        assert_eq!((refusal.code, refusal.status), (code, status), "{body}");
        assert!(error.to_string().contains(&refusal.message), "{error}");
        assert_eq!(
            error.to_string().contains("expired"),
            code == Some(40_000),
            "{error}"
        );
    }
}

#[test]
fn too_many_requests_is_not_taken_for_a_refused_login() {
    for body in [
        r#"{"message":"slow down","error_code":40000,"status":"error"}"#,
        r#"{"message":"slow down"}"#,
    ] {
        let error = token(429, body).unwrap_err();
        assert!(error.is_temporary(), "{error:?}");
        assert!(
            error.to_string().contains("slow down") && error.to_string().contains("wait a minute"),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_answer_of_such_a_server_says_so() {
    for (status, body, text) in [
        (200, "<!doctype html><html>SENTINEL</html>", "web page"),
        (502, "<html>SENTINEL</html>", "HTTP 502"),
        (
            503,
            "<html>SENTINEL</html>",
            "the broker is down, try again later",
        ),
        (503, "", "the broker is down"),
        (408, "{}", "the broker is down"),
        (504, r#"{"access_token":"SENTINEL"#, "the broker is down"),
        (200, "", "empty body"),
        (200, r#"{"access_token":"SENTINEL"#, "cut off"),
        (200, "SENTINEL", "not complete JSON"),
        (429, "{}", "too many requests"),
        (500, "{}", "the broker is down"),
        (500, r#"{"access_token":"SENTINEL"}"#, "the broker is down"),
        (200, "{}", "holds no token"),
        (200, "[]", "holds no token"),
        (200, r#"{"access_token":""}"#, "holds no token"),
        (200, r#"{"access_token":7}"#, "holds no token"),
        (
            200,
            r#"{"access_token":"SENTINEL","token_type":"mac"}"#,
            "type other than bearer",
        ),
    ] {
        let error = token(status, body).unwrap_err();
        let expected = match (status, text) {
            (429, _) => ErrorKind::Limit,
            (408 | 500.., _) => ErrorKind::Server,
            (_, "cut off") => ErrorKind::Disconnected,
            _ => ErrorKind::UnexpectedReply,
        };
        assert_eq!(error.kind(), expected, "{body}: {error}");
        assert!(error.to_string().contains(text), "{body}: {error}");
        assert!(!format!("{error} {error:?}").contains("SENTINEL"), "{error:?}");
        assert!(
            status == 200 || !error.to_string().contains("web page"),
            "{error}"
        );
    }
}

#[test]
fn a_reason_without_a_code_on_a_5xx_is_a_server_that_is_down() {
    let error = token(503, r#"{"message":"Service Unavailable"}"#).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(error.to_string().contains("try again later"), "{error}");
}

#[test]
fn a_locked_account_is_told_to_wait_not_to_look_at_what_was_given() {
    let body = r#"{"data":{},"message":"Account Locked","error_code":40000,"status":"error"}"#;
    let error = token(403, body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    assert!(error.is_account_locked());
    let said = error.to_string();
    assert!(
        said.contains("wait until") && !said.contains("what was given"),
        "{said}"
    );
}

#[test]
fn a_server_that_echoes_secrets_is_not_repeated() {
    for body in [
        r#"{"error":"invalid_grant","error_description":"code c0de-sentinel of s3cret is used"}"#,
        r#"{"error":"c0de-sentinel"}"#,
        r#"{"status":"error","message":"c0de-sentinel and s3cret","error_code":1,"error_type":"s3cret"}"#,
    ] {
        let error = token(400, body).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("sentinel") && !shown.contains("s3cret"),
            "{shown}"
        );
        assert!(shown.contains("***"), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn never_panics(status in 100_u16..600, body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = token_reply(status, &body, &[""]);
    }

    #[test]
    fn no_secret_survives_any_message(text in "[a-z0-9 ]{0,40}", secret in "[a-z0-9]{4,12}") {
        let scrubbed = scrubbed(&format!("{text}{secret}{text}"), &["", &secret]);
        prop_assert!(!scrubbed.contains(&secret));
    }
}
