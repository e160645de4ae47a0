//! What went wrong, whether it took effect, and what to do about it.

mod hint;
mod kind;

use std::{error::Error as StdError, fmt, net::IpAddr, time::Duration};

use pocketful_auth::{Error as AuthError, ErrorKind as AuthErrorKind, LoginFailure};
use pocketful_http::{Error as HttpError, ErrorKind as HttpErrorKind, Outcome};
use pocketful_types::{
    ApiError, Book, Effect, GateRefusal, IpoError, OrderError, OrderFault, Origin, ProtectError, UserOrderId,
};

use crate::contracts::ContractsFault;

pub use kind::ErrorKind;

/// The error of every operation.
///
/// [`outcome`](Self::outcome) is the first question after a failed order: only `NotSent` and `Rejected` are certain.
/// Neither `Display` nor `Debug` shows a token, a query or a body; [`body`](Self::body) gives the last to whoever asks.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    repr: Repr,
    user_order_id: Option<UserOrderId>,
}

#[derive(Debug)]
enum Repr {
    Auth(AuthError),
    Http(HttpError),
    Order(OrderError),
    Fault(OrderFault),
    Protect(ProtectError),
    Ipo(IpoError),
    Contracts(ContractsFault),
    WrongAudience { session: String, environment: String },
    UnreadableRows { rows: usize },
    BookIsNull { book: Book },
    ListIsNull { what: &'static str },
}

impl From<Repr> for Error {
    fn from(repr: Repr) -> Self {
        Self(Box::new(Inner {
            repr,
            user_order_id: None,
        }))
    }
}

impl Error {
    pub(crate) fn wrong_audience(session: &Origin, environment: &Origin) -> Self {
        Repr::WrongAudience {
            session: session.to_string(),
            environment: environment.to_string(),
        }
        .into()
    }

    pub(crate) fn unreadable_rows(rows: usize) -> Self {
        Repr::UnreadableRows { rows }.into()
    }

    pub(crate) fn book_is_null(book: Book) -> Self {
        Repr::BookIsNull { book }.into()
    }

    pub(crate) fn list_is_null(what: &'static str) -> Self {
        Repr::ListIsNull { what }.into()
    }

    pub(crate) fn with_user_order_id(mut self, id: Option<UserOrderId>) -> Self {
        self.0.user_order_id = id;
        self
    }

    /// What went wrong, coarsely.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.repr {
            Repr::Auth(error) => kind::of_auth(error.kind()),
            Repr::Http(error) if error.kind() == HttpErrorKind::Auth => {
                kind::of_auth(auth_source(error).map_or(AuthErrorKind::Revoked, AuthError::kind))
            }
            Repr::Http(error) => kind::of_http(error.kind()),
            Repr::Order(_) | Repr::Fault(_) | Repr::Protect(_) | Repr::Ipo(_) => ErrorKind::InvalidRequest,
            Repr::Contracts(fault) if fault.is_of_the_file() => ErrorKind::UnexpectedReply,
            Repr::Contracts(ContractsFault::Disk { .. } | ContractsFault::Cache { .. }) => ErrorKind::Store,
            Repr::Contracts(_) => ErrorKind::Other,
            Repr::WrongAudience { .. } => ErrorKind::WrongApp,
            Repr::UnreadableRows { .. } | Repr::BookIsNull { .. } | Repr::ListIsNull { .. } => {
                ErrorKind::UnexpectedReply
            }
        }
    }

    /// Whether the request took effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match &self.0.repr {
            Repr::Http(error) => error.outcome(),
            // What the account asks for was read, and nothing sent in answer.
            Repr::Auth(error)
                if matches!(
                    error.login_failure(),
                    Some(LoginFailure::OtherSecondFactor { .. })
                ) =>
            {
                Outcome::NotSent
            }
            Repr::Auth(error) => match error.kind() {
                AuthErrorKind::LoginRefused | AuthErrorKind::Limit => Outcome::Rejected,
                AuthErrorKind::Timeout
                | AuthErrorKind::Disconnected
                | AuthErrorKind::Server
                | AuthErrorKind::UnexpectedReply => Outcome::Unknown,
                _ => Outcome::NotSent,
            },
            Repr::Order(_)
            | Repr::Fault(_)
            | Repr::Protect(_)
            | Repr::Ipo(_)
            | Repr::WrongAudience { .. } => Outcome::NotSent,
            Repr::UnreadableRows { .. } | Repr::BookIsNull { .. } | Repr::ListIsNull { .. } => {
                Outcome::Unknown
            }
            // Reading a file changes nothing at the broker.
            Repr::Contracts(_) => Outcome::NotSent,
        }
    }

    /// The broker's own words, where it refused: code, message, HTTP status.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match &self.0.repr {
            Repr::Auth(error) => error.api(),
            _ => self.http().and_then(HttpError::api),
        }
    }

    /// The client's own number of the order that was to be placed. When the outcome is unknown, the book says whether
    /// an order with this number is in the market.
    #[must_use]
    pub fn user_order_id(&self) -> Option<UserOrderId> {
        self.0.user_order_id
    }

    /// The operation that failed, for example `orders.place`; `None` when it was not an operation of the API.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.http().map(HttpError::endpoint)
    }

    /// How long to wait before the next attempt, where the server or a limit says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.http().and_then(HttpError::retry_after)
    }

    /// For [`ErrorKind::AddressRefused`]: the address that the server saw, or, when it does not say, the local address
    /// that the request left from.
    #[must_use]
    pub fn source_address(&self) -> Option<IpAddr> {
        self.http().and_then(HttpError::source_address)
    }

    /// HTTP status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.http().and_then(HttpError::status)
    }

    /// The beginning of the reply as the server wrote it, for a report to whoever runs it: at most 4 KiB, without the
    /// token. What else it says of the account is in it. Neither `Display` nor `Debug` shows it. `None` where there was no
    /// reply, or an empty one, or one that may hold a secret, as those to a login and to a new app do.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.http().and_then(HttpError::body)
    }

    /// What to do now, in one sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        hint::of(self)
    }

    /// Somebody must log in before anything else can work.
    #[must_use]
    pub fn is_login_required(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::NotLoggedIn
                | ErrorKind::SessionExpired
                | ErrorKind::SessionRevoked
                | ErrorKind::WrongApp
        )
    }

    /// Whether the operation that failed reads or changes something; `None` when it was not an operation of the API.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        match &self.0.repr {
            Repr::Http(error) => Some(error.effect()),
            Repr::UnreadableRows { .. }
            | Repr::BookIsNull { .. }
            | Repr::ListIsNull { .. }
            | Repr::Contracts(_) => Some(Effect::Read),
            _ => None,
        }
    }

    /// The request may have taken effect. After a write, read the order book before anything is sent again.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.outcome() == Outcome::Unknown
    }

    /// The error of the session, its store or a login, where it is one. Its kind is finer than [`kind`](Self::kind).
    #[must_use]
    pub fn auth(&self) -> Option<&AuthError> {
        match &self.0.repr {
            Repr::Auth(error) => Some(error),
            Repr::Http(error) => auth_source(error),
            _ => None,
        }
    }

    /// Why a new contract master was not taken, if the gate refused it.
    #[must_use]
    pub fn gate_refusal(&self) -> Option<&GateRefusal> {
        match &self.0.repr {
            Repr::Contracts(ContractsFault::Gate(refusal)) => Some(refusal),
            _ => None,
        }
    }

    /// Whether the server gave null in place of an order book, or of the list of GTT orders or baskets, so that nobody knows
    /// what is in it.
    #[must_use]
    pub fn is_book_missing(&self) -> bool {
        matches!(self.0.repr, Repr::BookIsNull { .. } | Repr::ListIsNull { .. })
    }

    /// Whether the contract master that is kept on disk is damaged, or of another version: downloading it again replaces it.
    #[must_use]
    pub fn is_contracts_cache_unusable(&self) -> bool {
        matches!(self.contracts_fault(), Some(ContractsFault::Cache { .. }))
    }

    fn contracts_fault(&self) -> Option<&ContractsFault> {
        match &self.0.repr {
            Repr::Contracts(fault) => Some(fault),
            _ => None,
        }
    }

    /// Whether there is nothing behind the path: 404, or a web page.
    pub(crate) fn is_wrong_path(&self) -> bool {
        self.http()
            .is_some_and(|error| error.status() == Some(404) || error.is_web_page())
    }

    /// Whether it is of a request in the caller's own words.
    fn is_raw(&self) -> bool {
        self.endpoint()
            .is_some_and(|endpoint| endpoint.starts_with("raw."))
    }

    pub(crate) fn http(&self) -> Option<&HttpError> {
        match &self.0.repr {
            Repr::Http(error) => Some(error),
            _ => None,
        }
    }
}

