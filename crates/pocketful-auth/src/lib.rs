#![doc = include_str!("../README.md")]

mod app;
mod error;
pub mod expiry;
mod login;
mod record;
mod source;
mod token;

pub use app::{App, AppId, DEFAULT_SCOPES, Loopback, RedirectUri, StaticAddresses, may_change, next_change};
pub use error::{Error, ErrorKind};
pub use login::Login;
pub use record::TokenRecord;
#[cfg(any(test, feature = "test-util"))]
pub use source::FixedToken;
pub use source::TokenSource;
pub use token::AccessToken;
