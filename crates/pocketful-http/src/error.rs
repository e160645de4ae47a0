//! Why a call failed, whether it took effect, and what may be done next.

use std::{borrow::Cow, error::Error as StdError, fmt, net::IpAddr, time::Duration};

use pocketful_types::{ApiError, Effect, Route};

mod kind;
mod transport;

pub use kind::{ErrorKind, Outcome};

/// An error of this crate. It shows neither body, query nor token; [`body`](Self::body) gives the first to whoever asks.
///
/// [`outcome`](Self::outcome) is the first thing to ask after a failed order; [`kind`](Self::kind) says what went
/// wrong. The project's `docs/errors.md` has a row for every kind.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    call: CallName,
    detail: Cow<'static, str>,
    status: Option<u16>,
    api: Option<ApiError>,
    retry_after: Option<Duration>,
    source_address: Option<IpAddr>,
    is_web_page: bool,
    is_in_doubt: bool,
    body: Option<Box<str>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Which call an error belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallName {
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) route: Route,
    /// Whether what it answers is a secret.
    pub(crate) answers_secret: bool,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        outcome: Outcome,
        call: CallName,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome,
            call,
            detail: detail.into(),
            status: None,
            api: None,
            retry_after: None,
            source_address: None,
            is_web_page: false,
            is_in_doubt: false,
            body: None,
            source: None,
        }))
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_api(mut self, api: ApiError) -> Self {
        self.0.status = Some(api.status);
        self.0.api = Some(api);
        self
    }

    pub(crate) fn with_retry_after(mut self, after: Option<Duration>) -> Self {
        self.0.retry_after = after;
        self
    }

    pub(crate) fn with_source_address(mut self, address: Option<IpAddr>) -> Self {
        self.0.source_address = address;
        self
    }

    pub(crate) fn with_web_page(mut self) -> Self {
        self.0.is_web_page = true;
        self
    }

    pub(crate) fn with_body(mut self, body: Option<Box<str>>) -> Self {
        self.0.body = body;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same refusal, understood as another kind.
    pub(crate) fn retold(mut self, kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.kind = kind;
        self.0.detail = detail.into();
        self
    }

    pub(crate) fn with_doubt(mut self, doubt: bool) -> Self {
        self.0.is_in_doubt = doubt;
        self
    }

    pub(crate) fn route(&self) -> Route {
        self.0.call.route
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the request took effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Name of the operation, for example `orders.place`.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.0.call.name
    }

    /// Whether the operation changes something.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.call.effect
    }

    /// HTTP status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The refusal in the server's own words, where it gave one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// The beginning of the reply as the server wrote it, for a report to whoever runs it: at most 4 KiB, without the
    /// token. What else it says of the account is in it. `Display` and `Debug` do not show it. `None` where there was no
    /// reply, or an empty one, or one that may hold a secret.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How long to wait before the next attempt, where the server or a limit says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// For [`ErrorKind::AddressRefused`]: the address that the server saw, or, when it does not say, the local
    /// address that the request left from.
    #[must_use]
    pub fn source_address(&self) -> Option<IpAddr> {
        self.0.source_address
    }

    /// Time ran out. A read may be repeated. After a write ask [`outcome`](Self::outcome): `NotSent` may be repeated,
    /// `Unknown` must be looked up in the order book first.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// There is no usable token, or the server refused it. Log in again; repeating the call changes nothing.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.kind() == ErrorKind::Auth
    }

    /// A rate limit, here or on the server. Wait for [`retry_after`](Self::retry_after), then repeat.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.kind() == ErrorKind::Limit
    }

    /// The server could not be reached, so nothing was sent. Any call, also an order, may be repeated.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.kind(), ErrorKind::Connect | ErrorKind::Dns | ErrorKind::Tls)
    }

    /// The source address is not one that is registered for the app. Repeating the call from it changes nothing.
    ///
    /// How the server refuses an address is not documented. When it named neither address nor token, and a read with the
    /// same token gave no answer either, the session may have ended instead: [`is_in_doubt`](Self::is_in_doubt), and the
    /// text then says both.
    #[must_use]
    pub fn is_address_refused(&self) -> bool {
        self.kind() == ErrorKind::AddressRefused
    }

    /// Whether the refusal may mean the session as well as what its kind says, because the server gave no reason and a read
    /// with the same token no answer. The token was kept.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.0.is_in_doubt
    }

    /// The answer was a web page. With the status 404 this is the sign that the path does not exist there.
    #[must_use]
    pub fn is_web_page(&self) -> bool {
        self.0.is_web_page
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { call, detail, .. } = &*self.0;
        write!(f, "{}: {detail}", call.name)?;
        if self.0.outcome == Outcome::Unknown && call.effect == Effect::Write {
            f.write_str("; the request may have taken effect")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("outcome", &self.0.outcome)
            .field("endpoint", &self.0.call.name)
            .field("detail", &self.0.detail)
            .field("status", &self.0.status)
            .field("api", &self.0.api)
            .field("retry_after", &self.0.retry_after)
            .field("source_address", &self.0.source_address)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
