//! A request as it would be sent, to look at instead of sending it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// What stands in for a secret header's value.
const MASK: &str = "***";
const MASKED_BEARER: &str = "Bearer ***";

/// A request as it would be sent. The token is not in it: its header is there, masked.
///
/// `Display` writes it as HTTP does: request line, headers, an empty line, the body. This is the one place where
/// query and body are shown, because showing them is what it is for.
#[derive(Clone)]
pub struct PreparedRequest {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl PreparedRequest {
    /// The method, for example `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The complete address.
    #[must_use]
    pub fn url(&self) -> String {
        self.uri.to_string()
    }

    /// Names and values of the headers, in lower case and in the order in which they are sent; secret values are
    /// masked.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| {
            let text = match value.to_str() {
                Ok(text) if !value.is_sensitive() => text,
                Ok(text) if text.starts_with("Bearer ") => MASKED_BEARER,
                _ => MASK,
            };
            (name.as_str(), text)
        })
    }

    /// The body, where there is one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        (!self.body.is_empty()).then_some(self.body.as_ref())
    }
}

impl fmt::Display for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.uri)?;
        for (name, value) in self.headers() {
            write!(f, "\n{name}: {value}")?;
        }
        match self.body() {
            Some(body) => write!(f, "\n\n{}", String::from_utf8_lossy(body)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .finish_non_exhaustive()
    }
}
