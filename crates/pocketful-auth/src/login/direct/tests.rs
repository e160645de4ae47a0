//! The direct login against a server made of expectations.

use std::sync::Mutex;

use serde_json::json;

use super::*;
use crate::{
    MockLoginApi, PasswordReply,
    login::tests::{MIDNIGHT, NOW, clock, expect_trading_info, server},
};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn reply(data: serde_json::Value) -> PasswordReply {
    serde_json::from_value(data).unwrap()
}

fn asks(question_id: serde_json::Value) -> PasswordReply {
    reply(json!({
        "auth_token": "", "login_id": "LOGIN1", "twofa_enabled": true,
        "twofa": {"questions": [{"question": "Enter\u{1b} it", "question_id": question_id}], "twofa_token": "tw0fa"},
    }))
}

/// A server that takes the password once and says `data`.
fn after_password(reply: PasswordReply) -> MockLoginApi {
    let mut api = server();
    api.expect_password_step()
        .withf(|client_id, password| client_id.as_str() == "AB1234" && password.expose_secret() == " p4ss ")
        .times(1)
        .return_once(move |_, _| Ok(reply));
    api
}

/// The same, then `kind` and `answer` for `question_id`.
fn after_both(
    question_id: serde_json::Value,
    sent_id: &'static str,
    kind: &'static str,
    answer: &'static str,
) -> MockLoginApi {
    let mut api = after_password(asks(question_id));
    api.expect_second_factor_step()
        .withf(move |sent| {
            sent.login_id == "LOGIN1"
                && sent.question_id == sent_id
                && sent.kind() == kind
                && sent.answer.expose_secret() == answer
                && sent.twofa_token.expose_secret() == "tw0fa"
        })
        .times(1)
        .returning(|_| Ok(SecretString::from("t0ken")));
    expect_trading_info(&mut api);
    api
}

fn login(api: MockLoginApi, second: SecondFactor) -> DirectLogin {
    DirectLogin::new(Arc::new(api), ClientId::new("AB1234"), secret(" p4ss "), second).with_clock(clock())
}

#[tokio::test]
async fn a_pin_is_asked_and_given() {
    for second in [
        SecondFactor::pin(secret("4321")),
        SecondFactor::code(secret(" 4321\n")),
    ] {
        let api = after_both(json!(21), "21", "PIN", "4321");
        let record = login(api, second).log_in().await.unwrap();
        assert_eq!(record.client_id().as_str(), "AB1234");
        assert_eq!(record.token().expose_secret(), "t0ken");
        assert_eq!(record.audience().to_string(), "https://algo.pocketful.in");
        assert_eq!((record.issued_at(), record.expires_at()), (NOW, MIDNIGHT));
        assert!(record.app_id().is_none());
    }
}

#[tokio::test]
async fn a_totp_code_is_asked_by_number_or_text() {
    for question_id in [json!(100), json!("100")] {
        let api = after_both(question_id, "100", "TOTP", "123456");
        let record = login(api, SecondFactor::code(secret("123456"))).log_in().await;
        assert!(record.is_ok(), "{record:?}");
    }
}

#[cfg(feature = "totp")]
#[tokio::test]
async fn a_totp_code_is_computed_by_the_login_s_own_clock() {
    let totp = TotpSecret::new(&secret("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")).unwrap();
    let api = after_both(json!(100), "100", "TOTP", "287082");
    let at_59 =
        pocketful_types::ManualClock::new(time::OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(59));
    let login = login(api, SecondFactor::totp(totp)).with_clock(Arc::new(at_59));
    assert!(login.is_automatic());
    assert!(login.log_in().await.is_ok());
}

#[tokio::test]
async fn a_person_is_asked_for_what_the_server_wants() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let questions = Arc::clone(&asked);
    let second = SecondFactor::ask(move |question| {
        questions.lock().unwrap().push(question);
        async { Ok(SecretString::from("4321")) }
    });
    let login = login(after_both(json!(21), "21", "PIN", "4321"), second);
    assert!(!login.is_automatic());
    login.log_in().await.unwrap();
    let question = SecondFactorQuestion {
        is_totp: false,
        text: "Enter it".to_owned(),
    };
    assert_eq!(*asked.lock().unwrap(), [question]);
}

