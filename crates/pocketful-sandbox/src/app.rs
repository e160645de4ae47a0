//! The router: every path the sandbox answers, and the page it answers on all others.

use axum::{
    Router,
    http::{StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};

use crate::{
    broker::Broker, control, faults::inject::inject, feed, log::record::record, login, oauth, portal, rest,
};

/// Everything under one address.
pub(crate) fn router(broker: Broker) -> Router {
    Router::new()
        .merge(portal::router(&broker))
        .merge(oauth::router())
        .merge(login::router())
        .merge(rest::router())
        .merge(feed::router())
        .merge(control::router())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        // Outermost last: a foreign host name meets nothing else, the log sees what faults leave.
        .layer(from_fn_with_state(broker.clone(), feed::wake))
        .layer(from_fn_with_state(broker.clone(), inject))
        .layer(from_fn_with_state(broker.clone(), record))
        .layer(from_fn(portal::check_host))
        .with_state(broker)
}

/// What the broker answers where nothing is: a page, not JSON (wire reference, section 0.2).
pub(crate) async fn unknown() -> Response {
    page(
        StatusCode::NOT_FOUND,
        "Page not found",
        "There is nothing at this address.",
    )
}

/// A bare page, as a gateway in front of an API shows. Title and message are fixed texts, never a visitor's.
pub(crate) fn page(status: StatusCode, title: &'static str, message: &'static str) -> Response {
    let body = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{message}</p></body></html>\n"
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}
