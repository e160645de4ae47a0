//! A request to a path that no operation of this crate knows, checked so that it can only go to the API's own host.

use std::fmt;

use http::Method;
use serde_json::value::RawValue;

use crate::{Effect, RateClass, Route};

mod path;

pub use path::RawPathError;

/// A request in the caller's own words: a way to the paths that are named somewhere and documented nowhere.
///
/// Only what the method tells is known of it. A `GET` is a read: it may be sent again, and counts against the limits of market
/// data, the stricter of those that a read can have. Everything else is a write, as an order is: never sent again unless
/// nothing was sent, from a registered address, and within the limits of orders (wire reference, section 0.4).
///
/// `Debug` shows method and path only, since query and body are the caller's.
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone)]
pub struct RawRequest {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Box<RawValue>>,
}

/// A request that is not sent, with what to do about it. It quotes nothing of the request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RawRequestError {
    /// Another method than the API has.
    #[error("the method must be GET, POST, PUT, PATCH or DELETE")]
    Method,
    /// The path.
    #[error(transparent)]
    Path(#[from] RawPathError),
    /// The body is not JSON; the parser's own words would quote it.
    #[error("the body is not one JSON value: see line {line}, column {column}")]
    Body {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A `GET` with a body.
    #[error("a GET has no body; what it asks for belongs into the query")]
    BodyOfGet,
}

impl RawRequest {
    /// A request of `method` to `path`, which begins with `/` and stands on the API's host.
    ///
    /// # Errors
    /// When the method is none of `GET`, `POST`, `PUT`, `PATCH` and `DELETE`, or the path could lead elsewhere: see
    /// [`RawPathError`].
    pub fn new(method: Method, path: impl Into<String>) -> Result<Self, RawRequestError> {
        let known = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ];
        if !known.contains(&method) {
            return Err(RawRequestError::Method);
        }
        let path = path.into();
        path::check(&path)?;
        Ok(Self {
            method,
            path,
            query: Vec::new(),
            body: None,
        })
    }

    /// Adds a parameter to the query, not yet encoded. A name may be given twice.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sends `json` as the body, byte for byte.
    ///
    /// # Errors
    /// When it is not one JSON value, or the request is a `GET`.
    pub fn body(mut self, json: &str) -> Result<Self, RawRequestError> {
        if self.effect() == Effect::Read {
            return Err(RawRequestError::BodyOfGet);
        }
        let body = serde_json::from_str(json).map_err(|error| RawRequestError::Body {
            line: error.line(),
            column: error.column(),
        })?;
        self.body = Some(body);
        Ok(self)
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The parameters of the query in their order, not yet encoded.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        &self.query
    }

    /// The body's JSON text, where there is one.
    #[must_use]
    pub fn body_text(&self) -> Option<&str> {
        self.body.as_deref().map(RawValue::get)
    }

    /// A `GET` reads, everything else may change something.
    #[must_use]
    pub fn effect(&self) -> Effect {
        if self.method == Method::GET {
            Effect::Read
        } else {
            Effect::Write
        }
    }

    /// The published limit that it counts against.
    #[must_use]
    pub fn rate(&self) -> RateClass {
        match self.effect() {
            Effect::Read => RateClass::Data,
            Effect::Write => RateClass::Order,
        }
    }

    /// Which local address it leaves from.
    #[must_use]
    pub fn route(&self) -> Route {
        match self.effect() {
            Effect::Read => Route::Any,
            Effect::Write => Route::Registered,
        }
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawRequest({} {})", self.method, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_is_a_read() {
        for (method, effect) in [
            (Method::GET, Effect::Read),
            (Method::POST, Effect::Write),
            (Method::PUT, Effect::Write),
            (Method::PATCH, Effect::Write),
            (Method::DELETE, Effect::Write),
        ] {
            let request = RawRequest::new(method, "/api/v1/alerts").unwrap();
            assert_eq!(request.effect(), effect, "{request:?}");
            let registered = request.route() == Route::Registered;
            assert_eq!(registered, effect == Effect::Write, "{request:?}");
            let order = request.rate() == RateClass::Order;
            assert_eq!(order, effect == Effect::Write, "{request:?}");
        }
        for method in [Method::HEAD, Method::OPTIONS, Method::CONNECT, Method::TRACE] {
            let error = RawRequest::new(method, "/api/v1/alerts").unwrap_err();
            assert!(matches!(error, RawRequestError::Method));
        }
    }

    #[test]
    fn a_body_is_json_and_keeps_its_bytes() {
        let post = || RawRequest::new(Method::POST, "/x").unwrap();
        let text = r#"{"price": 812.50, "nnf_id": 1394446825558528718}"#;
        assert_eq!(post().body(text).unwrap().body_text(), Some(text));
        for bad in ["", "{", "{} {}", "SENTINEL", r#"{"pan":SENTINEL}"#] {
            let error = post().body(bad).unwrap_err();
            assert!(matches!(error, RawRequestError::Body { .. }), "{bad}");
            assert!(!format!("{error} {error:?}").contains("SENTINEL"), "{error}");
        }
        let get = RawRequest::new(Method::GET, "/x").unwrap();
        assert!(matches!(get.body("{}"), Err(RawRequestError::BodyOfGet)));
    }

    #[test]
    fn debug_shows_neither_query_nor_body() {
        let request = RawRequest::new(Method::POST, "/api/v1/alerts")
            .unwrap()
            .query("token", "SENTINEL-1")
            .body(r#"{"otp":"SENTINEL-2"}"#)
            .unwrap();
        assert_eq!(format!("{request:?}"), "RawRequest(POST /api/v1/alerts)");
    }
}
