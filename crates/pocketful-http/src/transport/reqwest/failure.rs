//! What a reqwest error says about the request: sent, or not.

use std::{error::Error as StdError, io};

use crate::{Outcome, TransportError, TransportErrorKind};

/// A failure before the reply's head was there.
///
/// Only an error of connecting proves that nothing was sent. Everything after that, a reset at the first byte
/// included, may have happened after the server took the request.
pub(crate) fn from_reqwest(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, outcome) = if error.is_builder() {
        (TransportErrorKind::Request, Outcome::NotSent)
    } else if error.is_dns() {
        (TransportErrorKind::Dns, Outcome::NotSent)
    } else if error.is_connect() {
        (connect_kind(&error), Outcome::NotSent)
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, Outcome::Unknown)
    } else {
        (TransportErrorKind::Disconnected, Outcome::Unknown)
    };
    TransportError::new(kind, outcome).with_source(error)
}

/// A failure while the reply's body was read.
pub(crate) fn while_reading(error: reqwest::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Disconnected, Outcome::Unknown).with_source(error.without_url())
}

fn connect_kind(error: &reqwest::Error) -> TransportErrorKind {
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(this) = cause {
        if let Some(io) = this.downcast_ref::<io::Error>()
            && is_handshake(io)
        {
            return TransportErrorKind::Tls;
        }
        cause = this.source();
    }
    TransportErrorKind::Connect
}

/// Opening a TCP connection fails in neither of these ways; a TLS handshake does.
fn is_handshake(error: &io::Error) -> bool {
    if matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    ) {
        return true;
    }
    // One error in another's wrapping is not among its sources.
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<io::Error>());
    inner.is_some_and(is_handshake)
}
