//! From an operation to the request that expresses it, still without a token.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{Request, Uri};
use pocketful_types::{Endpoint, RateClass, Route};

use crate::{Environment, Error, ErrorKind, Outcome, error::CallName, headers};

/// A request and what must be known to send it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: CallName,
    pub(crate) rate: RateClass,
    pub(crate) route: Route,
    pub(crate) request: Request<Bytes>,
}

/// The request of `endpoint` to the API of `environment`.
pub(crate) fn encode<E: Endpoint>(endpoint: &E, environment: &Environment) -> Result<Call, Error> {
    let name = CallName {
        name: E::NAME,
        effect: E::EFFECT,
        route: E::ROUTE,
    };
    let body = endpoint
        .body()
        .map_err(|source| invalid(name, "the request cannot be encoded").with_source(source))?;
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = E::METHOD;
    *request.uri_mut() = address(environment, &endpoint.path(), &endpoint.query())
        .ok_or_else(|| invalid(name, "the request's path cannot be part of an address"))?;
    *request.headers_mut() = headers::plain(environment, body.is_some())
        .map_err(|_| invalid(name, "the device type cannot be a header's value"))?;
    if let Some(body) = body {
        *request.body_mut() = Bytes::from(body);
    }
    Ok(Call {
        name,
        rate: E::RATE,
        route: E::ROUTE,
        request,
    })
}

fn invalid(name: CallName, detail: &'static str) -> Error {
    Error::new(ErrorKind::InvalidRequest, Outcome::NotSent, name, detail)
}

/// The complete address. Nothing but the path follows the origin, so that no path can lead to another host.
fn address(
    environment: &Environment,
    path: &str,
    query: &[(&'static str, std::borrow::Cow<'_, str>)],
) -> Option<Uri> {
    if !path.starts_with('/') || path.contains(['?', '#']) {
        return None;
    }
    let origin = environment.api();
    let mut text = String::with_capacity(128);
    write!(text, "{origin}{path}").ok()?;
    if !query.is_empty() {
        text.push('?');
        let start = text.len();
        text = form_urlencoded::Serializer::for_suffix(text, start)
            .extend_pairs(query)
            .finish();
    }
    let uri: Uri = text.parse().ok()?;
    (uri.authority()?.as_str() == origin.authority()).then_some(uri)
}
