//! How a reply that is no success turns into an error, and how the token is read out of one that is. Pure.

use pocketful_types::{
    ApiError,
    envelope::{self, Failure},
};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use time::Duration;

use super::{IssuedToken, OAuthError, printable};
use crate::{Error, ErrorKind, LoginFailure};

/// The error for a reply of `step` (a few words such as `the code exchange`) that is no success.
///
/// Every text of the server is cut, made printable, and cleared of each of `secrets`.
#[must_use]
pub fn api_failure(step: &str, failure: Failure, secrets: &[&str]) -> Error {
    let Failure::Api(refusal) = failure else {
        let (kind, advice) = advice(&failure);
        // A gateway's error page is no sign of a changed API: what counts is the status.
        let failure = match (kind, &failure) {
            (ErrorKind::Server, Failure::Html { status }) => Failure::Status { status: *status },
            _ => failure,
        };
        return Error::new(kind, format!("{step} failed: {failure}; {advice}")).with_source(failure);
    };
    let refusal = ApiError {
        message: scrubbed(&refusal.message, secrets),
        error_type: refusal.error_type.map(|text| scrubbed(&text, secrets)),
        ..refusal
    };
    let (kind, advice) = if refusal.is_rate_limited() {
        // Says nothing about what was sent: the same login may succeed later.
        (ErrorKind::Limit, "; wait a minute and start the login again")
    } else if is_down(refusal.status) && refusal.code.is_none() {
        (ErrorKind::Server, DOWN)
    } else if is_locked(&refusal) {
        (
            ErrorKind::LoginRefused,
            "; wait until the broker unlocks it: until then no answer is looked at",
        )
    } else if refusal.is_unauthorised() {
        (
            ErrorKind::LoginRefused,
            "; what was given is wrong, expired, or not allowed to do this",
        )
    } else {
        (ErrorKind::LoginRefused, "")
    };
    Error::new(kind, format!("{step} was refused: {refusal}{advice}")).with_source(refusal)
}

fn advice(failure: &Failure) -> (ErrorKind, &'static str) {
    match *failure {
        Failure::Html { status }
        | Failure::Empty { status }
        | Failure::NotJson { status, .. }
        | Failure::Status { status }
            if is_down(status) =>
        {
            (ErrorKind::Server, DOWN.trim_start_matches("; "))
        }
        Failure::Html { status: 429 } | Failure::Empty { status: 429 } | Failure::Status { status: 429 } => (
            ErrorKind::Limit,
            "too many requests, wait a minute and start the login again",
        ),
        Failure::Html { .. } => (
            ErrorKind::UnexpectedReply,
            "the address is not the API's, or what was sent was not accepted",
        ),
        Failure::NotJson { truncated: true, .. } => (
            ErrorKind::Disconnected,
            "the answer was cut off on the way, start the login again",
        ),
        _ => (ErrorKind::UnexpectedReply, "check the server's address"),
    }
}

const DOWN: &str = "; the broker is down, try again later";

/// Whether a reply of this status that gives no reason is a server's that cannot work now.
fn is_down(status: u16) -> bool {
    status == 408 || status >= 500
}

/// Whether the refusal is that of a locked account. No code says so: the word in its text is assumed.
pub(crate) fn is_locked(refusal: &ApiError) -> bool {
    refusal.message.to_ascii_lowercase().contains("locked")
}

/// Reads the reply of the code exchange (wire reference, section 1.2): the token, an RFC 6749 error, or whatever else a
/// server says. `secrets` are what the request carried.
///
/// # Errors
/// [`LoginFailure::Refused`] for an RFC 6749 error; otherwise as [`api_failure`].
pub fn token_reply(status: u16, body: &[u8], secrets: &[&str]) -> Result<IssuedToken, Error> {
    const STEP: &str = "the code exchange";
    let reply = serde_json::from_slice::<TokenBody<'_>>(body).unwrap_or_default();
    if let Some(code) = reply.error.and_then(as_text) {
        let description = reply.error_description.and_then(as_text);
        let description = description.as_deref().map(|text| scrubbed(text, secrets));
        let error = OAuthError::new(&scrubbed(&code, secrets), description.as_deref());
        return Err(LoginFailure::Refused(error).into());
    }
    let token = reply.access_token.and_then(as_text);
    match token.filter(|token| !token.trim().is_empty()) {
        Some(token) if (200..300).contains(&status) => {
            if let Some(kind) = reply.token_type.and_then(as_text)
                && !kind.eq_ignore_ascii_case("bearer")
            {
                return Err(unusable(STEP, "the token is of a type other than bearer"));
            }
            let issued = IssuedToken::new(SecretString::from(token));
            Ok(match reply.expires_in.and_then(as_seconds) {
                Some(life) => issued.with_expires_in(life),
                None => issued,
            })
        }
        _ => match envelope::classify(status, body) {
            Err(failure) => Err(api_failure(STEP, failure, secrets)),
            Ok(_) => Err(unusable(STEP, "the answer holds no token")),
        },
    }
}

/// The error for an answer that is well-formed and still of no use.
pub(super) fn unusable(step: &str, why: &str) -> Error {
    Error::new(
        ErrorKind::UnexpectedReply,
        format!("{step} failed: {why}; check the server's address"),
    )
}

// Members are taken as they are, so that one of an unexpected type does not hide the others.
#[derive(Default, Deserialize)]
struct TokenBody<'a> {
    #[serde(borrow, default)]
    access_token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    expires_in: Option<&'a RawValue>,
    #[serde(borrow, default)]
    token_type: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error_description: Option<&'a RawValue>,
}

fn as_text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// A number of seconds, or its text; what is neither leaves midnight as the only bound.
fn as_seconds(value: &RawValue) -> Option<Duration> {
    let text = value.get().trim_matches('"').trim();
    let whole = text.split('.').next().unwrap_or_default();
    whole.parse().ok().map(Duration::seconds)
}

/// The server's text with every one of `secrets` taken out, cut and printable.
fn scrubbed(text: &str, secrets: &[&str]) -> String {
    // First, so that none is cut in two; again, because taking out the unprintable can put one together.
    masked(&printable(&masked(text, secrets)), secrets)
}

fn masked(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    // Fewer than four characters are in every other word.
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        if text.contains(*secret) {
            text = text.replace(*secret, "***");
        }
    }
    text
}

#[cfg(test)]
mod tests;
