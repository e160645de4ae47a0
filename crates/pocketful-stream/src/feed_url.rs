//! The address of the feed, which carries the token in its query and therefore cannot be printed.

use std::fmt;

use pocketful_auth::AccessToken;
use pocketful_types::Origin;
use secrecy::SecretString;

/// What the token's query parameter is called (wire reference, row 37 of section 17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenParameter {
    /// `access_token`, as every API client sends it.
    #[default]
    AccessToken,
    /// `token`, as the web terminal sends its own.
    Token,
}

/// The address of the feed for one token (wire reference, section 16.1). Printing it leaves the query out.
#[derive(Clone)]
pub struct FeedUrl {
    origin: Origin,
    token: AccessToken,
    parameter: TokenParameter,
}

const PATH: &str = "/ws/v1/feeds";

impl FeedUrl {
    /// The feed at `origin`, a `ws` or `wss` address, for `token`.
    #[must_use]
    pub fn new(origin: Origin, token: AccessToken, parameter: TokenParameter) -> Self {
        Self {
            origin,
            token,
            parameter,
        }
    }

    /// Where the feed is.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The token that it carries.
    #[must_use]
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// Path and query, for the request line only.
    pub(crate) fn target(&self) -> SecretString {
        let parameter = match self.parameter {
            TokenParameter::AccessToken => "access_token",
            TokenParameter::Token => "token",
        };
        let mut target = format!("{PATH}?");
        form_urlencoded::Serializer::for_suffix(&mut target, PATH.len() + 1)
            .append_pair("login_id", self.token.client_id().as_str())
            .append_pair(parameter, self.token.expose_secret());
        SecretString::from(target)
    }
}

impl fmt::Display for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{PATH}", self.origin)
    }
}

impl fmt::Debug for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use pocketful_types::ClientId;
    use secrecy::ExposeSecret as _;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn both_values_are_encoded_and_neither_is_printed() {
        let token = AccessToken::new(
            SecretString::from("SENTINEL+/=&?%"),
            ClientId::new("AB 1234&x=1"),
            datetime!(2026-03-12 00:00 +5:30),
        );
        let origin: Origin = "wss://feed.example.com".parse().unwrap();
        let url = FeedUrl::new(origin.clone(), token.clone(), TokenParameter::default());
        assert_eq!(
            url.target().expose_secret(),
            "/ws/v1/feeds?login_id=AB+1234%26x%3D1&access_token=SENTINEL%2B%2F%3D%26%3F%25"
        );
        assert_eq!(url.to_string(), "wss://feed.example.com/ws/v1/feeds");
        assert_eq!(format!("{url:?}"), "FeedUrl(wss://feed.example.com/ws/v1/feeds)");
        let terminal = FeedUrl::new(origin, token, TokenParameter::Token);
        assert!(terminal.target().expose_secret().contains("&token=SENTINEL"));
    }
}
