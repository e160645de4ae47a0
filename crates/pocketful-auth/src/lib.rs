#![doc = include_str!("../README.md")]

mod app;
mod error;
mod expiry;
mod login;
mod record;
mod session;
mod source;
mod store;
mod token;

pub use app::{App, AppId, DEFAULT_SCOPES, Loopback, RedirectUri, StaticAddresses, may_change, next_change};
pub use error::{Error, ErrorKind};
pub use expiry::expires_at;
pub use login::Login;
pub use record::TokenRecord;
pub use session::{Session, SessionBuilder, SessionState};
#[cfg(any(test, feature = "test-util"))]
pub use source::FixedToken;
pub use source::TokenSource;
#[cfg(any(test, feature = "test-util"))]
pub use store::MockTokenStore;
pub use store::{MemoryStore, StoreLock, StoreVersion, Stored, TokenStore};
pub use token::AccessToken;
