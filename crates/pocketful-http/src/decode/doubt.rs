//! A refusal that may mean something else than the session, and how the doubt ends.
//!
//! Code 40000 has two wordings, `Request Unauthorised` and `Request forbidden`, and one meaning for both: expired, or not
//! authorised (wire reference, section 17, rows 42 and 45). Neither says which of the two, and the refusal of a source
//! address is not documented (section 0.4). What names no token is therefore in doubt: the account may not do this, or,
//! where the request must leave from a registered address, that address is not one. A session is not called dead for that.
//! The read of the trading info, which every session may do, tells (assumed): the token that reads is alive.

use std::net::IpAddr;

use pocketful_types::{ApiError, Endpoint, GetTradingInfo, Route};

use crate::{Error, ErrorKind};

/// `error` as it is, or in doubt.
pub(super) fn where_due(error: Error, source: Option<IpAddr>) -> Error {
    let names_nothing = match error.api() {
        Some(api) => !names_the_token(api),
        None => matches!(error.status(), Some(401 | 403)),
    };
    // The read that tells is never in doubt itself.
    if !error.is_auth() || !names_nothing || error.endpoint() == GetTradingInfo::NAME {
        return error;
    }
    if error.route() != Route::Registered {
        let detail = format!(
            "the server refused the request: {}. This account may not be allowed to do it, or the session may have ended",
            words(&error)
        );
        return retold_as_refusal(error, detail).with_doubt(true);
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
    if error.route() != Route::Registered {
        let detail = format!(
            "the server refused the request: {}. The session is alive, so this account, or this app for it, is not allowed to \
             do that",
            words(&error)
        );
        return retold_as_refusal(error, detail).with_doubt(false);
    }
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

/// Refused, in the server's own words where it gave any.
fn retold_as_refusal(error: Error, detail: String) -> Error {
    let kind = if error.api().is_some() {
        ErrorKind::Api
    } else {
        ErrorKind::UnexpectedReply
    };
    error.retold(kind, detail)
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
