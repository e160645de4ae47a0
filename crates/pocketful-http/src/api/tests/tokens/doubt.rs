//! A refusal that does not say whether the token is meant: one read tells.

use pocketful_types::{ClientId, GetOrders, GetTradingInfo};

use super::{super::*, MockTokens};
use crate::{ErrorKind, Outcome};

const FORBIDDEN: &str = r#"{"data":{},"message":"Request forbidden","error_code":40000,"status":"error"}"#;

/// Both wordings, and answers without any.
const PLAIN: [(u16, &str); 6] = [
    (403, FORBIDDEN),
    (200, FORBIDDEN),
    (401, UNAUTHORISED),
    (200, UNAUTHORISED),
    (403, ""),
    (403, "<html>no</html>"),
];

/// A token that is asked for once, and dies `deaths` times.
fn tokens(deaths: usize) -> Arc<dyn TokenSource> {
    let mut tokens = MockTokens::new();
    tokens.expect_token().returning(|| Ok(token("first")));
    tokens.expect_renew().returning(|| {
        Err(pocketful_auth::Error::new(
            pocketful_auth::ErrorKind::Revoked,
            "no token",
        ))
    });
    tokens.expect_invalidate().times(deaths).return_const(());
    Arc::new(tokens)
}

#[tokio::test]
async fn a_plain_refusal_of_a_read_costs_no_token_that_still_reads() {
    for (status, body) in PLAIN {
        let transport = ScriptedTransport::new().reply(status, body).reply(200, SUCCESS);
        let error = builder(&transport, tokens(0))
            .build()
            .call(&Read)
            .await
            .unwrap_err();
        let kind = if error.api().is_some() {
            ErrorKind::Api
        } else {
            ErrorKind::UnexpectedReply
        };
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Rejected));
        assert!(!error.is_in_doubt());
        let text = error.to_string();
        assert!(
            text.contains("The session is alive") && !text.contains("address"),
            "{text}"
        );
        let recorded = transport.recorded();
        assert_eq!(recorded.len(), 2);
        assert!(recorded[1].request.url().ends_with("/api/v1/user/trading_info"));
    }
}

#[tokio::test]
async fn a_read_that_is_refused_as_well_costs_the_token() {
    for (status, body) in PLAIN {
        let transport = ScriptedTransport::new().reply(status, body).reply(403, FORBIDDEN);
        let api = builder(&transport, tokens(1)).build();
        let book = GetOrders::pending(ClientId::new("AB1234"));
        let error = api.call(&book).await.unwrap_err();
        assert!(error.is_auth() && !error.is_in_doubt(), "{error}");
    }
}

#[tokio::test]
async fn the_read_that_tells_is_not_in_doubt() {
    let transport = ScriptedTransport::new().reply(403, FORBIDDEN);
    let api = builder(&transport, tokens(1)).build();
    assert!(api.call(&GetTradingInfo).await.unwrap_err().is_auth());
    assert_eq!(transport.recorded().len(), 1);
}

#[tokio::test]
async fn a_read_whose_doubt_stays_keeps_the_token() {
    let transport = ScriptedTransport::new()
        .reply(403, FORBIDDEN)
        .fail(crate::TransportErrorKind::Connect, Outcome::NotSent);
    let error = builder(&transport, tokens(0))
        .build()
        .call(&Read)
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.is_in_doubt()), (ErrorKind::Api, true));
    let text = error.to_string();
    assert!(
        text.contains("not be allowed") && text.contains("session may have ended"),
        "{text}"
    );
}

#[tokio::test]
async fn a_plain_refusal_of_a_write_costs_no_token_that_still_reads() {
    for (status, body) in [
        (403, FORBIDDEN),
        (401, UNAUTHORISED),
        (403, ""),
        (403, "<html>no</html>"),
    ] {
        let mut tokens = MockTokens::new();
        tokens.expect_token().times(1).returning(|| Ok(token("first")));
        tokens.expect_invalidate().never();
        let transport = ScriptedTransport::new().reply(status, body).reply(200, SUCCESS);
        let error = builder(&transport, Arc::new(tokens))
            .build()
            .call(&Write)
            .await
            .unwrap_err();
        assert!(error.is_address_refused(), "{error}");
        assert_eq!(error.outcome(), Outcome::Rejected);
        let text = error.to_string();
        assert!(text.contains("the address that the system chose"), "{text}");
        assert!(text.contains("The session is alive"), "{text}");
    }
}

#[tokio::test]
async fn where_the_read_does_not_tell_both_reasons_are_named_and_the_token_is_kept() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(1).returning(|| Ok(token("first")));
    tokens.expect_invalidate().never();
    let transport = ScriptedTransport::new()
        .reply(403, UNAUTHORISED)
        .fail(crate::TransportErrorKind::Connect, Outcome::NotSent);
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_address_refused());
    assert_eq!(error.outcome(), Outcome::Rejected);
    let text = error.to_string();
    for part in [
        "may not be registered",
        "session may have ended",
        "doctor",
        "log in again",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_that_names_the_token_needs_no_read() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(1).returning(|| Ok(token("first")));
    tokens.expect_invalidate().times(1).return_const(());
    let transport = ScriptedTransport::new().reply(
        403,
        r#"{"data":{},"message":"Invalid token","error_code":40000,"status":"error"}"#,
    );
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_auth());
    assert_eq!(transport.recorded().len(), 1);
}
