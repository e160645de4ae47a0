//! A way in: whatever ends with a token of one account.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{Error, TokenRecord};

mod answer;
mod authorize;
mod browser;
mod code_flow;
mod direct;
mod failure;
mod loopback;
mod page;
mod pasted;
mod pasted_token;
mod pkce;
mod random;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(feature = "totp")]
mod totp;

pub use authorize::{Authorization, AuthorizationUrl};
pub use browser::BrowserLogin;
pub use code_flow::CodeFlow;
pub use direct::{DirectLogin, SecondFactor, SecondFactorQuestion};
pub use failure::LoginFailure;
pub use pasted::{PasteRequest, PastedUrlLogin};
pub use pasted_token::PastedTokenLogin;
pub use pkce::PkceVerifier;
#[cfg(feature = "totp")]
pub use totp::TotpSecret;

/// One way to log in: through the browser, a pasted redirect URL, a pasted token, or directly with credentials.
///
/// Object-safe; all ways reach the same [`Session`](crate::Session).
#[cfg_attr(any(test, feature = "test-util"), mockall::automock)]
#[async_trait]
pub trait Login: Debug + Send + Sync {
    /// Logs in once and says what came of it. Saves nothing.
    ///
    /// # Errors
    /// [`LoginRefused`](crate::ErrorKind::LoginRefused), [`LoginAbandoned`](crate::ErrorKind::LoginAbandoned),
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput), [`Network`](crate::ErrorKind::Network) and the kinds after it, or
    /// [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply).
    async fn log_in(&self) -> Result<TokenRecord, Error>;

    /// Whether it needs nobody: then a session may use it by itself when its token is dead.
    fn is_automatic(&self) -> bool;
}
