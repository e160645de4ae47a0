//! Why there is no token.

use std::{fmt, sync::Arc};

/// What went wrong, coarsely, and what a caller may do about it; more kinds may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody has logged in yet, or somebody logged out. Log in.
    NotLoggedIn,
    /// The token lived until midnight IST (or its `expires_in`) and is dead. Log in again.
    Expired,
    /// The token lives, but less than the safety margin: too short for new work. Wait for midnight, then log in.
    Expiring,
    /// The server refused a token that should have been alive. Log in again; find out who logged in elsewhere.
    Revoked,
    /// The stored session belongs to another app or another address. Log in for this one, or use the other's settings.
    WrongApp,
    /// The stored session was started later than it is now: the clock was set back. Check the clock, or log in again.
    ClockSetBack,
    /// The login itself was refused: wrong credentials, code, state. The same input will be refused again.
    LoginRefused,
    /// The person did not finish the login in time or closed it. Start over.
    LoginAbandoned,
    /// What was given is not usable: a pasted text, a redirect URL, an app setting. Correct it.
    InvalidInput,
    /// The store cannot be read or written, or is not safe to use. The message says what to change.
    Store,
    /// What the store holds is damaged. It was left as it is: log out, which removes it, or
    /// [log in anew](crate::Session::log_in_anew), which replaces it.
    StoreCorrupt,
    /// What the store holds was written by a newer version, and is kept whatever is called. Update the program, or use
    /// another store.
    StoreNewer,
    /// Another process held the store's lock for too long. Try again.
    StoreBusy,
    /// The store holds something else than was expected: another process wrote in between. Read it again.
    StoreConflict,
    /// The store cannot be written at all, as the environment. Use another store, or change what it reads.
    StoreReadOnly,
    /// No connection with the server: nothing was sent. Check network and address, and try again.
    Network,
    /// No connection with the server within the time for it: nothing was sent. Try again.
    ConnectTimeout,
    /// The server's name cannot be resolved: nothing was sent. Check the name and the resolver.
    Dns,
    /// No encrypted connection with the server: nothing was sent. Check the clock and the certificates.
    Tls,
    /// The server did not answer in time. A code or a one-time password may be used up: start the login again.
    Timeout,
    /// The connection or the answer ended before it was complete. A code or a one-time password may be used up: start the
    /// login again.
    Disconnected,
    /// The server is down: 408 or 5xx without a reason. Try again later.
    Server,
    /// The server takes no more requests for a while. Wait a minute, then start the login again.
    Limit,
    /// The server answered something that a login's servers do not: a web page, a redirect. Check its address.
    UnexpectedReply,
}

/// An error of this crate. Never holds a token, a code, a password or an address with a query.
///
/// Cheap to clone: callers that waited for one login all get the same answer.
#[derive(Clone, Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    after_login: bool,
}

impl Error {
    /// An error of `kind` that says `message`. The message must not hold a secret.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            after_login: false,
        }
    }

    /// The same with what caused it. The source is printed by `Debug`: it must not hold a secret either.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The same, its message followed by `more`, which must not hold a secret.
    /// The same, of what failed once the login was done.
    #[must_use]
    pub(crate) fn after_login(mut self) -> Self {
        self.after_login = true;
        self
    }

    #[must_use]
    pub(crate) fn and_says(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether only a new login helps: never logged in, expired, revoked, logged in for another app or address, or later
    /// than the clock shows. Nothing was sent.
    #[must_use]
    pub fn is_login_required(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::NotLoggedIn
                | ErrorKind::Expired
                | ErrorKind::Revoked
                | ErrorKind::WrongApp
                | ErrorKind::ClockSetBack
        )
    }

    /// Whether the login itself was done, and only keeping the session failed: this process has it all the same.
    #[must_use]
    pub fn is_after_login(&self) -> bool {
        self.after_login
    }

    /// Whether the store is at fault, not the login.
    #[must_use]
    pub fn is_store(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Store
                | ErrorKind::StoreCorrupt
                | ErrorKind::StoreNewer
                | ErrorKind::StoreBusy
                | ErrorKind::StoreConflict
                | ErrorKind::StoreReadOnly
        )
    }

    /// Whether the same call may succeed a little later without anybody changing anything.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Network
                | ErrorKind::ConnectTimeout
                | ErrorKind::Dns
                | ErrorKind::Tls
                | ErrorKind::Timeout
                | ErrorKind::Disconnected
                | ErrorKind::Server
                | ErrorKind::Limit
                | ErrorKind::StoreBusy
                | ErrorKind::StoreConflict
        )
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

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn every_kind_says_who_can_help() {
        let error = |kind| Error::new(kind, "text");
        assert!(error(ErrorKind::WrongApp).is_login_required());
        assert!(!error(ErrorKind::Expiring).is_login_required());
        assert!(error(ErrorKind::StoreBusy).is_store() && error(ErrorKind::StoreBusy).is_temporary());
        assert!(error(ErrorKind::StoreNewer).is_store() && !error(ErrorKind::StoreNewer).is_temporary());
        assert!(!error(ErrorKind::LoginRefused).is_temporary());
    }

    #[test]
    fn the_source_survives_a_clone() {
        let error = Error::new(ErrorKind::Store, "text").with_source(std::io::Error::other("cause"));
        let copy = error.clone();
        assert_eq!(error.to_string(), copy.to_string());
        assert_eq!(copy.source().unwrap().to_string(), "cause");
    }
}
