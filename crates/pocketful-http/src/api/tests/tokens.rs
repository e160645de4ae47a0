//! Which token is asked for, refused and replaced, and how often.

use async_trait::async_trait;
use mockall::{Sequence, predicate::function};
use pocketful_auth::{AccessToken, Error as AuthError, ErrorKind as AuthErrorKind};

use super::*;
use crate::Outcome;

mod doubt;

mockall::mock! {
    #[derive(Debug)]
    Tokens {}

    #[async_trait]
    impl TokenSource for Tokens {
        fn token(&self) -> Result<AccessToken, AuthError>;
        async fn renew(&self) -> Result<AccessToken, AuthError>;
        fn invalidate(&self, token: &AccessToken);
    }
}

const TOO_MANY: &str = r#"{"data":{},"message":"Too many requests","error_code":40000,"status":"error"}"#;
const ADDRESS_REFUSED: &str = r#"{"data":{},"message":"source address 10.0.0.1 is not a registered static IP","error_code":40000,"status":"error"}"#;

fn is(secret: &'static str) -> impl Fn(&AccessToken) -> bool {
    move |token| token.expose_secret() == secret
}

fn none(kind: AuthErrorKind) -> Result<AccessToken, AuthError> {
    Err(AuthError::new(kind, "no token"))
}

/// The tokens that were sent.
fn sent(transport: &ScriptedTransport) -> Vec<String> {
    let header = |recorded: &crate::Recorded| {
        let value = recorded.request.headers.get("x-authorization-token")?;
        Some(value.to_str().ok()?.to_owned())
    };
    transport.recorded().iter().filter_map(header).collect()
}

#[tokio::test]
async fn a_good_token_is_asked_for_once_a_call() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(2).returning(|| Ok(token("first")));
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = builder(&transport, Arc::new(tokens)).build();
    api.call(&Read).await.unwrap();
    api.call(&Write).await.unwrap();
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_no_permit_is_spent() {
    let mut tokens = MockTokens::new();
    tokens
        .expect_token()
        .times(1)
        .returning(|| none(AuthErrorKind::Expired));
    tokens
        .expect_renew()
        .times(1)
        .returning(|| none(AuthErrorKind::Expired));
    let transport = ScriptedTransport::new();
    let api = builder(&transport, Arc::new(tokens)).build();
    let error = api.call(&Write).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.outcome(), Outcome::NotSent);
    let cause = std::error::Error::source(&error).unwrap();
    let cause = cause.downcast_ref::<AuthError>().unwrap();
    assert_eq!(cause.kind(), AuthErrorKind::Expired);
    assert!(transport.recorded().is_empty());
    assert!(api.quota().windows.iter().all(|window| window.used == 0));
}

#[tokio::test]
async fn a_missing_token_is_renewed_before_sending_also_for_a_write() {
    let mut tokens = MockTokens::new();
    tokens
        .expect_token()
        .times(1)
        .returning(|| none(AuthErrorKind::Expired));
    tokens.expect_renew().times(1).returning(|| Ok(token("second")));
    let transport = ScriptedTransport::new().reply(200, SUCCESS);
    builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap();
    assert_eq!(sent(&transport), ["second"]);
}

#[tokio::test]
async fn a_read_with_a_refused_token_goes_once_more_with_another() {
    let mut tokens = MockTokens::new();
    let mut order = Sequence::new();
    tokens
        .expect_token()
        .times(1)
        .in_sequence(&mut order)
        .returning(|| Ok(token("first")));
    tokens
        .expect_invalidate()
        .with(function(is("first")))
        .times(1)
        .in_sequence(&mut order)
        .return_const(());
    tokens
        .expect_token()
        .times(1)
        .in_sequence(&mut order)
        .returning(|| none(AuthErrorKind::Revoked));
    tokens
        .expect_renew()
        .times(1)
        .in_sequence(&mut order)
        .returning(|| Ok(token("second")));
    // The second reply is to the read that tells whether the token is dead.
    let transport = ScriptedTransport::new()
        .reply(401, UNAUTHORISED)
        .reply(401, UNAUTHORISED)
        .reply(200, SUCCESS);
    builder(&transport, Arc::new(tokens))
        .build()
        .call(&Read)
        .await
        .unwrap();
    assert_eq!(sent(&transport), ["first", "first", "second"]);
}

#[tokio::test]
async fn the_second_refusal_is_final() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().returning(|| Ok(token("first")));
    tokens.expect_renew().times(1).returning(|| Ok(token("second")));
    tokens.expect_invalidate().times(2).return_const(());
    let transport = (0..4)
        .fold(ScriptedTransport::new(), |script, _| {
            script.reply(401, UNAUTHORISED)
        })
        .reply(200, SUCCESS);
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Read)
        .await
        .unwrap_err();
    assert!(error.is_auth());
    assert_eq!(sent(&transport), ["first", "first", "second", "second"]);
}

