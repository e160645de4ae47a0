//! Whatever the server sends: an answer or an error, no panic, and no token in it.

use http::StatusCode;
use pocketful_types::{Effect, ManualClock, Route};
use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::test_endpoints::{SECRET, SUCCESS, UNAUTHORISED};

const CALL: CallName = CallName {
    name: "test.write",
    effect: Effect::Write,
    route: Route::Any,
    answers_secret: false,
};

fn read(status: u16, body: Vec<u8>) -> Result<RawReply, Error> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    reply(
        CALL,
        &response,
        SECRET,
        &ManualClock::new(datetime!(2026-03-10 14:45 +5:30)),
    )
}

fn address(message: &str) -> Option<String> {
    let body = format!(r#"{{"message":"static ip {message} refused","error_code":40000,"status":"error"}}"#);
    let error = read(403, body.into_bytes()).unwrap_err();
    error.source_address().map(|address| address.to_string())
}

#[test]
fn the_payload_is_a_part_of_the_body() {
    let body = Bytes::from(SUCCESS);
    let whole = body.as_ptr_range();
    let reply = reply(
        CALL,
        &Response::new(body),
        SECRET,
        &ManualClock::new(datetime!(2026-03-10 00:00 UTC)),
    )
    .unwrap();
    assert!(
        whole.contains(&reply.payload().as_ptr()),
        "the payload was copied"
    );
}

#[test]
fn an_address_is_found_however_it_is_written() {
    for (text, expected) in [
        ("203.0.113.9", "203.0.113.9"),
        ("[203.0.113.9]:443,", "203.0.113.9"),
        ("(203.0.113.9).", "203.0.113.9"),
        ("address=2001:db8::7;", "2001:db8::7"),
        ("v4: 203.0.113.9", "203.0.113.9"),
        ("::1.", "::1"),
    ] {
        assert_eq!(address(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["", "at 14:45", "1.2.3", "999.0.0.1", "bad: face", "::"] {
        assert_eq!(address(text), None, "{text}");
    }
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let whole = prop::sample::select(vec![
        SUCCESS.to_owned(),
        UNAUTHORISED.to_owned(),
        format!(r#"{{"message":"{SECRET}","error_code":45000,"status":"error"}}"#),
        format!(r#"{{"error":{{"code":404,"message":"no {SECRET}"}},"result":""}}"#),
        format!(
            r#"{{"status":false,"message":"{}{SECRET}","errorcode":"x"}}"#,
            "x".repeat(280)
        ),
        format!("<html>{SECRET}</html>"),
    ]);
    let damaged = (whole, any::<prop::sample::Index>(), any::<u8>(), any::<bool>()).prop_map(
        |(text, index, byte, cut)| {
            let mut bytes = text.into_bytes();
            let at = index.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] = byte;
            }
            bytes
        },
    );
    prop_oneof![damaged, prop::collection::vec(any::<u8>(), 0..64)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_reply_is_an_answer_or_an_error_without_the_token(status in 200_u16..600, body in bodies()) {
        match read(status, body) {
            Ok(reply) => prop_assert!(serde_json::from_str::<serde_json::Value>(reply.payload_text()).is_ok()),
            Err(error) => {
                prop_assert!(error.outcome() != Outcome::NotSent);
                // A damaged token in a body is not the token; the whole one is masked.
                let text = format!("{error} {error:?}");
                prop_assert!(!text.contains(SECRET), "{}", text);
            }
        }
    }
}
