//! Registering an app for the API (wire reference, section 1.5; not public).

use std::borrow::Cow;

use http::Method;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;

use crate::{ClientId, Effect, EncodeError, Endpoint, RateClass, json_body};

/// The app that is to be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewApp {
    /// Its name.
    pub app_name: String,
    /// Where a login may lead back to.
    pub redirect_uris: Vec<String>,
    /// What its tokens may do, separated by blanks. Without a word, `orders holdings`: the ones that the login documents.
    pub scope: String,
    /// How it comes by its tokens. Without a word, `authorization_code`: the way that the login documents, assumed here.
    pub grant_types: Vec<String>,
}

impl NewApp {
    /// An app of this name whose logins lead back to `redirect_uri`.
    #[must_use]
    pub fn new(name: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            app_name: name.into(),
            redirect_uris: vec![redirect_uri.into()],
            scope: "orders holdings".to_owned(),
            grant_types: vec!["authorization_code".to_owned()],
        }
    }

    /// What its tokens may do, separated by blanks.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// One more URL that a login may lead back to. Whether the broker takes several is not known.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }
}

/// Registers an app: `POST /api/v1/app`.
///
/// Known from the broker's own middleware alone: a server may have nothing there, or keep it to its portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterApp {
    #[serde(flatten)]
    app: NewApp,
    // That the owner is the account is assumed.
    owner: ClientId,
}

impl RegisterApp {
    /// Registers `app` for the account `owner`.
    #[must_use]
    pub fn new(app: NewApp, owner: ClientId) -> Self {
        Self { app, owner }
    }
}

impl Endpoint for RegisterApp {
    const NAME: &'static str = "user.register_app";
    const METHOD: Method = Method::POST;
    // The published table names only the classes; that this is no order and no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    const ANSWERS_SECRET: bool = true;
    type Response = CreatedApp;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/app")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }
}

/// The registered app, with the secret that no later call shows.
///
/// Neither `Debug` nor `Serialize` writes the secret, and no error quotes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreatedApp {
    /// Its id; the one member that the reply must have.
    pub app_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub app_name: Option<String>,
    /// Whose it is.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub app_owner: Option<String>,
    /// Its secret; `None` where the reply has none that is a text.
    #[serde(default, skip_serializing, deserialize_with = "secret")]
    pub app_secret: Option<SecretString>,
    /// When the secret dies. `None` where that is not set, and where what came is no time: a secret must not be lost
    /// by that.
    #[serde(
        default,
        serialize_with = "crate::serde::ist_datetime::serialize",
        deserialize_with = "time_or_none"
    )]
    pub app_secret_expires_at: Option<OffsetDateTime>,
    /// How it comes by its tokens.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub grant_types: Vec<String>,
    /// Where a login may lead back to.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub redirect_uris: Vec<String>,
    /// What its tokens may do, separated by blanks.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub scope: Option<String>,
}

/// A text that is not empty. Anything else is none rather than an error, which would quote it.
fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let text = serde_json::from_str::<String>(raw.get()).unwrap_or_default();
    Ok(Some(text).filter(|text| !text.is_empty()).map(SecretString::from))
}

fn time_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<OffsetDateTime>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let mut text = serde_json::Deserializer::from_str(raw.get());
    Ok(crate::serde::ist_datetime::deserialize(&mut text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const SENTINEL: &str = "sEnTiNeL-of-an-app";

    #[test]
    fn the_secret_is_read_and_never_written() {
        let reply =
            format!(r#"{{"app_id":"a1","app_secret":"{SENTINEL}","app_secret_expires_at":1795372200}}"#);
        let app = RegisterApp::decode(&reply).unwrap();
        assert_eq!(app.app_secret.as_ref().unwrap().expose_secret(), SENTINEL);
        let shown = format!("{app:?} {app:#?} {}", serde_json::to_string(&app).unwrap());
        assert!(shown.contains("a1") && !shown.contains(SENTINEL), "{shown}");
    }

    #[test]
    fn no_error_quotes_the_secret() {
        for broken in [
            format!(r#"{{"app_secret":"{SENTINEL}"}}"#),
            format!(r#"{{"app_id":7,"app_secret":"{SENTINEL}"}}"#),
            format!(r#"{{"app_id":"a1","redirect_uris":7,"app_secret":"{SENTINEL}"}}"#),
        ] {
            let error = RegisterApp::decode(&broken).unwrap_err();
            assert!(!format!("{error} {error:?}").contains(SENTINEL), "{error}");
        }
    }

    #[test]
    fn an_odd_secret_or_time_does_not_lose_the_app() {
        for odd in [
            r#"{"app_id":"a1"}"#,
            r#"{"app_id":"a1","app_secret":null,"app_secret_expires_at":null,"grant_types":null,"scope":null}"#,
            r#"{"app_id":"a1","app_secret":"","app_secret_expires_at":0}"#,
            r#"{"app_id":"a1","app_secret":4711,"app_secret_expires_at":"never"}"#,
            r#"{"app_id":"a1","app_secret":["x"],"app_secret_expires_at":{}}"#,
        ] {
            let app = RegisterApp::decode(odd).unwrap();
            assert!(
                app.app_secret.is_none() && app.app_secret_expires_at.is_none(),
                "{odd}"
            );
        }
    }
}
