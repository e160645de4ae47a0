//! Who sent a request: the session behind its cookie, whether they are logged in, and whether a form is theirs.

use axum::{
    Extension,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{cookie, fields::Fields, pages::problem, then::Then};
use crate::{broker::Broker, state::sessions::BrowserSession};

/// Finds the session of every request, or opens one and hands its cookie out.
pub(crate) async fn find_session(State(broker): State<Broker>, mut request: Request, next: Next) -> Response {
    let now = broker.now();
    let known = cookie::read(request.headers()).and_then(|id| broker.state().sessions.find(id, now).cloned());
    let is_new = known.is_none();
    let session = known.unwrap_or_else(|| {
        let mut state = broker.state();
        let state = &mut *state;
        state.sessions.open(&mut state.secrets, now)
    });
    let line = cookie::set(request.headers(), &session.id).filter(|_| is_new);
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    if let Some(line) = line {
        // A login has set a newer one already.
        response.headers_mut().entry(header::SET_COOKIE).or_insert(line);
    }
    response
}

/// Somebody, logged in or not.
pub(crate) struct Visitor(pub(crate) BrowserSession);

impl FromRequestParts<Broker> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, broker: &Broker) -> Result<Self, Response> {
        let Extension(session) = Extension::from_request_parts(parts, broker)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self(session))
    }
}

/// Somebody who is logged in; anybody else is sent to the login page and comes back after it.
pub(crate) struct Member {
    pub(crate) session: BrowserSession,
    pub(crate) client_id: String,
}

impl FromRequestParts<Broker> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, broker: &Broker) -> Result<Self, Response> {
        let Visitor(session) = Visitor::from_request_parts(parts, broker).await?;
        match session.client_id().map(str::to_owned) {
            Some(client_id) => Ok(Self { session, client_id }),
            None => Err(Redirect::to(&login_path(&Then::parse(&parts.uri.to_string()))).into_response()),
        }
    }
}

/// The address of the login page that leads on to `then`.
pub(crate) fn login_path(then: &Then) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("then", &then.to_string())
        .finish();
    format!("/portal/login?{query}")
}

/// A form that carries the token of the session which sends it. Anything else is refused with a page that says so.
pub(crate) struct Posted {
    pub(crate) session: BrowserSession,
    pub(crate) fields: Fields,
}

impl FromRequest<Broker> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, broker: &Broker) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Visitor(session) = Visitor::from_request_parts(&mut parts, broker).await?;
        let body = Bytes::from_request(Request::from_parts(parts, body), broker)
            .await
            .map_err(IntoResponse::into_response)?;
        let fields = Fields::parse(&body);
        if session.accepts_csrf(fields.raw("csrf")) {
            Ok(Self { session, fields })
        } else {
            Err(problem::stale_form(broker, &session))
        }
    }
}

/// The same from somebody who is logged in.
pub(crate) struct MemberPosted {
    pub(crate) session: BrowserSession,
    pub(crate) client_id: String,
    pub(crate) fields: Fields,
}

impl FromRequest<Broker> for MemberPosted {
    type Rejection = Response;

    async fn from_request(request: Request, broker: &Broker) -> Result<Self, Response> {
        let Posted { session, fields } = Posted::from_request(request, broker).await?;
        match session.client_id().map(str::to_owned) {
            Some(client_id) => Ok(Self {
                session,
                client_id,
                fields,
            }),
            None => Err(Redirect::to(&login_path(&Then::Apps)).into_response()),
        }
    }
}

/// The answer to a form that has been dealt with: look at `path`.
pub(crate) fn see(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Sets `session`'s cookie on `response`, for a login that has just been given a new one.
pub(crate) fn hand_out(headers: &HeaderMap, session: &BrowserSession, mut response: Response) -> Response {
    if let Some(line) = cookie::set(headers, &session.id) {
        response.headers_mut().insert(header::SET_COOKIE, line);
        response
    } else {
        StatusCode::BAD_REQUEST.into_response()
    }
}
