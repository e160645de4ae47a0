//! The coarse kinds of error, one list for session, transport and the broker's refusals.

use std::fmt;

use pocketful_auth::ErrorKind as AuthErrorKind;
use pocketful_http::ErrorKind as HttpErrorKind;

/// What went wrong, coarsely; more kinds may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody has logged in yet.
    NotLoggedIn,
    /// The session lived until midnight IST and is over. Nothing was sent.
    SessionExpired,
    /// The session has too little time left before midnight IST for anything new. Nothing was sent.
    SessionExpiring,
    /// The server refused a session that should have been alive.
    SessionRevoked,
    /// The session belongs to another app or another server.
    WrongApp,
    /// The login was refused, given up, or not usable.
    LoginFailed,
    /// The store of the session cannot be read or written.
    Store,
    /// The request is wrong in itself: nothing was sent.
    InvalidRequest,
    /// A rate limit, kept here or by the server.
    Limit,
    /// No connection to the server.
    Connect,
    /// The server's name cannot be resolved.
    Dns,
    /// No encrypted connection.
    Tls,
    /// Time ran out.
    Timeout,
    /// The connection ended before the reply was complete.
    Disconnected,
    /// The broker refused, in its own words: [`Error::api`](crate::Error::api).
    Refused,
    /// The server failed without saying why.
    Server,
    /// The request left from an address that is not registered for the app.
    AddressRefused,
    /// The reply is not what the operation answers.
    UnexpectedReply,
    /// The reply is longer than what is accepted.
    BodyTooLarge,
    /// None of the above.
    Other,
}

impl ErrorKind {
    /// A stable name in lower case, for example `session_expired`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotLoggedIn => "not_logged_in",
            Self::SessionExpired => "session_expired",
            Self::SessionExpiring => "session_expiring",
            Self::SessionRevoked => "session_revoked",
            Self::WrongApp => "wrong_app",
            Self::LoginFailed => "login_failed",
            Self::Store => "store",
            Self::InvalidRequest => "invalid_request",
            Self::Limit => "limit",
            Self::Connect => "connect",
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Disconnected => "disconnected",
            Self::Refused => "refused",
            Self::Server => "server",
            Self::AddressRefused => "address_refused",
            Self::UnexpectedReply => "unexpected_reply",
            Self::BodyTooLarge => "body_too_large",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

pub(super) fn of_auth(kind: AuthErrorKind) -> ErrorKind {
    match kind {
        AuthErrorKind::NotLoggedIn => ErrorKind::NotLoggedIn,
        AuthErrorKind::Expired | AuthErrorKind::ClockSetBack => ErrorKind::SessionExpired,
        AuthErrorKind::Expiring => ErrorKind::SessionExpiring,
        AuthErrorKind::Revoked => ErrorKind::SessionRevoked,
        AuthErrorKind::WrongApp => ErrorKind::WrongApp,
        AuthErrorKind::LoginRefused | AuthErrorKind::LoginAbandoned => ErrorKind::LoginFailed,
        AuthErrorKind::InvalidInput => ErrorKind::InvalidRequest,
        AuthErrorKind::Store
        | AuthErrorKind::StoreCorrupt
        | AuthErrorKind::StoreNewer
        | AuthErrorKind::StoreBusy
        | AuthErrorKind::StoreConflict
        | AuthErrorKind::StoreReadOnly => ErrorKind::Store,
        AuthErrorKind::Network => ErrorKind::Connect,
        AuthErrorKind::Dns => ErrorKind::Dns,
        AuthErrorKind::Tls => ErrorKind::Tls,
        AuthErrorKind::ConnectTimeout | AuthErrorKind::Timeout => ErrorKind::Timeout,
        AuthErrorKind::Disconnected => ErrorKind::Disconnected,
        AuthErrorKind::Server => ErrorKind::Server,
        AuthErrorKind::Limit => ErrorKind::Limit,
        AuthErrorKind::UnexpectedReply => ErrorKind::UnexpectedReply,
        _ => ErrorKind::Other,
    }
}

pub(super) fn of_http(kind: HttpErrorKind) -> ErrorKind {
    match kind {
        HttpErrorKind::InvalidRequest => ErrorKind::InvalidRequest,
        HttpErrorKind::Limit => ErrorKind::Limit,
        HttpErrorKind::Connect => ErrorKind::Connect,
        HttpErrorKind::Dns => ErrorKind::Dns,
        HttpErrorKind::Tls => ErrorKind::Tls,
        HttpErrorKind::Timeout => ErrorKind::Timeout,
        HttpErrorKind::Disconnected => ErrorKind::Disconnected,
        HttpErrorKind::Api => ErrorKind::Refused,
        HttpErrorKind::Server => ErrorKind::Server,
        HttpErrorKind::AddressRefused => ErrorKind::AddressRefused,
        HttpErrorKind::UnexpectedReply => ErrorKind::UnexpectedReply,
        HttpErrorKind::BodyTooLarge => ErrorKind::BodyTooLarge,
        _ => ErrorKind::Other,
    }
}
