//! The seam to the network: bytes out, bytes in, and what is known when that fails.

use std::{error::Error as StdError, fmt, net::IpAddr};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use pocketful_types::Route;
use tokio::time::Instant;

use crate::Outcome;

pub(crate) mod reqwest;

/// Sends one request and reads the whole reply. Object-safe; held as `Arc<dyn Transport>`.
///
/// An implementation sends the request at most once, follows no redirect, and adds nothing that would carry the token
/// to another host. The caller bounds the time and repeats where that is safe.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends `request` as `dispatch` says. A reply of any status is a success here. The [`SourceAddress`] that was
    /// used, where one was chosen, is among the response's extensions.
    ///
    /// # Errors
    /// When there is no complete reply; [`TransportError::outcome`] says whether bytes may have left.
    async fn send(
        &self,
        request: Request<Bytes>,
        dispatch: Dispatch,
    ) -> Result<Response<Bytes>, TransportError>;
}

/// How a request is to be sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Dispatch {
    /// Which local address it must leave from.
    pub route: Route,
    /// When the caller stops waiting. The transport begins nothing that cannot end before it.
    pub deadline: Instant,
}

impl Dispatch {
    /// A request over `route` that must be answered by `deadline`.
    #[must_use]
    pub fn new(route: Route, deadline: Instant) -> Self {
        Self { route, deadline }
    }
}

/// The local address that a request was made to leave from; an extension of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceAddress(pub IpAddr);

/// Where sending failed, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the source address cannot be bound, the host cannot be reached or refuses.
    Connect,
    /// The host's name cannot be resolved.
    Dns,
    /// No encrypted connection: certificate, protocol.
    Tls,
    /// Time ran out.
    Timeout,
    /// The connection ended before the reply was complete.
    Disconnected,
    /// The reply is longer than what is accepted.
    BodyTooLarge,
    /// The request is not one that can be sent.
    Request,
}

/// Why there is no complete reply.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    outcome: Outcome,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A failure of `kind`, after which the request has the `outcome`.
    #[must_use]
    pub fn new(kind: TransportErrorKind, outcome: Outcome) -> Self {
        Self {
            kind,
            outcome,
            source: None,
        }
    }

    /// The same with what caused it. The cause must hold neither token nor query.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Where it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether bytes may have left.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    pub(crate) fn into_source(self) -> Option<Box<dyn StdError + Send + Sync>> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Dns => "the host name cannot be resolved",
            TransportErrorKind::Tls => "no encrypted connection",
            TransportErrorKind::Timeout => "no reply in time",
            TransportErrorKind::Disconnected => "the connection ended before the reply was complete",
            TransportErrorKind::BodyTooLarge => "the reply is too long",
            TransportErrorKind::Request => "the request cannot be sent",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
