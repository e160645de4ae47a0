#![doc = include_str!("../README.md")]

mod error;
mod source;
mod token;

pub use error::{Error, ErrorKind};
#[cfg(any(test, feature = "test-util"))]
pub use source::FixedToken;
pub use source::TokenSource;
pub use token::AccessToken;
