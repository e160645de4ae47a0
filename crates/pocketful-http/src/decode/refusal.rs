//! What a reply that is not a success means: its kind, and whether the request took effect.

use std::{borrow::Cow, net::IpAddr, time::Duration};

use pocketful_types::{ApiError, envelope::Failure};

use crate::{Error, ErrorKind, Outcome, error::CallName, scrub};

/// `Request Unauthorised` and `Request forbidden` (wire reference, section 0.3).
const NOT_AUTHORISED: i64 = 40000;

/// How much of a page is searched for a password field.
const PAGE_HEAD: usize = 64 * 1024;

/// The error for `failure`, which `body` was classified as.
pub(crate) fn error(
    call: CallName,
    failure: Failure,
    body: &[u8],
    token: &str,
    retry_after: Option<Duration>,
    source_address: Option<IpAddr>,
) -> Error {
    match failure {
        Failure::Api(api) => refused(call, scrubbed(api, token), retry_after, source_address),
        Failure::Html { status } => {
            let login = status < 400 && asks_for_password(body);
            let (kind, outcome) = if login {
                (ErrorKind::Auth, Outcome::Rejected)
            } else {
                by_status(status)
            };
            let detail = match kind {
                ErrorKind::Auth => {
                    format!("the server answered with a web page (HTTP {status}), as it does when the token is not valid").into()
                }
                _ => format!("the server answered with a web page instead of JSON (HTTP {status})").into(),
            };
            plain(call, kind, outcome, detail, status, retry_after).with_web_page()
        }
        Failure::NotJson {
            status,
            truncated: true,
            ..
        } if status < 400 => {
            let detail = format!("the reply is cut short (HTTP {status}, {} bytes)", body.len());
            plain(
                call,
                ErrorKind::Disconnected,
                Outcome::Unknown,
                detail.into(),
                status,
                retry_after,
            )
        }
        Failure::Empty { status } => by_status_alone(call, status, "with an empty body", retry_after),
        Failure::NotJson { status, .. } => {
            by_status_alone(call, status, "with something that is not JSON", retry_after)
        }
        Failure::Status { status } => by_status_alone(call, status, "without saying why", retry_after),
        _ => plain(
            call,
            ErrorKind::UnexpectedReply,
            Outcome::Unknown,
            "the reply has a form that is not known".into(),
            0,
            retry_after,
        ),
    }
}

/// The server gave reasons.
fn refused(
    call: CallName,
    api: ApiError,
    retry_after: Option<Duration>,
    source_address: Option<IpAddr>,
) -> Error {
    let status = api.status;
    if is_about_the_address(&api.message) {
        let seen = address_in(&api.message).or(source_address);
        let which = seen.map_or_else(
            || "this machine's address".to_owned(),
            |ip| format!("the address {ip}"),
        );
        let detail = format!(
            "the server refused {which} as a source of orders; register it in the portal (an address can be changed \
             once in 7 days) or send from a registered one: {api}"
        );
        return Error::new(ErrorKind::AddressRefused, Outcome::Rejected, call, detail)
            .with_source_address(seen)
            .with_api(api);
    }
    let (kind, outcome) = if is_about_the_rate(&api) {
        (ErrorKind::Limit, Outcome::Rejected)
    } else if is_about_the_token(&api) {
        (ErrorKind::Auth, Outcome::Rejected)
    } else if matches!(status, 408 | 502..=504) || (status >= 500 && api.code.is_none()) {
        // Between the server that speaks and the one that acts anything may have happened.
        (ErrorKind::Server, Outcome::Unknown)
    } else {
        (ErrorKind::Api, Outcome::Rejected)
    };
    let detail = match kind {
        ErrorKind::Auth => format!("the server does not accept the token, which may have expired: {api}"),
        ErrorKind::Limit => format!("the server's rate limit is reached: {api}"),
        ErrorKind::Server => format!("the server failed: {api}"),
        _ => format!("refused: {api}"),
    };
    Error::new(kind, outcome, call, detail)
        .with_api(api)
        .with_retry_after(retry_after)
}