/// The session's error inside a transport error, if that is why the call was not made.
fn auth_source(error: &HttpError) -> Option<&AuthError> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(auth) = error.downcast_ref::<AuthError>() {
            return Some(auth);
        }
        source = error.source();
    }
    None
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.repr {
            Repr::Auth(error) => error.fmt(f),
            Repr::Http(error) => error.fmt(f),
            Repr::Order(error) => error.fmt(f),
            Repr::Fault(fault) => fault.fmt(f),
            Repr::Protect(error) => error.fmt(f),
            Repr::Ipo(error) => error.fmt(f),
            Repr::Contracts(fault) => fault.fmt(f),
            Repr::WrongAudience { session, environment } => {
                write!(
                    f,
                    "the session was made for {session}, but the client is for {environment}"
                )
            }
            Repr::UnreadableRows { rows } => write!(
                f,
                "the order is not among those that can be read, but {rows} of the order book cannot be read"
            ),
            Repr::ListIsNull { what } => write!(
                f,
                "the server gave no list of {what}, but null, also when it was asked again: which there are is unknown"
            ),
            Repr::BookIsNull { book } => write!(
                f,
                "the server gave no book of {book} orders, but null, also when it was asked again: which orders are in it is \
                 unknown"
            ),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The wrapped error is shown as this one, so what follows is its cause.
        match &self.0.repr {
            Repr::Auth(error) => error.source(),
            Repr::Http(error) => error.source(),
            Repr::Order(error) => error.source(),
            Repr::Fault(fault) => fault.source(),
            Repr::Protect(error) => error.source(),
            Repr::Ipo(error) => error.source(),
            Repr::Contracts(fault) => fault.source(),
            Repr::WrongAudience { .. }
            | Repr::UnreadableRows { .. }
            | Repr::BookIsNull { .. }
            | Repr::ListIsNull { .. } => None,
        }
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        Repr::Auth(error).into()
    }
}

impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Repr::Http(error).into()
    }
}

impl From<ContractsFault> for Error {
    fn from(fault: ContractsFault) -> Self {
        Repr::Contracts(fault).into()
    }
}

impl From<IpoError> for Error {
    fn from(error: IpoError) -> Self {
        Repr::Ipo(error).into()
    }
}

impl From<OrderError> for Error {
    fn from(error: OrderError) -> Self {
        Repr::Order(error).into()
    }
}

impl From<OrderFault> for Error {
    fn from(fault: OrderFault) -> Self {
        Repr::Fault(fault).into()
    }
}

impl From<ProtectError> for Error {
    fn from(error: ProtectError) -> Self {
        Repr::Protect(error).into()
    }
}
