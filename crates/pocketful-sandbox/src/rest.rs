//! The REST API: who may call what, and one file per group of endpoints.

mod apps;
mod baskets;
mod contracts;
mod edis;
mod either;
pub(crate) mod funds;
mod gtt;
mod ipo;
mod kart;
mod market;
mod orders;
mod portfolio;
mod profile;

pub(crate) use self::orders::book::{number, row as order_row};

use axum::{
    Router,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use time::OffsetDateTime;

use crate::{
    broker::Broker,
    feed,
    limits::Class,
    params::Params,
    reply::Refusal,
    state::{State, tokens::Token},
};

/// Every endpoint.
pub(crate) fn router() -> Router<Broker> {
    Router::new()
        .merge(profile::router())
        .merge(apps::router())
        .merge(funds::router())
        .merge(orders::router())
        .merge(kart::router())
        .merge(baskets::router())
        .merge(contracts::router())
        .merge(market::router())
        .merge(gtt::router())
        .merge(ipo::router())
        .merge(edis::router())
        .merge(portfolio::router())
}

/// The live token of a request, counted against the limits of `class`.
///
/// Both styles of header are read on every path: `x-authorization-token: <token>` and `Authorization: Bearer <token>`
/// (wire reference, section 0).
fn admit(
    state: &mut State,
    headers: &HeaderMap,
    class: Class,
    now: OffsetDateTime,
) -> Result<Token, Refusal> {
    state.turn(now);
    let token = token_of(headers)
        .and_then(|secret| state.tokens.find(secret, now).ok())
        .cloned()
        .ok_or(Refusal::Unauthorised)?;
    state
        .limits
        .count(&token.client_id, token.app_id.as_deref(), class, now)
        .map_err(Refusal::TooMany)?;
    Ok(token)
}

/// Answers a request of a live token: the frame of every endpoint.
fn answer(
    broker: &Broker,
    headers: &HeaderMap,
    class: Class,
    act: impl FnOnce(&mut State, &Token, OffsetDateTime) -> Result<Response, Refusal>,
) -> Response {
    let now = broker.now();
    let state = &mut *broker.state();
    admit(state, headers, class, now)
        .and_then(|token| act(state, &token, now))
        .unwrap_or_else(IntoResponse::into_response)
}

/// The token a request carries, live or not.
pub(crate) fn token_of(headers: &HeaderMap) -> Option<&str> {
    if let Some(value) = headers.get("x-authorization-token") {
        return value.to_str().ok().map(str::trim);
    }
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The token that any request carries, live or not: the feed's is in the query.
pub(crate) fn token_of_request(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let in_headers = token_of(headers).map(str::to_owned);
    in_headers.or_else(|| {
        let query = uri.query().filter(|_| uri.path() == feed::PATH)?;
        feed::token_in(query)
    })
}

/// The query's `client_id`, which must be the token's own.
fn own_client_id(params: &Params<'_>, token: &Token) -> Result<(), Refusal> {
    let given = query(params, "client_id")?;
    if given == token.client_id {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

/// A query parameter that must be there.
fn query(params: &Params<'_>, name: &'static str) -> Result<String, Refusal> {
    let value = params.one(name).map_err(|_| Refusal::Invalid(name))?;
    value
        .map(std::borrow::Cow::into_owned)
        .ok_or(Refusal::Blank(name))
}