#[tokio::test]
async fn without_a_second_step_the_first_one_gives_the_token() {
    let mut api = after_password(reply(json!({"auth_token": "t0ken", "twofa_enabled": false})));
    expect_trading_info(&mut api);
    assert!(
        login(api, SecondFactor::pin(secret("4321")))
            .log_in()
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn another_second_factor_than_the_asked_is_never_sent() {
    let api = after_password(asks(json!(100)));
    let error = login(api, SecondFactor::pin(secret("4321")))
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(
        error.login_failure(),
        Some(&LoginFailure::OtherSecondFactor { asked: "TOTP code" })
    );
    for given in ["4321", "12345", "1234567", "12345a"] {
        let api = after_password(asks(json!(100)));
        let error = login(api, SecondFactor::code(secret(given)))
            .log_in()
            .await
            .unwrap_err();
        assert_eq!(
            error.login_failure(),
            Some(&LoginFailure::OtherSecondFactor { asked: "TOTP code" })
        );
        assert!(!error.to_string().contains(given), "{error}");
    }
    #[cfg(feature = "totp")]
    {
        let totp = TotpSecret::new(&secret("GEZDGNBVGY3TQOJQ")).unwrap();
        let api = after_password(asks(json!(21)));
        let error = login(api, SecondFactor::totp(totp)).log_in().await.unwrap_err();
        assert_eq!(
            error.login_failure(),
            Some(&LoginFailure::OtherSecondFactor { asked: "PIN" })
        );
    }
}

#[tokio::test]
async fn empty_credentials_are_not_sent() {
    let direct = |client_id: &str, password: &str| {
        let second = SecondFactor::pin(secret("4321"));
        DirectLogin::new(
            Arc::new(server()),
            ClientId::new(client_id),
            secret(password),
            second,
        )
    };
    let error = direct(" ", "p4ss").log_in().await.unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::Empty("client id")));
    let error = direct("AB1234", "").log_in().await.unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::Empty("password")));
    let api = after_password(asks(json!(21)));
    let error = login(api, SecondFactor::code(secret(" \n")))
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::Empty("PIN")));
}

#[tokio::test]
async fn a_reply_without_token_says_what_is_wrong() {
    for (data, failure) in [
        (
            json!({"reset_password": true}),
            Some(LoginFailure::ResetRequired("password")),
        ),
        (
            json!({"reset_two_fa": true}),
            Some(LoginFailure::ResetRequired("second factor")),
        ),
        (json!({}), None),
        (
            json!({"twofa_enabled": true, "twofa": {"questions": [{"question_id": 1}]}}),
            None,
        ),
    ] {
        let login = login(
            after_password(reply(data.clone())),
            SecondFactor::pin(secret("4321")),
        );
        let error = login.log_in().await.unwrap_err();
        assert_eq!(error.login_failure(), failure.as_ref(), "{data}");
    }
}

#[tokio::test]
async fn a_refused_step_is_not_tried_again() {
    let refused = || Error::new(ErrorKind::LoginRefused, "the server said no");
    let mut api = server();
    api.expect_password_step()
        .times(1)
        .returning(move |_, _| Err(refused()));
    let error = login(api, SecondFactor::pin(secret("4321")))
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    let mut api = after_password(asks(json!(21)));
    api.expect_second_factor_step()
        .times(1)
        .returning(move |_| Err(refused()));
    let error = login(api, SecondFactor::pin(secret("4321")))
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    assert!(
        error.to_string().contains("the account asked for its PIN"),
        "{error}"
    );
}

#[tokio::test]
async fn a_person_who_gives_up_abandons_the_login() {
    let second = SecondFactor::ask(|_| async { Err(io::Error::from(io::ErrorKind::Interrupted)) });
    let error = login(after_password(asks(json!(21))), second)
        .log_in()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginAbandoned);
}

#[test]
fn only_what_needs_nobody_is_automatic() {
    for (second, automatic) in [
        (SecondFactor::pin(secret("4321")), true),
        (SecondFactor::code(secret("4321")), false),
        (
            SecondFactor::ask(|_| async { Ok(SecretString::from("4321")) }),
            false,
        ),
    ] {
        assert_eq!(login(server(), second).is_automatic(), automatic);
    }
}
