//! From an operation to the request that expresses it, still without a token.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use pocketful_types::{Effect, Endpoint, RateClass, RawRequest, Route};

use crate::{Environment, Error, ErrorKind, Outcome, error::CallName};

/// The parts of a request, put together for each attempt with the token of the moment, and what must be known to send
/// it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: CallName,
    pub(crate) rate: RateClass,
    pub(crate) route: Route,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) device_type: HeaderValue,
    pub(crate) body: Option<Bytes>,
}

/// The request of `endpoint` to the API of `environment`.
pub(crate) fn encode<E: Endpoint>(endpoint: &E, environment: &Environment) -> Result<Call, Error> {
    let name = CallName {
        name: E::NAME,
        effect: E::EFFECT,
        route: E::ROUTE,
        answers_secret: E::ANSWERS_SECRET,
    };
    let body = endpoint
        .body()
        .map_err(|source| invalid(name, "the request cannot be encoded").with_source(source))?;
    let uri = address(environment, &endpoint.path(), &endpoint.query());
    call(name, E::RATE, E::METHOD, uri, body.map(Bytes::from), environment)
}

/// The request that a caller put into words, to the API of `environment`.
pub(crate) fn encode_raw(request: &RawRequest, environment: &Environment) -> Result<Call, Error> {
    let name = CallName {
        name: match request.effect() {
            Effect::Read => "raw.read",
            Effect::Write => "raw.write",
        },
        effect: request.effect(),
        route: request.route(),
        answers_secret: false,
    };
    let uri = address(environment, request.path(), request.parameters());
    let body = request
        .body_text()
        .map(|text| Bytes::copy_from_slice(text.as_bytes()));
    call(
        name,
        request.rate(),
        request.method().clone(),
        uri,
        body,
        environment,
    )
}

fn call(
    name: CallName,
    rate: RateClass,
    method: Method,
    uri: Option<Uri>,
    body: Option<Bytes>,
    environment: &Environment,
) -> Result<Call, Error> {
    let uri = uri.ok_or_else(|| invalid(name, "the request's path cannot be part of an address"))?;
    let device_type = HeaderValue::from_str(environment.device_type())
        .map_err(|_| invalid(name, "the device type cannot be a header's value"))?;
    Ok(Call {
        name,
        rate,
        route: name.route,
        method,
        uri,
        device_type,
        body,
    })
}

fn invalid(name: CallName, detail: &'static str) -> Error {
    Error::new(ErrorKind::InvalidRequest, Outcome::NotSent, name, detail)
}

/// The complete address. Nothing but the path follows the origin, so that no path can lead to another host.
fn address(
    environment: &Environment,
    path: &str,
    query: &[(impl AsRef<str>, impl AsRef<str>)],
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
            .extend_pairs(query.iter().map(|(name, value)| (name, value)))
            .finish();
    }
    let uri: Uri = text.parse().ok()?;
    (uri.authority()?.as_str() == origin.authority()).then_some(uri)
}
