//! The calls to the server that a login needs, as a trait: what brings the HTTP client is not this crate's business.

use std::fmt::Debug;

use async_trait::async_trait;
use pocketful_types::{ClientId, Origin, TradingInfo};
use secrecy::SecretString;

use crate::{App, Error};

mod code;
mod credentials;
#[cfg(feature = "reqwest")]
mod http;
mod oauth_error;
mod refusal;
mod second_factor;

#[cfg(feature = "reqwest")]
pub use self::http::HttpLoginApi;
pub use code::{CodeGrant, IssuedToken};
pub use credentials::{PasswordReply, SecondFactorAnswer, TwoFactor, TwoFactorQuestion};
pub(crate) use oauth_error::printable;
pub use oauth_error::{OAuthError, OAuthErrorCode};
pub(crate) use refusal::is_locked;
pub use refusal::{api_failure, token_reply};
pub use second_factor::{TwoFactorType, UnknownReply};

/// The server's side of a login. Object-safe; held as `Arc<dyn LoginApi>`.
///
/// `HttpLoginApi` is the implementation that comes with the feature `reqwest`. Another one is a handful of requests:
/// [`token_reply`] and [`api_failure`] read the replies and make the errors, so that all implementations tell the same.
///
/// No method may follow a redirect or put a secret of its arguments into an error or a log.
#[cfg_attr(any(test, feature = "test-util"), mockall::automock)]
#[async_trait]
pub trait LoginApi: Debug + Send + Sync {
    /// The authorization server, where the person logs in and the code is redeemed (wire reference, sections 1.1
    /// and 1.2).
    fn auth_origin(&self) -> &Origin;

    /// The API that the tokens are for.
    fn api_origin(&self) -> &Origin;

    /// Exchanges a code for a token: `POST {auth}/oauth2/token` (wire reference, section 1.2). Sent once, never again: a
    /// code that has reached the server is used up.
    ///
    /// # Errors
    /// The server refuses the code ([`LoginRefused`](crate::ErrorKind::LoginRefused)), cannot be reached or gives no complete
    /// answer ([`Network`](crate::ErrorKind::Network) and the kinds after it), or answers something else
    /// ([`UnexpectedReply`](crate::ErrorKind::UnexpectedReply)).
    async fn redeem(&self, app: &App, grant: &CodeGrant) -> Result<IssuedToken, Error>;

    /// Whose token it is: `GET {api}/api/v1/user/trading_info` (wire reference, section 1.3).
    ///
    /// # Errors
    /// The server does not accept the token ([`LoginRefused`](crate::ErrorKind::LoginRefused)), or as above.
    async fn trading_info(&self, token: &SecretString) -> Result<TradingInfo, Error>;

    /// The first step of a direct login: `POST {api}/api/v3/user/login` (wire reference, section 2.1).
    ///
    /// # Errors
    /// The server refuses the credentials ([`LoginRefused`](crate::ErrorKind::LoginRefused)), or as above.
    async fn password_step(
        &self,
        client_id: &ClientId,
        password: &SecretString,
    ) -> Result<PasswordReply, Error>;

    /// The second step of a direct login: `POST {api}/api/v3/user/twofa` (wire reference, section 2.2). Gives the
    /// access token.
    ///
    /// # Errors
    /// The server refuses the answer ([`LoginRefused`](crate::ErrorKind::LoginRefused)), or as above.
    async fn second_factor_step(&self, answer: &SecondFactorAnswer) -> Result<SecretString, Error>;
}
