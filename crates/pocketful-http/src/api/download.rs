//! Files of the broker's own, such as the contract master: asked for without a token.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, header::ACCEPT};
use pocketful_types::{Effect, RateClass, Route};
use tokio::time::{Instant, sleep, timeout_at};

use super::Api;
use crate::{
    Dispatch, Error, ErrorKind, Outcome, decode,
    error::CallName,
    retry::{Failed, next_wait},
};

/// A file to be downloaded from [`Environment::contracts`](crate::Environment::contracts), and its bounds.
#[derive(Clone, Copy, Debug)]
pub struct Download {
    name: &'static str,
    path_and_query: &'static str,
    starts_with: &'static [u8],
    max_bytes: usize,
    timeout: Duration,
}

impl Download {
    /// The file behind `path_and_query`, which is sent as it stands; `name` is what errors call it. At most 32 MiB, in
    /// at most 60 s.
    #[must_use]
    pub const fn new(name: &'static str, path_and_query: &'static str) -> Self {
        Self {
            name,
            path_and_query,
            starts_with: b"",
            max_bytes: 32 * 1024 * 1024,
            timeout: Duration::from_secs(60),
        }
    }

    /// What every such file begins with. Anything else is an error: a refusal, a web page, another file.
    #[must_use]
    pub const fn starts_with(mut self, magic: &'static [u8]) -> Self {
        self.starts_with = magic;
        self
    }

    /// The longest file that is accepted, in bytes. It is never longer than the transport takes.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// The longest that it may take, all attempts included.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn call(&self) -> CallName {
        CallName {
            name: self.name,
            effect: Effect::Read,
            route: Route::Any,
            answers_secret: false,
        }
    }
}

impl Api {
    /// Downloads a file: no token goes out, and nobody needs to be logged in. It counts as a data call, and is repeated
    /// as a read is.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn download(&self, file: &Download) -> Result<Bytes, Error> {
        let call = file.call();
        let address = format!("{}{}", self.0.environment.contracts(), file.path_and_query);
        let mut request = Request::get(address).body(Bytes::new()).map_err(|error| {
            Error::new(ErrorKind::InvalidRequest, Outcome::NotSent, call, "bad address").with_source(error)
        })?;
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("*/*"));
        let deadline = Instant::now() + file.timeout;
        let mut attempt = 0;
        loop {
            attempt += 1;
            self.0
                .limiter
                .acquire(RateClass::Data)
                .await
                .map_err(|full| Error::over_limit(full, call))?;
            let error = match self.fetch(file, request.clone(), deadline).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let failed = Failed {
                effect: Effect::Read,
                kind: error.kind(),
                outcome: error.outcome(),
                attempt,
                // There is no token that another could take the place of.
                renewed: true,
                retry_after: error.retry_after(),
                left: deadline.saturating_duration_since(Instant::now()),
                needed: self.0.connect_timeout,
            };
            match next_wait(&self.0.retry, &failed, (self.0.random)()) {
                Some(wait) => sleep(wait).await,
                None => return Err(error),
            }
        }
    }

    async fn fetch(
        &self,
        file: &Download,
        request: Request<Bytes>,
        deadline: Instant,
    ) -> Result<Bytes, Error> {
        let call = file.call();
        let sent = self
            .0
            .transport
            .send(request, Dispatch::new(Route::Any, deadline));
        let response = match timeout_at(deadline, sent).await {
            Ok(sent) => sent.map_err(|error| Error::of_transport(error, call))?,
            Err(_) => return Err(Error::timed_out(call, file.timeout, Outcome::Unknown)),
        };
        let status = response.status();
        if status.is_success() && response.body().starts_with(file.starts_with) {
            let body = response.into_body();
            if body.len() > file.max_bytes {
                let detail = format!("the file is longer than {} bytes", file.max_bytes);
                return Err(Error::new(
                    ErrorKind::BodyTooLarge,
                    Outcome::Unknown,
                    call,
                    detail,
                ));
            }
            return Ok(body);
        }
        // What is no file is a reply like any other: a refusal, a web page, or JSON that says nothing.
        decode::reply(call, &response, "", &*self.0.clock).and_then(|_| {
            let detail = "the answer is not the file that was asked for";
            Err(
                Error::new(ErrorKind::UnexpectedReply, Outcome::Unknown, call, detail)
                    .with_status(status.as_u16()),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pocketful_auth::{AccessToken, FixedToken};
    use pocketful_types::ClientId;
    use time::macros::datetime;

    use super::*;
    use crate::{Environment, RetryPolicy, ScriptedTransport, TransportErrorKind};

    const FILE: Download = Download::new("contracts.download", "/api/v1/contract/Compact?exchanges=NSE,NFO")
        .starts_with(b"PK")
        .max_bytes(10);

    fn api(transport: &ScriptedTransport) -> Api {
        let expires_at = datetime!(2026-03-11 00:00 +5:30);
        let token = AccessToken::new("sentinel-token".into(), ClientId::new("AB1234"), expires_at);
        Api::builder(Environment::algo(), Arc::new(FixedToken(token)))
            .transport(Arc::new(transport.clone()))
            .retry(RetryPolicy::default().with_attempts(2))
            .build()
    }

    #[tokio::test(start_paused = true)]
    async fn the_file_comes_from_the_trade_host_and_no_token_goes_out() {
        let transport = ScriptedTransport::new().reply(200, "PK12345");
        let file = api(&transport).download(&FILE).await.unwrap();
        assert_eq!(file, "PK12345");
        let sent = &transport.recorded()[0].request;
        assert_eq!(
            sent.url(),
            "https://trade.pocketful.in/api/v1/contract/Compact?exchanges=NSE,NFO"
        );
        assert_eq!(sent.headers().collect::<Vec<_>>(), [("accept", "*/*")]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_may_pass_is_tried_again() {
        let transport = ScriptedTransport::new()
            .fail(TransportErrorKind::Disconnected, Outcome::Unknown)
            .reply(200, "PK");
        assert_eq!(api(&transport).download(&FILE).await.unwrap(), "PK");
        let transport = ScriptedTransport::new().reply(503, "").reply(503, "");
        let error = api(&transport).download(&FILE).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Server);
        assert_eq!(transport.recorded().len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_such_file_is_an_error() {
        for (status, body, kind) in [
            (200, "<!doctype html>", ErrorKind::UnexpectedReply),
            (
                200,
                r#"{"status":"success","data":{}}"#,
                ErrorKind::UnexpectedReply,
            ),
            (
                200,
                r#"{"error":{"code":404,"message":"Resource Not Found"},"result":""}"#,
                ErrorKind::Api,
            ),
            (404, "PK12345", ErrorKind::UnexpectedReply),
            (200, "PK-that-is-too-long", ErrorKind::BodyTooLarge),
            (200, "", ErrorKind::UnexpectedReply),
        ] {
            let transport = ScriptedTransport::new().reply(status, body).reply(status, body);
            let error = api(&transport).download(&FILE).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{status} {body}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_when_its_time_is_over() {
        let transport = ScriptedTransport::new()
            .reply(200, "PK")
            .after(Duration::from_secs(61));
        let began = Instant::now();
        let error = api(&transport).download(&FILE).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(began.elapsed(), Duration::from_secs(60));
    }
}
