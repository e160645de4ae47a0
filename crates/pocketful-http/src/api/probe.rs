//! A look at the server without a token: whether it is there, and what time it thinks it is.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, header::DATE};
use pocketful_types::{Effect, Route};
use time::{OffsetDateTime, PrimitiveDateTime};
use tokio::time::{Instant, timeout_at};

use super::Api;
use crate::{Dispatch, Error, ErrorKind, Outcome, error::CallName, retry_after::HTTP_DATE};

const NAME: CallName = CallName {
    name: "probe",
    effect: Effect::Read,
    route: Route::Any,
    answers_secret: false,
};

/// What a server showed of itself without being told who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Probe {
    /// HTTP status. Any is a sign of life.
    pub status: u16,
    /// The server's clock when it answered, to the second, where it said so.
    pub server_time: Option<OffsetDateTime>,
    /// How long connecting and answering took.
    pub took: Duration,
}

impl Api {
    /// Asks the API's host for its front page: no token, no rate limit, no repetition.
    ///
    /// # Errors
    /// When there is no reply: network, name resolution, TLS, time.
    pub async fn probe(&self) -> Result<Probe, Error> {
        let request = Request::get(format!("{}/", self.0.environment.api()))
            .body(Bytes::new())
            .map_err(|error| {
                Error::new(ErrorKind::InvalidRequest, Outcome::NotSent, NAME, "bad address")
                    .with_source(error)
            })?;
        let began = Instant::now();
        let deadline = began + self.0.timeout;
        let sent = self
            .0
            .transport
            .send(request, Dispatch::new(Route::Any, deadline));
        let response = match timeout_at(deadline, sent).await {
            Ok(sent) => sent.map_err(|error| Error::of_transport(error, NAME))?,
            Err(_) => return Err(Error::timed_out(NAME, self.0.timeout, Outcome::Unknown)),
        };
        let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
        Ok(Probe {
            status: response.status().as_u16(),
            server_time: date
                .and_then(|date| PrimitiveDateTime::parse(date, HTTP_DATE).ok())
                .map(PrimitiveDateTime::assume_utc),
            took: began.elapsed(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::Response;
    use pocketful_auth::{AccessToken, FixedToken};
    use pocketful_types::ClientId;
    use time::macros::datetime;

    use super::*;
    use crate::{Environment, ScriptedTransport, TransportErrorKind};

    fn api(transport: &ScriptedTransport) -> Api {
        let expires_at = datetime!(2026-03-11 00:00 +5:30);
        let token = AccessToken::new("sentinel-token".into(), ClientId::new("AB1234"), expires_at);
        Api::builder(Environment::algo(), Arc::new(FixedToken(token)))
            .transport(Arc::new(transport.clone()))
            .build()
    }

    #[tokio::test(start_paused = true)]
    async fn any_status_is_a_sign_of_life_and_no_token_goes_out() {
        let dated = Response::builder()
            .status(404)
            .header(DATE, "Tue, 10 Mar 2026 09:15:00 GMT")
            .body(Bytes::new())
            .unwrap();
        let transport = ScriptedTransport::new()
            .response(dated)
            .after(Duration::from_millis(40))
            .reply(200, "<!doctype html>");
        let probe = api(&transport).probe().await.unwrap();
        assert_eq!(probe.status, 404);
        assert_eq!(probe.server_time, Some(datetime!(2026-03-10 09:15 UTC)));
        assert_eq!(probe.took, Duration::from_millis(40));
        assert_eq!(api(&transport).probe().await.unwrap().server_time, None);
        for recorded in transport.recorded() {
            assert_eq!(recorded.request.url(), "https://algo.pocketful.in/");
            assert_eq!(recorded.request.headers().count(), 0);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_reply_is_an_error() {
        let transport = ScriptedTransport::new().fail(TransportErrorKind::Dns, Outcome::NotSent);
        let error = api(&transport).probe().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Dns, Outcome::NotSent)
        );
    }
}
