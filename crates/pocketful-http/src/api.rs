//! One call from start to finish.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Request, header::USER_AGENT};
use pocketful_auth::{AccessToken, TokenSource};
use pocketful_types::{Clock, Endpoint, RawRequest};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Instrument as _, Level, debug, debug_span, enabled};

use crate::{
    ApiBuilder, Dispatch, Environment, Error, ErrorKind, Outcome, PreparedRequest, Quota, RateLimiter,
    RawReply, RetryPolicy, Transport,
    builder::Random,
    decode,
    encode::{Call, encode, encode_raw},
    headers,
    retry::{Failed, next_wait},
};

mod doubt;
mod download;
mod probe;
mod token;

pub use download::Download;
pub use probe::Probe;

/// The way to the API: cheap to clone, made once and used for everything.
#[derive(Clone)]
pub struct Api(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) environment: Environment,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) limiter: RateLimiter,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) last_id: AtomicU64,
}

impl Api {
    /// Calls to `environment` with the tokens of `tokens`.
    pub fn builder(environment: Environment, tokens: Arc<dyn TokenSource>) -> ApiBuilder {
        ApiBuilder::new(environment, tokens)
    }

    /// Which hosts it talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// How much of the rate limits is used and left.
    #[must_use]
    pub fn quota(&self) -> Quota {
        self.0.limiter.quota()
    }

    /// Calls `endpoint` and returns what it answers.
    ///
    /// # Cancel safety
    /// Dropping the future of a read is harmless. Dropping that of a write leaves its outcome unknown, as a timeout does:
    /// set a [timeout](ApiBuilder::timeout) instead, which says so.
    ///
    /// # Errors
    /// See [`ErrorKind`]; [`Error::outcome`] says whether the request took effect.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        let call = encode(endpoint, &self.0.environment)?;
        let (token, reply) = self.0.exchange(&call).await?;
        decode::payload(endpoint, call.name, &reply, token.expose_secret())
    }

    /// Calls `endpoint` and returns the payload untouched.
    ///
    /// # Errors
    /// As [`call`](Self::call), but the payload may be any JSON.
    pub async fn call_raw<E: Endpoint>(&self, endpoint: &E) -> Result<RawReply, Error> {
        let call = encode(endpoint, &self.0.environment)?;
        Ok(self.0.exchange(&call).await?.1)
    }

    /// What [`call`](Self::call) would send, with the token masked. Sends nothing and needs no session.
    ///
    /// # Errors
    /// When the request cannot be encoded.
    pub fn prepare<E: Endpoint>(&self, endpoint: &E) -> Result<PreparedRequest, Error> {
        self.0.prepared(&encode(endpoint, &self.0.environment)?)
    }

    /// Sends a request in the caller's own words, the way of all others, and returns the payload untouched.
    ///
    /// # Errors
    /// As [`call_raw`](Self::call_raw).
    pub async fn request(&self, request: &RawRequest) -> Result<RawReply, Error> {
        let call = encode_raw(request, &self.0.environment)?;
        Ok(self.0.exchange(&call).await?.1)
    }

    /// What [`request`](Self::request) would send, with the token masked. Sends nothing and needs no session.
    ///
    /// # Errors
    /// When the request cannot be encoded.
    pub fn prepare_request(&self, request: &RawRequest) -> Result<PreparedRequest, Error> {
        self.0.prepared(&encode_raw(request, &self.0.environment)?)
    }
}

impl Inner {
    fn prepared(&self, call: &Call) -> Result<PreparedRequest, Error> {
        // The header's name and scheme are what there is to see; its value is masked whatever it is.
        let (mut parts, body) = self.authorised(call, "token")?.into_parts();
        parts
            .headers
            .insert(USER_AGENT, HeaderValue::from_static(headers::PRODUCT));
        Ok(PreparedRequest {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        })
    }

