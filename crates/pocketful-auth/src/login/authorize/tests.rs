//! The address that is opened, and every answer that may come back.

use proptest::prelude::*;

use super::*;
use crate::{AppId, OAuthErrorCode};

const STATE: &str = "st4te-of-this-login-0123456789-abcdefghijkl";

fn app() -> App {
    App::new(AppId::new("app-7"), SecretString::from("s3cret"))
        .with_redirect_uri("http://127.0.0.1:5010/callback".parse().unwrap())
}

fn server() -> Origin {
    "https://trade.pocketful.in".parse().unwrap()
}

fn authorization(options: Options) -> Authorization {
    let verifier = options
        .pkce
        .then(|| PkceVerifier::from_text("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    Authorization::with_secrets(&server(), &app(), options, STATE.to_owned(), verifier).unwrap()
}

fn failure(query: &str) -> LoginFailure {
    let login = authorization(Options::default());
    let error = login.grant(&format!("?{query}")).unwrap_err();
    error.login_failure().expect("typed").clone()
}

#[test]
fn the_address() {
    insta::assert_snapshot!(
        "authorization_url",
        authorization(Options::default())
            .url()
            .as_str()
            .replace('&', "\n&")
    );
    insta::assert_snapshot!(
        "authorization_url_with_everything",
        authorization(Options {
            pkce: true,
            hyphen: true
        })
        .url()
        .as_str()
        .replace('&', "\n&")
    );
}

#[test]
fn every_login_has_a_long_state_of_its_own() {
    let state = || {
        let login = Authorization::new(&server(), &app(), Options::default()).unwrap();
        login.state.expose_secret().to_owned()
    };
    let (one, two) = (state(), state());
    assert_ne!(one, two);
    assert!(one.len() >= 32, "{one}");
}

#[test]
fn debug_omits_the_query() {
    let login = authorization(Options {
        pkce: true,
        hyphen: false,
    });
    let text = format!("{login:?} {:?}", login.url());
    assert!(
        text.contains("https://trade.pocketful.in/oauth2/auth?[redacted]"),
        "{text}"
    );
    assert!(!text.contains(STATE) && !text.contains("app-7"), "{text}");
}

#[test]
fn the_right_state_gives_the_code_and_the_verifier() {
    let login = authorization(Options {
        pkce: true,
        hyphen: false,
    });
    let grant = login
        .grant(&format!(
            "http://127.0.0.1:5010/callback?code=c0de&scope=orders&state={STATE}"
        ))
        .unwrap();
    assert_eq!(grant.code().expose_secret(), "c0de");
    let verifier = grant.verifier().expect("a verifier").expose_secret();
    assert_eq!(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

#[test]
fn another_state_is_refused_whatever_else_the_answer_says() {
    for query in [
        "code=c0de&state=another",
        "code=c0de",
        "code=c0de&state=",
        "error=access_denied&state=another",
        "code=a&code=b&state=another",
    ] {
        assert_eq!(failure(query), LoginFailure::StateMismatch, "{query}");
    }
    let (shorter, longer) = (&STATE[1..], format!("{STATE}x"));
    assert_eq!(
        failure(&format!("code=c&state={shorter}")),
        LoginFailure::StateMismatch
    );
    assert_eq!(
        failure(&format!("code=c&state={longer}")),
        LoginFailure::StateMismatch
    );
    assert_eq!(
        failure(&format!("code=c&state={STATE}&state={STATE}")),
        LoginFailure::StateMismatch
    );
}

#[test]
fn missing_and_repeated_codes_and_refusals_are_told_apart() {
    assert_eq!(
        failure(&format!("scope=x&state={STATE}")),
        LoginFailure::CodeMissing
    );
    assert_eq!(
        failure(&format!("code=a&code=b&state={STATE}")),
        LoginFailure::Repeated("code")
    );
    for query in [
        format!("error=access_denied&state={STATE}"),
        "error=access_denied".to_owned(),
    ] {
        let LoginFailure::Refused(error) = failure(&query) else {
            panic!("not refused: {query}");
        };
        assert_eq!(error.code(), &OAuthErrorCode::AccessDenied);
    }
}

#[test]
fn an_app_without_a_redirect_url_cannot_start() {
    let app = App::new(AppId::new("app-7"), SecretString::from("s3cret"));
    let error = Authorization::new(&server(), &app, Options::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("register one"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_query_means_what_was_put_in(value in "\\PC{0,60}") {
        let mut query = Query::new();
        query.add("a", &value);
        query.add("b", "2");
        prop_assert!(query.0.bytes().all(|b| b.is_ascii_graphic() && b != b'+'));
        let back: Vec<_> = form_urlencoded::parse(query.0.as_bytes()).into_owned().collect();
        prop_assert_eq!(back, vec![("a".to_owned(), value), ("b".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn whatever_is_pasted_is_never_repeated(text in "\\PC{0,80}") {
        let pasted = format!("sentinel{text}");
        if let Err(error) = authorization(Options::default()).grant(&pasted) {
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains("sentinel"), "{}", shown);
        }
    }
}
