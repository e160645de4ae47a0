//! Sends one request and reads its answer, within limits.

use std::{sync::OnceLock, time::Duration};

use http::{HeaderValue, header::USER_AGENT};
use pocketful_types::Origin;
use reqwest::{Client, redirect};
use tokio::time::Instant;
use tracing::debug;

use super::{failure, request::Request};
use crate::Error;

/// The longest answer that is read: a thousand times what a login's answers are.
pub(super) const LONGEST_BODY: usize = 1024 * 1024;

/// The longest wait for a connection, within the whole call's timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Status and body of an answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// The HTTP clients, each built when it is first needed.
pub(super) struct Sender {
    pub(super) timeout: Duration,
    pub(super) user_agent: HeaderValue,
    clients: [OnceLock<Client>; 3],
}

/// Kinds of servers, which need differently built clients.
#[derive(Clone, Copy)]
enum Peer {
    /// On this machine, unencrypted: no certificates are read, no proxy is used.
    PlainLoopback = 0,
    /// On this machine, encrypted: no proxy is used.
    Loopback = 1,
    /// Anywhere else.
    Remote = 2,
}

impl Peer {
    fn of(origin: &Origin) -> Self {
        match (origin.is_loopback(), origin.is_encrypted()) {
            (true, false) => Self::PlainLoopback,
            (true, true) => Self::Loopback,
            (false, _) => Self::Remote,
        }
    }
}

impl Sender {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            user_agent: HeaderValue::from_static(concat!("pocketful-auth/", env!("CARGO_PKG_VERSION"))),
            clients: Default::default(),
        }
    }

    /// Whether any client was needed yet.
    #[cfg(test)]
    pub(super) fn is_built(&self) -> bool {
        self.clients.iter().any(|client| client.get().is_some())
    }

    /// Sends `request` to `origin` once and reads the answer.
    pub(super) async fn send(
        &self,
        step: &'static str,
        origin: &Origin,
        request: Request,
    ) -> Result<Answer, Error> {
        let client = self.client(origin, step)?;
        let url = format!("{origin}{}", request.path);
        let mut builder = client
            .request(request.method, url)
            .timeout(self.timeout)
            .header(USER_AGENT, self.user_agent.clone());
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body.to_vec());
        }
        let begin = Instant::now();
        let mut response = builder
            .send()
            .await
            .map_err(|error| failure::transport(step, origin, self.timeout, error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(failure::redirected(step, origin, status.as_u16()));
        }
        let too_long = |length: u64| usize::try_from(length).map_or(true, |length| length > LONGEST_BODY);
        if response.content_length().is_some_and(too_long) {
            return Err(failure::too_long(step, origin));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| failure::transport(step, origin, self.timeout, error))?
        {
            if body.len() + chunk.len() > LONGEST_BODY {
                return Err(failure::too_long(step, origin));
            }
            body.extend_from_slice(&chunk);
        }
        let elapsed = begin.elapsed();
        debug!(step, server = %origin, status = status.as_u16(), bytes = body.len(), ?elapsed, "answered");
        Ok(Answer {
            status: status.as_u16(),
            body,
        })
    }

    fn client(&self, origin: &Origin, step: &'static str) -> Result<&Client, Error> {
        let peer = Peer::of(origin);
        // The discriminants are the indices.
        let Some(cell) = self.clients.get(peer as usize) else {
            return Err(failure::no_client(step, None));
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT);
        builder = match peer {
            // Without a single root: nothing to read, and no encrypted peer would be believed.
            Peer::PlainLoopback => builder.no_proxy().tls_certs_only([]),
            Peer::Loopback => builder.no_proxy().https_only(true),
            Peer::Remote => builder.https_only(true),
        };
        let client = builder
            .build()
            .map_err(|error| failure::no_client(step, Some(error)))?;
        Ok(cell.get_or_init(|| client))
    }
}