    /// Token, limit, transport, reply with the token that brought it; repeated as `retry.rs` decides.
    async fn exchange(&self, call: &Call) -> Result<(AccessToken, RawReply), Error> {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let mut deadline = Instant::now() + self.timeout;
        let mut refused = None;
        let mut renewed = false;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let span = debug_span!("call", endpoint = call.name.name, id, attempt);
            let (token, result) = self
                .once(call, refused.take(), &mut deadline)
                .instrument(span)
                .await?;
            let error = match result {
                Ok(reply) => return Ok((token, reply)),
                Err(error) => error,
            };

            let failed = Failed {
                effect: call.name.effect,
                kind: error.kind(),
                outcome: error.outcome(),
                attempt,
                renewed,
                retry_after: error.retry_after(),
                left: deadline.saturating_duration_since(Instant::now()),
                needed: self.connect_timeout,
            };
            let Some(wait) = next_wait(&self.retry, &failed, (self.random)()) else {
                return Err(error);
            };
            debug!(endpoint = call.name.name, id, attempt, ?wait, "trying again");
            if error.is_auth() {
                renewed = true;
                refused = Some((token, error));
            }
            sleep(wait).await;
        }
    }

    /// One turn: a token, a permit, an attempt. An error of the function itself is one that no further turn mends.
    async fn once(
        &self,
        call: &Call,
        refused: Option<(AccessToken, Error)>,
        deadline: &mut Instant,
    ) -> Result<(AccessToken, Result<RawReply, Error>), Error> {
        let asked = Instant::now();
        let token = self.token(call, refused).await?;
        self.limiter
            .acquire(call.rate)
            .await
            .map_err(|full| Error::over_limit(full, call.name))?;
        // A person's login and the queue have bounds of their own. The call's time begins to run when it could be
        // sent: a long queue must not leave an order too little time to learn its outcome.
        let sent = Instant::now();
        *deadline += sent.saturating_duration_since(asked);
        let result = self.attempt(call, &token, *deadline).await;
        log(&result, sent);
        Ok((token, result))
    }

    /// One attempt with `token`.
    async fn attempt(&self, call: &Call, token: &AccessToken, deadline: Instant) -> Result<RawReply, Error> {
        let name = call.name;
        let request = self.authorised(call, token.expose_secret())?;
        if Instant::now() >= deadline {
            return Err(Error::timed_out(name, self.timeout, Outcome::NotSent));
        }
        let sent = self.transport.send(request, Dispatch::new(call.route, deadline));
        let response = match timeout_at(deadline, sent).await {
            Ok(sent) => sent.map_err(|error| Error::of_transport(error, name))?,
            Err(_) => return Err(Error::timed_out(name, self.timeout, Outcome::Unknown)),
        };
        let reply = match decode::reply(name, &response, token.expose_secret(), &*self.clock) {
            Err(error) if error.is_in_doubt() => {
                // Boxed, so that a rare look at the server does not make every call's future twice as large.
                Err(Box::pin(self.settled(error, token, deadline)).await)
            }
            reply => reply,
        };
        match &reply {
            Err(error) if error.is_auth() => {
                self.tokens.invalidate(token);
                // A busy store must not keep the answer from the caller.
                drop(timeout_at(deadline, self.tokens.settle()).await);
            }
            Err(error) if error.is_limit() => {
                if let Some(pause) = error.retry_after() {
                    self.limiter.pause(call.rate, pause);
                }
            }
            _ => {}
        }
        reply
    }

    /// The request of `call` with `token` in the headers that the environment wants.
    fn authorised(&self, call: &Call, token: &str) -> Result<Request<Bytes>, Error> {
        let headers = headers::of(call, self.environment.header_style(), token).map_err(|_| {
            let detail = "the token cannot be a header's value";
            Error::new(ErrorKind::Auth, Outcome::NotSent, call.name, detail)
        })?;
        let mut request = Request::new(call.body.clone().unwrap_or_default());
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = call.uri.clone();
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Neither query nor body nor message: those are the user's.
fn log(result: &Result<RawReply, Error>, sent: Instant) {
    if !enabled!(Level::DEBUG) {
        return;
    }
    let elapsed = sent.elapsed();
    match result {
        Ok(reply) => debug!(status = reply.status, ?elapsed, "done"),
        Err(error) => debug!(
            status = error.status(),
            kind = %error.kind(),
            outcome = %error.outcome(),
            ?elapsed,
            "failed"
        ),
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("environment", &self.0.environment)
            .field("timeout", &self.0.timeout)
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
