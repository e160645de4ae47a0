//! A refusal that may mean the source address as well as the session, and how the doubt ends.
//!
//! The refusal of an address is not documented (wire reference, section 0.4), and the texts of code 40000 speak of
//! neither. What a request that must leave from a registered address is refused with is therefore in doubt unless it
//! names the token. A read, which may leave from anywhere, tells (assumed): the token that reads is alive.

use std::net::IpAddr;

use pocketful_types::{ApiError, Route};

use crate::{Error, ErrorKind};

/// `error` as it is, or in doubt.
pub(super) fn where_due(error: Error, source: Option<IpAddr>) -> Error {
    let names_nothing = match error.api() {
        Some(api) => !names_the_token(api),
        None => matches!(error.status(), Some(401 | 403)),
    };
    if !error.is_auth() || error.route() != Route::Registered || !names_nothing {
        return error;
    }
    let detail = format!(
        "the server refused the request: {}. It was sent from {}, which may not be registered, or the session may have \
         ended. Check the address with `pocketful doctor` and in the portal; if it is registered, log in again",
        words(&error),
        from(source)
    );
    error
        .retold(ErrorKind::AddressRefused, detail)
        .with_source_address(source)
        .with_doubt(true)
}

/// The doubtful `error`, after a read with the same token went through.
pub(crate) fn token_lives(error: Error) -> Error {
    let detail = format!(
        "the server refused the request: {}. The session is alive, so the server does not take orders from {}; register \
         that address in the portal (an address can be changed once in 7 days) or send from a registered one. If it is \
         registered, see whether the app may place orders for this account",
        words(&error),
        from(error.source_address())
    );
    error.retold(ErrorKind::AddressRefused, detail).with_doubt(false)
}

/// The doubtful `error`, after a read with the same token was refused as well.
pub(crate) fn token_is_dead(error: Error) -> Error {
    let detail = format!(
        "the server does not accept the token, which may have expired: {}",
        words(&error)
    );
    error
        .retold(ErrorKind::Auth, detail)
        .with_source_address(None)
        .with_doubt(false)
}

fn names_the_token(api: &ApiError) -> bool {
    let message = api.message.to_ascii_lowercase();
    api.error_type.as_deref() == Some("TokenException")
        || ["token", "session", "log in", "login", "expired"]
            .iter()
            .any(|word| message.contains(word))
}

fn words(error: &Error) -> String {
    match (error.api(), error.status()) {
        (Some(api), _) => api.to_string(),
        (None, Some(status)) => format!("HTTP {status}"),
        (None, None) => "no reason given".to_owned(),
    }
}

fn from(source: Option<IpAddr>) -> String {
    source.map_or_else(
        || "the address that the system chose".to_owned(),
        |ip| format!("the address {ip}"),
    )
}
