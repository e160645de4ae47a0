//! The real way to the network, on reqwest: one lazily built client for each source address.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    pin::Pin,
    sync::OnceLock,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use pocketful_types::Route;

use super::{Dispatch, SourceAddress, Transport, TransportError, TransportErrorKind};
use crate::{IpVersion, Outcome, SourceAddresses, egress::may_fail_over};

mod address;
mod body;
mod failure;

use address::Addresses;

/// How connections are made.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) connect_timeout: Duration,
    pub(crate) source_addresses: Option<SourceAddresses>,
    pub(crate) ip_version: IpVersion,
    pub(crate) max_body: usize,
    /// Whether the system's certificates are needed at all.
    pub(crate) loads_roots: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            source_addresses: None,
            ip_version: IpVersion::Any,
            max_body: 32 * 1024 * 1024,
            loads_roots: true,
        }
    }
}

impl Options {
    /// Makes connecting fail before the whole call does, so that it is known that nothing was sent.
    pub(crate) fn bound_connect_timeout(&mut self, call: Duration) -> Duration {
        self.connect_timeout = self.connect_timeout.min(call / 10 * 9);
        self.connect_timeout
    }
}

/// Idle connections are kept for less than the 60 s after which servers commonly close them, so that a request rarely
/// meets a connection that is just being closed; when one does, the outcome of a write is unknown.
const KEEP_IDLE: Duration = Duration::from_secs(45);

#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    options: Options,
    addresses: Addresses,
    any: OnceLock<reqwest::Client>,
    primary: OnceLock<reqwest::Client>,
    secondary: OnceLock<reqwest::Client>,
}

impl ReqwestTransport {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            addresses: Addresses::default(),
            any: OnceLock::new(),
            primary: OnceLock::new(),
            secondary: OnceLock::new(),
        }
    }

    async fn send_from(
        &self,
        cell: &OnceLock<reqwest::Client>,
        source: Option<IpAddr>,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        let client = self.client(cell, source)?;
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, self.addresses.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        let mut response = client.execute(request).await.map_err(failure::from_reqwest)?;
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        if let Some(source) = source {
            answer.extensions_mut().insert(SourceAddress(source));
        }
        *answer.body_mut() = body::read(response, self.options.max_body).await?;
        Ok(answer)
    }

    /// From the primary address, or from the secondary when nothing could be sent from the primary.
    async fn send_registered(
        &self,
        addresses: SourceAddresses,
        request: Request<Bytes>,
        dispatch: Dispatch,
    ) -> Result<Response<Bytes>, TransportError> {
        let primary = self
            .send_from(&self.primary, Some(addresses.primary()), request.clone())
            .await;
        match (primary, addresses.secondary()) {
            (Err(error), Some(secondary))
                if may_fail_over(&error, left(dispatch), self.options.connect_timeout) =>
            {
                tracing::warn!(
                    primary = %addresses.primary(),
                    %secondary,
                    "nothing could be sent from the primary source address; sending from the secondary one"
                );
                self.send_from(&self.secondary, Some(secondary), request).await
            }
            (result, _) => result,
        }
    }

    fn client<'a>(
        &self,
        cell: &'a OnceLock<reqwest::Client>,
        source: Option<IpAddr>,
    ) -> Result<&'a reqwest::Client, TransportError> {
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = self.build(source)?;
        Ok(cell.get_or_init(|| client))
    }

    fn build(&self, source: Option<IpAddr>) -> Result<reqwest::Client, TransportError> {
        // Binding to "any address" of one version leaves the choice of address to the system, and the version not.
        let local = source.or(match self.options.ip_version {
            IpVersion::Any => None,
            IpVersion::V4 => Some(Ipv4Addr::UNSPECIFIED.into()),
            IpVersion::V6 => Some(Ipv6Addr::UNSPECIFIED.into()),
        });
        let mut builder = reqwest::Client::builder()
            .user_agent(crate::headers::PRODUCT)
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            // What is repeated is decided in one place, `retry.rs`. Beneath this, hyper takes another connection when
            // a kept one turns out to be closed before the request was begun on it; nothing was sent then.
            .retry(reqwest::retry::never())
            // A proxy would send orders from its own address, and would be a host that nobody configured here.
            .no_proxy()
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(self.options.connect_timeout)
            .pool_idle_timeout(KEEP_IDLE)
            .local_address(local);
        if !self.options.loads_roots {
            // Plain text on loopback only: reading the system's certificates would be time for nothing. An encrypted
            // address would then be refused, not trusted.
            builder = builder.tls_certs_only([]);
        }
        builder.build().map_err(|error| {
            TransportError::new(TransportErrorKind::Tls, Outcome::NotSent).with_source(error.without_url())
        })
    }
}

impl Transport for ReqwestTransport {
    // Written out, so that a call which may leave from anywhere carries no room for one that may not: what is boxed for
    // each call is copied for each call.
    fn send<'a, 'call>(
        &'a self,
        request: Request<Bytes>,
        dispatch: Dispatch,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'call>>
    where
        'a: 'call,
        Self: 'call,
    {
        match (dispatch.route, self.options.source_addresses) {
            (Route::Registered, Some(addresses)) => {
                Box::pin(self.send_registered(addresses, request, dispatch))
            }
            _ => Box::pin(self.send_from(&self.any, None, request)),
        }
    }
}

fn left(dispatch: Dispatch) -> Duration {
    dispatch
        .deadline
        .saturating_duration_since(tokio::time::Instant::now())
}

#[cfg(test)]
mod tests;
