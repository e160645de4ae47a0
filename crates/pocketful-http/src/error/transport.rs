//! Errors of sending, in the words of a call.

use std::time::Duration;

use super::{CallName, Error, ErrorKind, Outcome};
use crate::{LimitExceeded, TransportError, TransportErrorKind};

impl Error {
    pub(crate) fn of_transport(error: TransportError, call: CallName) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Dns => ErrorKind::Dns,
            TransportErrorKind::Tls => ErrorKind::Tls,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Disconnected => ErrorKind::Disconnected,
            TransportErrorKind::BodyTooLarge => ErrorKind::BodyTooLarge,
            TransportErrorKind::Request => ErrorKind::InvalidRequest,
        };
        let wrapped = Self::new(kind, error.outcome(), call, error.to_string());
        match error.into_source() {
            Some(source) => wrapped.with_source(source),
            None => wrapped,
        }
    }

    pub(crate) fn over_limit(full: LimitExceeded, call: CallName) -> Self {
        Self::new(ErrorKind::Limit, Outcome::NotSent, call, full.to_string())
            .with_retry_after(full.retry_after)
            .with_source(full)
    }

    /// The call's time ran out, before the request was sent or on its way.
    pub(crate) fn timed_out(call: CallName, timeout: Duration, outcome: Outcome) -> Self {
        let detail = format!("no reply within {timeout:?}");
        Self::new(ErrorKind::Timeout, outcome, call, detail)
    }
}
