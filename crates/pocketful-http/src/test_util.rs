//! A transport that answers from a script and keeps what it was asked to send.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use pocketful_types::Route;
use tokio::time::Instant;

use crate::{Dispatch, Outcome, PreparedRequest, Transport, TransportError, TransportErrorKind};

/// Answers requests from a script, in order, and records them.
///
/// When the script is at its end, a request fails with `Disconnected` and the outcome `Unknown`.
#[derive(Clone, Debug, Default)]
pub struct ScriptedTransport(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Step>,
    recorded: Vec<Recorded>,
}

#[derive(Debug)]
struct Step {
    after: Duration,
    result: Result<Response<Bytes>, TransportError>,
}

/// A request that a [`ScriptedTransport`] was asked to send.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The request; its `Display` masks the token.
    pub request: PreparedRequest,
    /// The route it was to take.
    pub route: Route,
    /// When it was sent, by tokio's clock.
    pub at: Instant,
}

impl ScriptedTransport {
    /// An empty script.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Next a reply with `status` and `body`.
    #[must_use]
    pub fn reply(self, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.response(response)
    }

    /// Next this reply, headers and extensions included.
    #[must_use]
    pub fn response(self, response: Response<Bytes>) -> Self {
        self.step(Ok(response))
    }

    /// Next a failure.
    #[must_use]
    pub fn fail(self, kind: TransportErrorKind, outcome: Outcome) -> Self {
        self.step(Err(TransportError::new(kind, outcome)))
    }

    /// The last step of the script happens only after this long.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        if let Some(step) = self.lock().script.back_mut() {
            step.after = delay;
        }
        self
    }

    /// What was sent so far.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded> {
        self.lock().recorded.clone()
    }

    fn step(self, result: Result<Response<Bytes>, TransportError>) -> Self {
        self.lock().script.push_back(Step {
            after: Duration::ZERO,
            result,
        });
        self
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, request: Request<Bytes>, route: Route) -> Option<Step> {
        let (parts, body) = request.into_parts();
        let mut state = self.lock();
        state.recorded.push(Recorded {
            request: PreparedRequest {
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body,
            },
            route,
            at: Instant::now(),
        });
        state.script.pop_front()
    }
}

#[async_trait]
impl Transport for ScriptedTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        dispatch: Dispatch,
    ) -> Result<Response<Bytes>, TransportError> {
        let Some(step) = self.record(request, dispatch.route) else {
            return Err(TransportError::new(
                TransportErrorKind::Disconnected,
                Outcome::Unknown,
            ));
        };
        tokio::time::sleep(step.after).await;
        step.result
    }
}
