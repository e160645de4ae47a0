//! The headers of every request, in the style of its environment.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, InvalidHeaderValue},
};
use pocketful_types::HeaderStyle;

use crate::encode::Call;

const X_AUTHORIZATION_TOKEN: HeaderName = HeaderName::from_static("x-authorization-token");
const X_DEVICE_TYPE: HeaderName = HeaderName::from_static("x-device-type");
/// What this client calls itself.
pub(crate) const PRODUCT: &str = concat!("pocketful/", env!("CARGO_PKG_VERSION"));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The headers of `call` with `token`, which is marked so that nothing that prints headers shows it.
pub(crate) fn of(call: &Call, style: HeaderStyle, token: &str) -> Result<HeaderMap, InvalidHeaderValue> {
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(ACCEPT, JSON);
    if call.body.is_some() {
        headers.insert(CONTENT_TYPE, JSON);
    }
    headers.insert(X_DEVICE_TYPE, call.device_type.clone());
    let (bare, bearer) = match style {
        HeaderStyle::XAuthorizationToken => (true, false),
        HeaderStyle::Bearer => (false, true),
        // Both is harmless everywhere (wire reference, row 1 of section 17), so it serves styles yet to come.
        _ => (true, true),
    };
    if bare {
        headers.insert(X_AUTHORIZATION_TOKEN, secret(token)?);
    }
    if bearer {
        headers.insert(AUTHORIZATION, secret(&format!("Bearer {token}"))?);
    }
    Ok(headers)
}

fn secret(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}
