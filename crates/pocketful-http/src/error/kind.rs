//! The coarse answers of an error: what went wrong, and whether the request took effect.

use std::fmt;

/// Whether a failed request took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing was sent. The request may be repeated, also an order.
    NotSent,
    /// The server understood the request and refused it. Nothing changed.
    Rejected,
    /// Nobody knows: the request may have taken effect. Look before repeating a write.
    Unknown,
}

impl Outcome {
    /// `not_sent`, `rejected` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What went wrong, coarsely; more kinds may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be written down. Change it.
    InvalidRequest,
    /// There is no usable token, or the server refused it. Log in again.
    Auth,
    /// A rate limit, here (`NotSent`) or on the server (`Rejected`). Wait.
    Limit,
    /// No connection to the server, or none from the source address.
    Connect,
    /// The server's name cannot be resolved.
    Dns,
    /// No encrypted connection: wrong certificate, wrong protocol, something in between.
    Tls,
    /// Time ran out.
    Timeout,
    /// The connection ended before the reply was complete.
    Disconnected,
    /// The server refused, in its own words: [`Error::api`](crate::Error::api).
    Api,
    /// The server failed (5xx) without a refusal in its own words.
    Server,
    /// The source address is not registered for the app.
    AddressRefused,
    /// The reply is not what the operation answers: a web page, a redirect, other JSON, cut short.
    UnexpectedReply,
    /// The reply is longer than what is accepted.
    BodyTooLarge,
}

impl ErrorKind {
    /// A stable name in lower case, for example `address_refused`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::Auth => "auth",
            Self::Limit => "limit",
            Self::Connect => "connect",
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Disconnected => "disconnected",
            Self::Api => "api",
            Self::Server => "server",
            Self::AddressRefused => "address_refused",
            Self::UnexpectedReply => "unexpected_reply",
            Self::BodyTooLarge => "body_too_large",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
