//! What it means when there is no usable answer, and what to do about it.

use std::{error::Error as StdError, io, time::Duration};

use pocketful_types::Origin;

use crate::{Error, ErrorKind};

/// The error of a request that got no complete answer.
pub(super) fn transport(step: &str, origin: &Origin, timeout: Duration, error: reqwest::Error) -> Error {
    // Addresses in errors carry queries.
    let error = error.without_url();
    let (kind, what) = if error.is_timeout() {
        let kind = if error.is_connect() {
            ErrorKind::ConnectTimeout
        } else {
            ErrorKind::Timeout
        };
        let what = format!(
            "{origin} did not answer within {} s; try again, and if it happens again check the network",
            timeout.as_secs_f32()
        );
        (kind, what)
    } else if error.is_connect() {
        not_connected(origin, &error)
    } else {
        let what = format!(
            "the connection to {origin} broke before the answer was complete; a code or a one-time password may be used \
             up, so start the login again"
        );
        (ErrorKind::Disconnected, what)
    };
    Error::new(kind, format!("{step} failed: {what}")).with_source(error)
}

fn not_connected(origin: &Origin, error: &(dyn StdError + 'static)) -> (ErrorKind, String) {
    let causes: Vec<&(dyn StdError + 'static)> = causes(error).collect();
    let said = |text: &str| causes.iter().any(|cause| cause.to_string().contains(text));
    let io = |kind: io::ErrorKind| {
        causes
            .iter()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|error| error.kind() == kind)
    };
    // The resolver's error has no public type; its text is stable.
    if said("dns error") {
        let what = format!(
            "the host name cannot be resolved: {}; check the network and the address",
            origin.host()
        );
        (ErrorKind::Dns, what)
    } else if io(io::ErrorKind::ConnectionRefused) {
        let what = format!(
            "no connection: nothing listens at {origin}; check the address, and that the server is running"
        );
        (ErrorKind::Network, what)
    } else if io(io::ErrorKind::InvalidData) || said("certificate") {
        let what = format!(
            "no encrypted connection with {origin}: its certificate or its TLS is not acceptable; check the machine's clock \
             and certificates, and that no proxy opens the connection"
        );
        (ErrorKind::Tls, what)
    } else {
        let what = format!("no connection to {origin}; check the network and the address");
        (ErrorKind::Network, what)
    }
}

/// Whatever an error is caused by, also what hides inside an [`io::Error`].
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &'a (dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// The error of an answer that points elsewhere. Where it points is not repeated.
pub(super) fn redirected(step: &str, origin: &Origin, status: u16) -> Error {
    Error::new(
        ErrorKind::UnexpectedReply,
        format!(
            "{step} failed: {origin} answered with a redirect (HTTP {status}), which is never followed; check the server's \
             address"
        ),
    )
}

/// The error of an answer longer than any of a login.
pub(super) fn too_long(step: &str, origin: &Origin) -> Error {
    Error::new(
        ErrorKind::UnexpectedReply,
        format!(
            "{step} failed: the answer of {origin} is longer than {} KiB and was not read further; check the server's address",
            super::send::LONGEST_BODY / 1024
        ),
    )
}

/// The error of an HTTP client that cannot be built.
pub(super) fn no_client(step: &str, error: Option<reqwest::Error>) -> Error {
    let failed = Error::new(
        ErrorKind::Network,
        format!(
            "{step} failed: the HTTP client cannot be set up; check the machine's certificates and proxy settings"
        ),
    );
    match error {
        Some(error) => failed.with_source(error.without_url()),
        None => failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Cause(&'static str, #[source] Option<io::Error>);

    fn said(cause: Cause) -> (ErrorKind, String) {
        let origin = "https://trade.pocketful.in".parse().unwrap();
        not_connected(&origin, &io::Error::other(cause))
    }

    #[test]
    fn a_connection_that_fails_is_told_by_its_cause() {
        let tls = io::Error::new(io::ErrorKind::InvalidData, "invalid peer certificate: Expired");
        for (cause, kind, text) in [
            (
                Cause("dns error", None),
                ErrorKind::Dns,
                "the host name cannot be resolved: trade.pocketful.in",
            ),
            (
                Cause("connect", Some(tls)),
                ErrorKind::Tls,
                "machine's clock and certificates",
            ),
            (
                Cause("connect", Some(io::ErrorKind::ConnectionRefused.into())),
                ErrorKind::Network,
                "nothing listens",
            ),
            (
                Cause("connect", Some(io::ErrorKind::NetworkUnreachable.into())),
                ErrorKind::Network,
                "check the network",
            ),
        ] {
            let (found, said) = said(cause);
            assert_eq!(found, kind, "{said}");
            assert!(said.contains(text), "{said}");
        }
    }
}
