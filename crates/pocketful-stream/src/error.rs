//! Why there is no connection. Never quotes the address, which holds the token, nor what the server wrote.

use std::{fmt, io};

use crate::EndReason;

/// Why a connection could not be made, or was lost.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct SocketError {
    kind: SocketErrorKind,
    detail: String,
    #[source]
    source: Option<io::Error>,
}

/// What went wrong, coarsely, and what the stream does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SocketErrorKind {
    /// The server could not be reached. The stream tries again.
    Connect,
    /// The server is not who it should be, or speaks no TLS. The stream tries again.
    Tls,
    /// The server refused the token: it answered the handshake with 401. The stream waits for another one.
    Unauthorised,
    /// The server answered the handshake with 403: it refuses the token, the account or the address, and does not say which.
    /// The stream leaves the token alone and tries again.
    Forbidden,
    /// The server answered the handshake with another status than 101. The stream tries again.
    Refused,
    /// The server did not keep to the protocol. The stream connects again.
    Protocol,
    /// The connection was closed or broke. The stream connects again.
    Closed,
    /// The server closed the connection with a code that speaks of authorisation. The stream asks at once whether the token is
    /// still good, by connecting again; where it does not last, after a pause.
    Evicted,
    /// It took too long. The stream tries again.
    Timeout,
    /// A recording has come to its end. So has the stream.
    RecordingOver,
    /// What follows in a recording cannot be read. The stream ends there.
    RecordingDamaged,
}

impl SocketError {
    /// An error of `kind`. `detail` must hold neither a token nor an address with a query.
    pub fn new(kind: SocketErrorKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            source: None,
        }
    }

    pub(crate) fn from_io(kind: SocketErrorKind, what: impl fmt::Display, error: io::Error) -> Self {
        Self {
            kind,
            detail: format!("{what}: {error}"),
            source: Some(error),
        }
    }

    pub(crate) fn closed(detail: impl Into<String>) -> Self {
        Self::new(SocketErrorKind::Closed, detail)
    }

    pub(crate) fn protocol(detail: impl Into<String>) -> Self {
        Self::new(SocketErrorKind::Protocol, detail)
    }

    /// Why the stream ends with it, where it does.
    pub(crate) fn end(&self) -> Option<EndReason> {
        match self.kind {
            SocketErrorKind::RecordingOver => Some(EndReason::RecordingOver),
            SocketErrorKind::RecordingDamaged => Some(EndReason::RecordingDamaged),
            _ => None,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> SocketErrorKind {
        self.kind
    }
}
