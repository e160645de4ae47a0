//! What a login yields and a store keeps: the token, whose it is, where it may go, from when until when.

use pocketful_types::{ClientId, Origin};
use secrecy::{ExposeSecret, SecretString};
use time::{Duration, OffsetDateTime};

use crate::{AccessToken, AppId, Error, ErrorKind, expiry};

/// A token with everything that must be known to use it safely. Cheap to clone; `Debug` does not show the token.
#[derive(Clone, Debug)]
pub struct TokenRecord {
    token: AccessToken,
    app_id: Option<AppId>,
    audience: Origin,
    issued_at: OffsetDateTime,
    is_revoked: bool,
}

impl TokenRecord {
    /// A token of `client_id` for the API at `audience`, issued at `issued_at`. It lives until the next 00:00 IST,
    /// or less: see [`with_expires_in`](Self::with_expires_in).
    ///
    /// The audience is the API's origin, not the login server's. A session refuses a record of another
    /// audience, so that a token never travels to a host it was not made for, and the sandbox's never to the live one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] when the token is empty or holds blanks, line breaks or other characters that no
    /// token has. Blanks around it are dropped. The text is not repeated.
    pub fn new(
        token: SecretString,
        client_id: ClientId,
        audience: Origin,
        issued_at: OffsetDateTime,
    ) -> Result<Self, Error> {
        let token = cleaned(token)?;
        let expires_at = expiry::expires_at(issued_at, None);
        Ok(Self {
            token: AccessToken::new(token, client_id, expires_at),
            app_id: None,
            audience,
            issued_at,
            is_revoked: false,
        })
    }

    /// Shortens the life to what the server said (`expires_in`); midnight IST stays the latest.
    #[must_use]
    pub fn with_expires_in(self, life: Duration) -> Self {
        let at = expiry::expires_at(self.issued_at, Some(life));
        self.with_expires_at(at)
    }

    /// Brings the end of the life forward to `at`; a later moment changes nothing.
    #[must_use]
    pub fn with_expires_at(mut self, at: OffsetDateTime) -> Self {
        if at < self.expires_at() {
            self.token = self.token.expiring_at(at);
        }
        self
    }

    /// Says which app the token was made for. A direct login and a token from the environment have none.
    #[must_use]
    pub fn with_app_id(mut self, id: AppId) -> Self {
        self.app_id = Some(id);
        self
    }

    /// Says that the server refused the token before its time. A store keeps that, so that every program knows.
    #[must_use]
    pub fn revoked(mut self) -> Self {
        self.is_revoked = true;
        self
    }

    /// Whether the server refused the token before its time.
    #[must_use]
    pub fn is_revoked(&self) -> bool {
        self.is_revoked
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// The account.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.token.client_id()
    }

    /// The app it was made for, where there was one.
    #[must_use]
    pub fn app_id(&self) -> Option<&AppId> {
        self.app_id.as_ref()
    }

    /// The API that may receive it.
    #[must_use]
    pub fn audience(&self) -> &Origin {
        &self.audience
    }

    /// When it was issued, by the clock of this machine.
    #[must_use]
    pub fn issued_at(&self) -> OffsetDateTime {
        self.issued_at
    }

    /// The moment from which it is dead.
    #[must_use]
    pub fn expires_at(&self) -> OffsetDateTime {
        self.token.expires_at()
    }
}

/// The token without blanks around it, if it is one that a header can carry.
fn cleaned(token: SecretString) -> Result<SecretString, Error> {
    let text = token.expose_secret();
    let trimmed = text.trim();
    let what = if trimmed.is_empty() {
        "it is empty"
    } else if trimmed.chars().any(char::is_whitespace) {
        "it has a blank or a line break inside"
    } else if !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
        "it has a character that is not plain ASCII"
    } else if trimmed.len() == text.len() {
        return Ok(token);
    } else {
        return Ok(SecretString::from(trimmed));
    };
    Err(Error::new(
        ErrorKind::InvalidInput,
        format!("this is not an access token: {what}; copy the whole token once more, and nothing else"),
    ))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn record(token: &str) -> Result<TokenRecord, Error> {
        TokenRecord::new(
            SecretString::from(token),
            ClientId::new("AB1234"),
            "https://algo.pocketful.in".parse().unwrap(),
            datetime!(2026-03-10 09:15 +5:30),
        )
    }

    #[test]
    fn lives_until_midnight_or_less() {
        let midnight = datetime!(2026-03-11 00:00 +5:30);
        let record = record("tok").unwrap();
        assert_eq!(record.expires_at(), midnight);
        assert_eq!(
            record.clone().with_expires_in(Duration::days(9)).expires_at(),
            midnight
        );
        assert_eq!(
            record
                .clone()
                .with_expires_at(midnight + Duration::DAY)
                .expires_at(),
            midnight
        );
        let short = record.with_expires_in(Duration::hours(1));
        assert_eq!(short.expires_at(), datetime!(2026-03-10 10:15 +5:30));
        assert_eq!(short.token().expose_secret(), "tok");
        assert_eq!(short.client_id().as_str(), "AB1234");
    }

    #[test]
    fn blanks_around_are_dropped_and_blanks_inside_refused() {
        assert_eq!(
            record(" tok.en_1\r\n").unwrap().token().expose_secret(),
            "tok.en_1"
        );
        for text in [
            "",
            "  \n",
            "sentinel two",
            "sentinel\ntwo",
            "sentinel\u{a0}two",
            "sentinel\u{0}",
            "sentinelé",
        ] {
            let error = record(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(!format!("{error:?}{error}").contains("sentinel"), "{error:?}");
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let text = format!("{:?}", record("sentinel-token").unwrap());
        assert!(text.contains("AB1234") && !text.contains("sentinel"), "{text}");
    }
}
