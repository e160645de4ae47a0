//! An operation of the API as data: what it is called, how it is sent, what may be done when it fails.

use std::{borrow::Cow, fmt::Debug};

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

/// One operation of the API. A value of the type is one request.
///
/// Adding an operation means adding such a type; the transport never changes.
pub trait Endpoint: Debug + Send + Sync {
    /// Stable name in the field's words, for errors, logs and limits: `orders.place`.
    const NAME: &'static str;
    /// HTTP method.
    const METHOD: Method;
    /// Which published rate limit the call counts against (wire reference, section 0.4).
    const RATE: RateClass;
    /// Whether the call changes something, which decides what may be retried.
    const EFFECT: Effect;
    /// Which source address the call must leave from.
    const ROUTE: Route = Route::Any;
    /// Whether a successful reply holds a secret, which no error then keeps a copy of.
    const ANSWERS_SECRET: bool = false;
    /// What the payload of a successful reply is.
    type Response: DeserializeOwned + Send;

    /// Path from the root of the host, percent-encoded where needed; starts with `/`.
    fn path(&self) -> Cow<'static, str>;

    /// Query parameters in the order in which they are sent, not yet encoded.
    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        Vec::new()
    }

    /// JSON body, if the operation has one.
    ///
    /// # Errors
    /// When the request cannot be expressed on the wire. Nothing was sent.
    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        Ok(None)
    }

    /// Reads the payload of a successful reply. Only an operation that has a faster way than its type's
    /// `Deserialize` replaces this; the outcome must be the same.
    ///
    /// # Errors
    /// When the payload is not what the operation answers.
    fn decode(payload: &str) -> Result<Self::Response, serde_json::Error> {
        serde_json::from_str(payload)
    }

    /// What a successful reply with `payload` answers to this request: [`decode`](Self::decode). Only an operation whose
    /// replies may leave out what the request knows replaces this.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    fn answer(&self, payload: &str) -> Result<Self::Response, serde_json::Error> {
        Self::decode(payload)
    }
}

/// The published rate classes (wire reference, section 0.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateClass {
    /// Placing and changing orders.
    Order,
    /// Taking an order back: counts as `Order`, but is served before waiting places.
    Cancel,
    /// Market data.
    Data,
    /// Everything else: books, portfolio, funds, profile.
    NonTrading,
}

/// What sending the request does on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing changes; sending it again is harmless.
    Read,
    /// Something changes; it is sent again only when it is certain that nothing was sent.
    Write,
}

/// Which local address a request leaves from (wire reference, section 0.4: static IP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// Any route the system chooses.
    Any,
    /// Only an address registered for the app: the primary one, else the secondary.
    Registered,
}

/// A request that cannot be written down. Nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("the request for {endpoint} cannot be encoded")]
pub struct EncodeError {
    endpoint: &'static str,
    #[source]
    source: serde_json::Error,
}

/// The JSON text of a request body; what [`Endpoint::body`] of most operations returns.
///
/// # Errors
/// When `body` cannot be serialised.
pub fn json_body<E: Endpoint>(body: &impl Serialize) -> Result<Option<Vec<u8>>, EncodeError> {
    match serde_json::to_vec(body) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(source) => Err(EncodeError {
            endpoint: E::NAME,
            source,
        }),
    }
}

/// A text as one segment of a path: everything but letters, digits, `-`, `_` and `~` percent-encoded, `.` included.
pub(crate) fn path_segment(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            segment.push(char::from(byte));
        } else {
            segment.push('%');
            segment.push(char::from(HEX[usize::from(byte >> 4)]));
            segment.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::path_segment;

    #[test]
    fn a_segment_cannot_leave_its_place() {
        for (text, segment) in [
            ("20220103-1157", "20220103-1157"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("../x%2F", "%2E%2E%2Fx%252F"),
            ("é", "%C3%A9"),
        ] {
            assert_eq!(path_segment(text), segment);
        }
    }
}
