//! The pasted address and the pasted token against a server made of expectations.

use std::{io, sync::Mutex};

use pocketful_types::ClientId;

use super::*;
use crate::{
    CodeFlow, Error, ErrorKind, Login, LoginFailure, PasteRequest, PastedTokenLogin, PastedUrlLogin,
};

/// A login whose person pastes one text after the other, `{state}` being this login's, and the problems told in between.
fn pasting(api: MockLoginApi, texts: &[&'static str]) -> (PastedUrlLogin, Arc<Mutex<Vec<Option<String>>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (problems, mut left) = (Arc::clone(&told), texts.to_vec());
    left.reverse();
    let left = Mutex::new(left);
    let flow = CodeFlow::new(app("https://example.com/cb"), Arc::new(api)).with_clock(clock());
    let login = PastedUrlLogin::new(flow, move |request: PasteRequest| {
        problems.lock().unwrap().push(request.problem);
        let state = request.url.as_str().split("state=").nth(1).unwrap().to_owned();
        let text = left.lock().unwrap().pop();
        async move {
            let text = text.ok_or(io::ErrorKind::UnexpectedEof)?;
            Ok(text.replace("{state}", &state))
        }
    });
    (login, told)
}

#[tokio::test]
async fn a_pasted_address_logs_in() {
    for pasted in [
        "https://example.com/cb?code=c0de&scope=orders&state={state}",
        " \"https://example.com/cb?code=c0de&\nstate={state}\"\r\n",
        "?code=c0de&state={state}",
    ] {
        let (login, told) = pasting(server_that_redeems("c0de"), &[pasted]);
        let record = login.log_in().await.unwrap();
        assert_eq!(record.client_id().as_str(), "AB1234");
        assert_eq!(record.app_id().unwrap().as_str(), "app-7");
        assert_eq!(record.audience().to_string(), "https://algo.pocketful.in");
        assert_eq!(*told.lock().unwrap(), [None]);
        assert!(!login.is_automatic());
    }
}

#[tokio::test]
async fn rubbish_is_asked_for_again_as_often_as_wanted() {
    let texts = [
        "rubbish",
        "https://elsewhere.example/cb?code=a&state=b",
        "?code=c0de&state={state}",
    ];
    let (login, told) = pasting(server_that_redeems("c0de"), &texts);
    assert!(login.with_attempts(3).log_in().await.is_ok());
    let told = told.lock().unwrap().clone();
    assert_eq!(told.len(), 3);
    assert!(told[1].as_ref().unwrap().contains("address bar"), "{told:?}");
    assert!(
        told[2].as_ref().unwrap().contains("https://example.com/cb"),
        "{told:?}"
    );

    let (login, _) = pasting(server(), &texts);
    let error = login.with_attempts(2).log_in().await.unwrap_err();
    let expected = "https://example.com/cb".to_owned();
    assert_eq!(
        error.login_failure(),
        Some(&LoginFailure::OtherRedirectUrl { expected })
    );
    let (login, told) = pasting(server(), &texts);
    let error = login.with_attempts(0).log_in().await.unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::NotARedirect));
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_answer_is_not_asked_for_again() {
    let texts = [
        "https://example.com/cb?code=c0de&state=another",
        "?code=c0de&state={state}",
    ];
    let (login, told) = pasting(server(), &texts);
    let error = login.with_attempts(5).log_in().await.unwrap_err();
    assert_eq!(error.login_failure(), Some(&LoginFailure::StateMismatch));
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_end_of_input_abandons_the_login() {
    let (login, _) = pasting(server(), &[]);
    let error = login.log_in().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginAbandoned);
}

#[tokio::test]
async fn a_pasted_token_is_verified_and_its_owner_learnt() {
    let mut api = server();
    expect_trading_info(&mut api);
    let login = PastedTokenLogin::new(Arc::new(api), SecretString::from(" t0ken\r\n")).with_clock(clock());
    assert!(!login.is_automatic());
    let record = login.log_in().await.unwrap();
    assert_eq!(record.client_id(), &ClientId::new("AB1234"));
    assert_eq!(record.token().expose_secret(), "t0ken");
    assert_eq!((record.issued_at(), record.expires_at()), (NOW, MIDNIGHT));
    assert!(record.app_id().is_none());

    let mut api = server();
    expect_trading_info(&mut api);
    let login =
        PastedTokenLogin::new(Arc::new(api), SecretString::from("t0ken")).with_app_id(AppId::new("app-7"));
    assert_eq!(login.log_in().await.unwrap().app_id(), Some(&AppId::new("app-7")));
}

#[tokio::test]
async fn a_token_that_cannot_be_one_is_not_sent() {
    for text in ["", "to ken", "to\nken", "https://example.com/cb?code=a"] {
        let login = PastedTokenLogin::new(Arc::new(server()), SecretString::from(text));
        let error = login.log_in().await.unwrap_err();
        assert!(
            matches!(error.login_failure(), Some(LoginFailure::NotAToken(_))),
            "{text:?}"
        );
        assert!(error.to_string().contains("as one line"), "{error}");
    }
}

#[tokio::test]
async fn a_token_the_server_does_not_accept_is_not_kept() {
    let mut api = server();
    api.expect_trading_info()
        .times(1)
        .returning(|_| Err(Error::new(ErrorKind::LoginRefused, "not accepted")));
    let login = PastedTokenLogin::new(Arc::new(api), SecretString::from("t0ken"));
    assert_eq!(login.log_in().await.unwrap_err().kind(), ErrorKind::LoginRefused);
}
