//! Lets faults happen to a request on its way in and to its answer on the way out.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Fault, pieces, reshape};
use crate::{
    app::page,
    broker::Broker,
    log::record::{LogId, is_own},
    reply::Refusal,
    rest::token_of_request,
    server::Scissors,
};

/// Larger answers are not reshaped.
const LARGEST_REPLY: usize = 16 * 1024 * 1024;

pub(crate) async fn inject(State(broker): State<Broker>, request: Request, next: Next) -> Response {
    if is_own(request.uri().path()) {
        return next.run(request).await;
    }
    let faults = {
        let state = &mut *broker.state();
        let faults = state
            .faults
            .strike(request.method().as_str(), request.uri().path());
        if let Some(LogId(id)) = request.extensions().get::<LogId>() {
            for fault in &faults {
                state.log.note_fault(*id, fault.name());
            }
        }
        faults
    };
    if faults.is_empty() {
        return next.run(request).await;
    }
    let scissors = request
        .extensions()
        .get::<Scissors>()
        .cloned()
        .unwrap_or_default();
    let token = token_of_request(request.headers(), request.uri());
    let instead = faults
        .iter()
        .find_map(|fault| before(&broker, fault, token.as_deref()));
    let mut response = match instead {
        Some(instead) => instead,
        None => next.run(request).await,
    };
    // Only now: a client that gives up takes this task with it, and its order must be in the market by then.
    for fault in &faults {
        if let Fault::Delay { ms } = *fault {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }
    for fault in &faults {
        response = after(fault, response, &scissors).await;
    }
    response
}

/// What happens before the request is looked at; an answer when it never will be.
fn before(broker: &Broker, fault: &Fault, token: Option<&str>) -> Option<Response> {
    match *fault {
        Fault::TokenRevoked => {
            if let Some(token) = token {
                broker.state().tokens.revoke(token);
            }
            None
        }
        Fault::ServerError { status, after: false } => Some(server_error(status)),
        Fault::TooManyRequests { retry_after } => Some(Refusal::TooMany(retry_after).into_response()),
        Fault::AddressRefusedPlain => Some(Refusal::Forbidden.into_response()),
        Fault::HtmlPage => Some(page(
            StatusCode::OK,
            "Maintenance",
            "The broker is not available at the moment.",
        )),
        Fault::BigBody { bytes } => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            Some((json, pieces::big(bytes)).into_response())
        }
        // Nobody sees this answer: the line is cut in its place, once any delay is over.
        Fault::ResetBefore => Some(Response::default()),
        Fault::Delay { .. }
        | Fault::ServerError { after: true, .. }
        | Fault::TruncatedBody
        | Fault::TruncatedJson
        | Fault::ResetAfter
        | Fault::DuplicateReply
        | Fault::UnknownEnum
        | Fault::NullList => None,
        // Never struck here: these are of packets.
        Fault::FeedDelay { .. }
        | Fault::FeedHalfPacket
        | Fault::FeedHalfFrame
        | Fault::FeedUnknownMode
        | Fault::FeedSilent
        | Fault::FeedClose
        | Fault::FeedFlatUpdate
        | Fault::FeedArrayUpdate => None,
    }
}

/// What happens to the answer.
async fn after(fault: &Fault, response: Response, scissors: &Scissors) -> Response {
    match *fault {
        Fault::ServerError { status, after: true } => server_error(status),
        Fault::ResetBefore | Fault::ResetAfter => match scissors.cut().await {},
        Fault::TruncatedBody => {
            let (mut parts, bytes) = taken_apart(response).await;
            parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
            Response::from_parts(parts, pieces::broken_off(bytes.slice(..bytes.len() / 2)))
        }
        Fault::TruncatedJson => {
            let (parts, bytes) = taken_apart(response).await;
            Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
        }
        Fault::DuplicateReply => {
            let (parts, bytes) = taken_apart(response).await;
            Response::from_parts(parts, Body::from([&bytes[..], &bytes[..]].concat()))
        }
        Fault::UnknownEnum => {
            let (parts, bytes) = taken_apart(response).await;
            Response::from_parts(parts, Body::from(reshape::unknown_enum(&bytes)))
        }
        Fault::NullList => {
            let (parts, bytes) = taken_apart(response).await;
            Response::from_parts(parts, Body::from(reshape::null_list(&bytes)))
        }
        Fault::Delay { .. }
        | Fault::ServerError { after: false, .. }
        | Fault::TooManyRequests { .. }
        | Fault::AddressRefusedPlain
        | Fault::HtmlPage
        | Fault::TokenRevoked
        | Fault::BigBody { .. }
        | Fault::FeedDelay { .. }
        | Fault::FeedHalfPacket
        | Fault::FeedHalfFrame
        | Fault::FeedUnknownMode
        | Fault::FeedSilent
        | Fault::FeedClose
        | Fault::FeedFlatUpdate
        | Fault::FeedArrayUpdate => response,
    }
}

/// Head and body of an answer, the head without the length it no longer has.
async fn taken_apart(response: Response) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let bytes = to_bytes(body, LARGEST_REPLY).await.unwrap_or_default();
    (parts, bytes)
}

/// What a gateway answers for a server behind it: a page.
fn server_error(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    page(status, "Server error", "The broker could not answer.")
}
