//! OAuth 2.0 with authorization codes (wire reference, section 1; RFC 6749; RFC 7636).

pub(crate) mod authorize;
mod token;

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use self::authorize::AuthorizeError;
use crate::{broker::Broker, portal};

/// `/oauth2/auth` for browsers, `/oauth2/token` for programs.
pub(crate) fn router() -> Router<Broker> {
    Router::new()
        .route("/oauth2/auth", get(auth))
        .route("/oauth2/token", post(token::exchange))
}

async fn auth(State(broker): State<Broker>, RawQuery(query): RawQuery) -> Response {
    let begun = authorize::begin(
        &mut broker.state(),
        query.as_deref().unwrap_or_default(),
        broker.now(),
    );
    match begun {
        Ok(id) => see_other(&format!("/portal/authorize?request={id}")),
        Err(AuthorizeError::Redirect(location)) => see_other(&location),
        Err(AuthorizeError::Page(message)) => portal::cannot_authorize(&broker, message),
    }
}

/// Sends the browser on; neither the answer nor its address is to be kept.
pub(crate) fn see_other(location: &str) -> Response {
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}
