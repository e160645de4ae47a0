//! The way in for the portal's default redirect URL: the dashboard makes a token, and it is pasted.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use pocketful_types::{Clock, SystemClock};
use secrecy::{ExposeSecret, SecretString};
use tracing::debug;

use super::{Login, LoginFailure};
use crate::{AppId, Error, LoginApi, TokenRecord};

/// No token is longer; a whole page that was copied by mistake is.
const LONGEST_TOKEN: usize = 8 * 1024;

/// Takes a token made with the portal's button, verifies it with a call and learns whose it is.
///
/// The token lives until the next midnight IST, whenever it was made.
#[derive(Clone)]
pub struct PastedTokenLogin {
    api: Arc<dyn LoginApi>,
    token: SecretString,
    app_id: Option<AppId>,
    clock: Arc<dyn Clock>,
}

impl PastedTokenLogin {
    /// Logs in with `token`, as it was pasted.
    #[must_use]
    pub fn new(api: Arc<dyn LoginApi>, token: SecretString) -> Self {
        Self {
            api,
            token,
            app_id: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// Says which app's token it is, where that is known.
    #[must_use]
    pub fn with_app_id(mut self, id: AppId) -> Self {
        self.app_id = Some(id);
        self
    }

    /// Takes the time from `clock` instead of the machine.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }
}

impl fmt::Debug for PastedTokenLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastedTokenLogin")
            .field("api", &self.api)
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Login for PastedTokenLogin {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        let token = checked(&self.token)?;
        let issued_at = self.clock.now();
        let info = self.api.trading_info(&token).await?;
        debug!(client_id = %info.client_id, "logged in with a pasted token");
        let record = TokenRecord::new(token, info.client_id, self.api.api_origin().clone(), issued_at)?;
        Ok(match &self.app_id {
            Some(id) => record.with_app_id(id.clone()),
            None => record,
        })
    }

    fn is_automatic(&self) -> bool {
        false
    }
}

/// The token without blanks and quotes around it, if it is one that can be sent.
fn checked(pasted: &SecretString) -> Result<SecretString, LoginFailure> {
    let token = pasted
        .expose_secret()
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let fault = if token.is_empty() {
        "it is empty"
    } else if token.contains("://") {
        "it is an address"
    } else if token.len() > LONGEST_TOKEN {
        "it is too long"
    } else if token.chars().any(char::is_whitespace) {
        "it has blanks or line breaks in it"
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        "it has characters that no token has"
    } else {
        return Ok(SecretString::from(token));
    };
    Err(LoginFailure::NotAToken(fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<String, LoginFailure> {
        checked(&SecretString::from(text)).map(|token| token.expose_secret().to_owned())
    }

    #[test]
    fn surroundings_are_trimmed() {
        for text in ["a.b-c_d", "  a.b-c_d\r\n", "\"a.b-c_d\"", "\t'a.b-c_d' \n"] {
            assert_eq!(check(text).as_deref(), Ok("a.b-c_d"), "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "it is empty"),
            (" \n ", "it is empty"),
            ("\"\"", "it is empty"),
            ("abc def", "it has blanks or line breaks in it"),
            ("abc\ndef", "it has blanks or line breaks in it"),
            ("Bearer abc", "it has blanks or line breaks in it"),
            ("abc\u{a0}def", "it has blanks or line breaks in it"),
            ("abc\u{200b}def", "it has characters that no token has"),
            ("abc\u{0}def", "it has characters that no token has"),
            ("https://example.com/cb?code=a", "it is an address"),
        ] {
            assert_eq!(check(text), Err(LoginFailure::NotAToken(why)), "{text:?}");
        }
        assert_eq!(
            check(&"x".repeat(8193)),
            Err(LoginFailure::NotAToken("it is too long"))
        );
        assert!(check(&"x".repeat(8192)).is_ok());
    }
}
