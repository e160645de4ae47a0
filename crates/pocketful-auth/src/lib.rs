#![doc = include_str!("../README.md")]

mod app;
mod error;
mod expiry;
mod login;
mod login_api;
mod record;
mod session;
mod source;
mod store;
#[cfg(any(test, feature = "test-util"))]
pub mod test_util;
mod token;

pub use app::{App, AppId, DEFAULT_SCOPES, Loopback, RedirectUri, StaticAddresses, may_change, next_change};
pub use error::{Error, ErrorKind};
pub use expiry::expires_at;
#[cfg(any(test, feature = "test-util"))]
pub use login::MockLogin;
#[cfg(feature = "totp")]
pub use login::TotpSecret;
pub use login::{
    Authorization, AuthorizationUrl, BrowserLogin, CodeFlow, DirectLogin, Login, LoginFailure, PasteRequest,
    PastedTokenLogin, PastedUrlLogin, PkceVerifier, SecondFactor, SecondFactorQuestion,
};
#[cfg(feature = "reqwest")]
pub use login_api::HttpLoginApi;
#[cfg(any(test, feature = "test-util"))]
pub use login_api::MockLoginApi;
pub(crate) use login_api::printable;
pub use login_api::{
    CodeGrant, IssuedToken, LoginApi, OAuthError, OAuthErrorCode, PasswordReply, SecondFactorAnswer,
    TwoFactor, TwoFactorQuestion, TwoFactorType, UnknownReply, api_failure, token_reply,
};
pub use record::TokenRecord;
pub use session::{Session, SessionBuilder, SessionState};
#[cfg(any(test, feature = "test-util"))]
pub use source::FixedToken;
pub use source::TokenSource;
#[cfg(feature = "keyring")]
pub use store::KeyringStore;
#[cfg(any(test, feature = "test-util"))]
pub use store::MockTokenStore;
pub use store::{EnvStore, FileStore, MemoryStore, StoreLock, StoreVersion, Stored, TokenStore};
pub use token::AccessToken;

/// The vocabulary of this crate's signatures (`ClientId`, `Origin`, `Clock`), so that a program can depend on this
/// crate alone.
pub use pocketful_types as types;
/// The crate of the moments in this crate's signatures, in the version that they are of.
pub use time;
