//! The envelope around every reply, told apart by what it contains (wire reference, section 0.2).

mod message;

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::ApiError;

pub(crate) use message::clean_message;

/// A successful reply: the payload untouched, and the message beside it.
#[derive(Debug, Clone)]
pub struct Reply<'a> {
    /// `data`, `result`, or the whole body where there is no envelope. The text is the server's own.
    pub payload: &'a RawValue,
    /// `message`, where there is one and it is not empty.
    pub message: Option<Cow<'a, str>>,
}

/// Why a body is not a successful reply.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The server understood and refused.
    #[error(transparent)]
    Api(ApiError),
    /// An HTML page: not authenticated, a wrong path, or a gateway's error page.
    #[error("the server answered with a web page (HTTP {status}) instead of JSON")]
    Html {
        /// HTTP status.
        status: u16,
    },
    /// The body is empty.
    #[error("the server answered with an empty body (HTTP {status})")]
    Empty {
        /// HTTP status.
        status: u16,
    },
    /// Not JSON, or JSON that stops in the middle.
    #[error("the server's answer is not complete JSON (HTTP {status}, {len} bytes)")]
    NotJson {
        /// HTTP status.
        status: u16,
        /// Length of the body in bytes.
        len: usize,
        /// Whether the text ends too early, rather than being something else.
        truncated: bool,
    },
    /// JSON without any of the known envelopes, on a status that is not a success.
    #[error("the server answered HTTP {status} without saying why")]
    Status {
        /// HTTP status.
        status: u16,
    },
}
