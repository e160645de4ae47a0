//! The envelope around every reply, told apart by what it contains (wire reference, section 0.2).

mod head;
mod message;
mod verdict;

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::ApiError;

pub(crate) use message::clean_message;

use head::Head;
use verdict::Verdict;

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

/// Tells a reply by its content: the OMS, contract, gateway, IPO, SDK-style, chart and bare OAuth shapes of the wire
/// reference (section 0.2), web pages, and what is no JSON at all.
///
/// The body decides. A clear success is a success and a clear refusal a refusal whatever `status` says, because which
/// HTTP status goes with which body is not documented; `status` decides only where the body says nothing: the payload
/// of such a body is its `data`, its `result`, or else all of it, on a 2xx status, and on any other it is a failure.
///
/// # Errors
/// A [`Failure`] that says what came instead of a successful reply. Messages in it are cut to one printable line.
pub fn classify(status: u16, body: &[u8]) -> Result<Reply<'_>, Failure> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(Failure::Empty { status }),
        // No JSON starts like this; every page does.
        Some(b'<') => return Err(Failure::Html { status }),
        Some(_) => {}
    }
    let not_json = |error: &serde_json::Error| Failure::NotJson {
        status,
        len: body.len(),
        truncated: error.is_eof(),
    };
    let is_ok = (200..300).contains(&status);
    if body.first() != Some(&b'{') {
        let payload = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
        return if is_ok {
            Ok(Reply {
                payload,
                message: None,
            })
        } else {
            Err(Failure::Status { status })
        };
    }
    let head: Head<'_> = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    let refusal = |head: &Head<'_>| {
        Failure::Api(ApiError {
            code: head.code(),
            error_type: head.error_type().map(Cow::into_owned),
            message: head.message().map(Cow::into_owned).unwrap_or_default(),
            status,
        })
    };
    match head.verdict() {
        Verdict::Refusal => Err(refusal(&head)),
        Verdict::Silent if !is_ok && head.message().is_some() => Err(refusal(&head)),
        Verdict::Silent if !is_ok => Err(Failure::Status { status }),
        Verdict::Success | Verdict::Silent => Ok(Reply {
            payload: payload(&head, body).map_err(|error| not_json(&error))?,
            message: head.message.and_then(verdict::text_of),
        }),
    }
}

/// `data`, else `result`, else the members beside the envelope's own (the whole body), else nothing.
fn payload<'a>(head: &Head<'a>, body: &'a [u8]) -> Result<&'a RawValue, serde_json::Error> {
    match head.data.or(head.result) {
        Some(payload) => Ok(payload),
        None if head.others || head.verdict() == Verdict::Silent => serde_json::from_slice(body),
        None => Ok(RawValue::NULL),
    }
}

#[cfg(test)]
mod tests;
