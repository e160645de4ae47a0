//! Why there is no token.

use std::fmt;

/// What went wrong, coarsely; more kinds may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody has logged in yet.
    NotLoggedIn,
    /// The token lived until midnight IST (or its `expires_in`) and is dead.
    Expired,
    /// The server refused a token that should have been alive.
    Revoked,
    /// The stored session belongs to another app or another address.
    WrongApp,
    /// The login itself was refused: wrong credentials, code, state.
    LoginRefused,
    /// The person did not finish the login in time or closed it.
    LoginAbandoned,
    /// What was given is not usable: a pasted text, a redirect URL, an app setting.
    InvalidInput,
    /// The store cannot be read or written.
    Store,
    /// The server could not be reached or answered something else.
    Network,
}

/// An error of this crate. Never holds a token, a code, a password or an address with a query.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that says `message`.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// The same with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