#[tokio::test]
async fn the_same_token_is_never_sent_again() {
    let transport = ScriptedTransport::new()
        .reply(401, UNAUTHORISED)
        .reply(401, UNAUTHORISED)
        .reply(200, SUCCESS);
    let error = api(&transport).call(&Read).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.api().unwrap().message, "Request Unauthorised");
    assert_eq!(transport.recorded().len(), 2);
}

#[tokio::test]
async fn where_no_other_token_is_to_be_had_the_servers_words_stand() {
    for (kind, servers_words) in [
        (AuthErrorKind::Revoked, true),
        (AuthErrorKind::NotLoggedIn, true),
        (AuthErrorKind::LoginRefused, false),
        (AuthErrorKind::Store, false),
    ] {
        let mut tokens = MockTokens::new();
        tokens.expect_token().returning(|| Ok(token("first")));
        tokens.expect_invalidate().times(1).return_const(());
        tokens.expect_renew().times(1).returning(move || none(kind));
        let transport = ScriptedTransport::new()
            .reply(401, UNAUTHORISED)
            .reply(401, UNAUTHORISED);
        let error = builder(&transport, Arc::new(tokens))
            .build()
            .call(&Read)
            .await
            .unwrap_err();
        assert!(error.is_auth());
        assert_eq!(error.api().is_some(), servers_words, "{kind:?}");
    }
}

#[tokio::test]
async fn a_write_with_a_refused_token_is_not_sent_again() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(1).returning(|| Ok(token("first")));
    tokens.expect_invalidate().times(1).return_const(());
    let transport = ScriptedTransport::new()
        .reply(401, UNAUTHORISED)
        .reply(401, UNAUTHORISED)
        .reply(200, SUCCESS);
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.outcome(), Outcome::Rejected);
    let sent: Vec<_> = transport.recorded();
    assert_eq!(sent.len(), 2);
    // The second is the read that told the token from the address.
    assert!(sent[1].request.url().ends_with("/api/v1/user/trading_info"));
}

#[tokio::test]
async fn a_login_page_costs_the_token_and_another_page_does_not() {
    for (page, refused) in [
        ("<html><input type=password></html>", 1),
        ("<html>hello</html>", 0),
    ] {
        let mut tokens = MockTokens::new();
        tokens.expect_token().returning(|| Ok(token("first")));
        tokens
            .expect_renew()
            .times(refused)
            .returning(|| none(AuthErrorKind::Revoked));
        tokens.expect_invalidate().times(refused).return_const(());
        let transport = ScriptedTransport::new().reply(200, page);
        let error = builder(&transport, Arc::new(tokens))
            .build()
            .call(&Read)
            .await
            .unwrap_err();
        assert!(error.is_web_page());
        assert_eq!(error.is_auth(), refused == 1);
    }
}

#[tokio::test]
async fn a_rate_limit_leaves_the_token_alone() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(1).returning(|| Ok(token("first")));
    tokens.expect_invalidate().never();
    let transport = ScriptedTransport::new().reply(429, TOO_MANY);
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_limit());
}

#[tokio::test]
async fn a_refused_address_leaves_the_token_alone() {
    let mut tokens = MockTokens::new();
    tokens.expect_token().times(1).returning(|| Ok(token("first")));
    tokens.expect_invalidate().never();
    let transport = ScriptedTransport::new().reply(403, ADDRESS_REFUSED);
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_address_refused());
}

#[tokio::test]
async fn a_token_that_is_no_header_is_not_sent_and_not_shown() {
    let mut tokens = MockTokens::new();
    tokens
        .expect_token()
        .times(1)
        .returning(|| Ok(token("line\nbreak")));
    let transport = ScriptedTransport::new();
    let error = builder(&transport, Arc::new(tokens))
        .build()
        .call(&Read)
        .await
        .unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(!text_of(&error).contains("break"));
    assert!(transport.recorded().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_login_may_take_longer_than_a_call() {
    #[derive(Debug)]
    struct SlowLogin;
    #[async_trait]
    impl TokenSource for SlowLogin {
        fn token(&self) -> Result<AccessToken, AuthError> {
            none(AuthErrorKind::NotLoggedIn)
        }
        async fn renew(&self) -> Result<AccessToken, AuthError> {
            tokio::time::sleep(60 * SECOND).await;
            Ok(token("typed in"))
        }
        fn invalidate(&self, _: &AccessToken) {}
    }
    let transport = ScriptedTransport::new().reply(200, SUCCESS).after(6 * SECOND);
    builder(&transport, Arc::new(SlowLogin))
        .build()
        .call(&Read)
        .await
        .unwrap();
}
