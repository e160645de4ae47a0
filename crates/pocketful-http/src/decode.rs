//! From a reply to the payload, or to what the server's refusal means.

use bytes::Bytes;
use http::Response;
use pocketful_types::{
    Clock, Endpoint,
    envelope::{Reply, classify},
};

use crate::{
    Error, ErrorKind, Outcome, RawReply, SourceAddress, error::CallName, retry_after::retry_after, scrub,
};

mod doubt;
mod kept;
mod refusal;

pub(crate) use doubt::{token_is_dead, token_lives};

/// The payload of `response`, untouched. `token` is what was sent with the request; it is kept out of every text.
pub(crate) fn reply(
    call: CallName,
    response: &Response<Bytes>,
    token: &str,
    clock: &dyn Clock,
) -> Result<RawReply, Error> {
    let status = response.status().as_u16();
    let body = response.body();
    match classify(status, body) {
        Ok(reply) => Ok(RawReply {
            payload: within(body, &reply),
            message: reply.message.map(|text| scrub::scrub(text.into_owned(), token)),
            status,
        }),
        Err(failure) => {
            let after = retry_after(response.headers(), clock.now());
            let source = response
                .extensions()
                .get::<SourceAddress>()
                .map(|source| source.0);
            let error = refusal::error(call, failure, body, token, after, source);
            let error = error.with_body(beginning(call, body, token));
            Err(doubt::where_due(error, source))
        }
    }
}

/// The payload as a part of the body, without copying it.
fn within(body: &Bytes, reply: &Reply<'_>) -> Bytes {
    let payload = reply.payload.get().as_bytes();
    let inside = body.as_ptr_range();
    if inside.contains(&payload.as_ptr()) {
        body.slice_ref(payload)
    } else {
        Bytes::copy_from_slice(payload)
    }
}

/// What an error keeps of `body`.
fn beginning(call: CallName, body: &[u8], token: &str) -> Option<Box<str>> {
    (!call.answers_secret).then(|| kept::beginning(body, token))?
}

/// The payload as the operation's own type. `token` is what was sent for it.
pub(crate) fn payload<E: Endpoint>(
    endpoint: &E,
    call: CallName,
    reply: &RawReply,
    token: &str,
) -> Result<E::Response, Error> {
    endpoint.answer(reply.payload_text()).map_err(|error| {
        // The parser's own message quotes the text it stumbled over, so only the place is told.
        let detail = format!(
            "the payload of the reply is not what this operation answers ({} error at line {} column {})",
            format!("{:?}", error.classify()).to_lowercase(),
            error.line(),
            error.column()
        );
        Error::new(ErrorKind::UnexpectedReply, Outcome::Unknown, call, detail)
            .with_status(reply.status)
            .with_body(beginning(call, reply.payload(), token))
    })
}

#[cfg(test)]
mod tests;