fn by_status_alone(call: CallName, status: u16, how: &str, retry_after: Option<Duration>) -> Error {
    let (kind, outcome) = by_status(status);
    let detail: Cow<'static, str> = match kind {
        ErrorKind::Auth => format!("the server does not accept the token (HTTP {status})").into(),
        ErrorKind::Limit => "the server's rate limit is reached (HTTP 429)".into(),
        _ if (300..400).contains(&status) => {
            format!("the server redirects elsewhere (HTTP {status}), which is not followed").into()
        }
        _ => format!("the server answered HTTP {status} {how}").into(),
    };
    plain(call, kind, outcome, detail, status, retry_after)
}

fn by_status(status: u16) -> (ErrorKind, Outcome) {
    match status {
        401 | 403 => (ErrorKind::Auth, Outcome::Rejected),
        429 => (ErrorKind::Limit, Outcome::Rejected),
        408 | 500.. => (ErrorKind::Server, Outcome::Unknown),
        400..=499 => (ErrorKind::UnexpectedReply, Outcome::Rejected),
        _ => (ErrorKind::UnexpectedReply, Outcome::Unknown),
    }
}

fn plain(
    call: CallName,
    kind: ErrorKind,
    outcome: Outcome,
    detail: Cow<'static, str>,
    status: u16,
    retry_after: Option<Duration>,
) -> Error {
    Error::new(kind, outcome, call, detail)
        .with_status(status)
        .with_retry_after(retry_after)
}

fn scrubbed(mut api: ApiError, token: &str) -> ApiError {
    api.message = scrub::scrub(api.message, token);
    api.error_type = api.error_type.map(|text| scrub::scrub(text, token));
    api
}

/// What a rate limit is answered with is not documented either. It must not cost the token, so it is looked for before
/// the code, which may well be the one of a refused token.
fn is_about_the_rate(api: &ApiError) -> bool {
    let message = api.message.to_ascii_lowercase();
    api.status == 429 || message.contains("too many requests") || message.contains("rate limit")
}

/// Which answer a refused token gets is not documented apart from 40000 and the SDK's `TokenException`; a bare 401 or
/// 403 means it too, unless a code or a message gives another reason. Where none of its words is about the token, this is not
/// the last word on it: see `doubt.rs`.
fn is_about_the_token(api: &ApiError) -> bool {
    if api.code == Some(NOT_AUTHORISED) || api.error_type.as_deref() == Some("TokenException") {
        return true;
    }
    let no_other_reason = api.code.is_none_or(|code| code == 401 || code == 403) && api.error_type.is_none();
    let message = api.message.to_ascii_lowercase();
    let says_so = ["unauthor", "forbidden", "token", "session", "log in", "login"]
        .iter()
        .any(|word| message.contains(word));
    match api.status {
        401 => no_other_reason,
        403 => no_other_reason && (message.is_empty() || says_so),
        _ => false,
    }
}

/// Assumed: the refusal's text is not documented (wire reference, section 0.4), so it is told by its words, and
/// before the code is looked at, which is that of a refused token.
fn is_about_the_address(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let mut words = message.split(|c: char| !c.is_ascii_alphanumeric());
    let names_it = words.any(|word| matches!(word, "ip" | "ips")) || message.contains("source address");
    let refuses = [
        "static",
        "whitelist",
        "registered",
        "not allowed",
        "source address",
        "mismatch",
    ]
    .iter()
    .any(|word| message.contains(word));
    names_it && refuses
}

/// The first IP address that a text names.
fn address_in(message: &str) -> Option<IpAddr> {
    message
        .split(|c: char| !(c.is_ascii_hexdigit() || matches!(c, '.' | ':')))
        .filter(|word| word.len() > 2)
        .find_map(|word| {
            word.trim_end_matches(['.', ':'])
                .parse()
                .ok()
                .or_else(|| word.parse().ok())
        })
}

fn asks_for_password(body: &[u8]) -> bool {
    let head = body.get(..PAGE_HEAD).unwrap_or(body).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    ["type=\"password\"", "type='password'", "type=password"]
        .iter()
        .any(|field| head.contains(field))
}
