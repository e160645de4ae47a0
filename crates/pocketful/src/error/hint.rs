//! What to do about an error, in one sentence.

use std::{error::Error as _, io};

use pocketful_auth::{Error as AuthError, ErrorKind as AuthErrorKind, LoginFailure, OAuthErrorCode};
use pocketful_http::Error as HttpError;
use pocketful_types::{ApiCode, Effect};

use super::Error;
use crate::{ErrorKind, Outcome};

/// What a program that the broker wrote calls and nothing that it publishes names (wire reference, sections 1.5 and 12 to
/// 15): groups, and single operations.
const UNDOCUMENTED: [&str; 9] = [
    "baskets.set_execution_state",
    "edis.",
    "ipo.",
    "market.candles",
    "market.futures_chain",
    "market.margin",
    "market.session_info",
    "user.apps",
    "user.register_app",
];

const NOT_THERE: &str = "The broker does not document this call, and this server does not seem to offer it.";

/// Whether the server seems not to have an operation that nobody promised.
fn is_not_there(error: &Error) -> bool {
    error.is_wrong_path()
        && (error.endpoint()).is_some_and(|name| UNDOCUMENTED.iter().any(|known| name.starts_with(known)))
}

pub(super) fn of(error: &Error) -> String {
    if error.outcome() == Outcome::Unknown
        && error.http().is_some_and(|error| error.effect() == Effect::Write)
    {
        return match error.user_order_id() {
            Some(id) => format!(
                "It may be in the market. Look for user_order_id {id} in the order book before you send it again."
            ),
            None if is_not_there(error) => {
                format!("{NOT_THERE} {}", doubt(error.endpoint().unwrap_or_default()))
            }
            None => doubt(error.endpoint().unwrap_or_default()),
        };
    }
    if is_not_there(error) {
        return NOT_THERE.to_owned();
    }
    if error.is_book_missing() {
        return "Nothing was changed. Try again, and until the book can be read look at the orders in the broker's own app."
            .to_owned();
    }
    if let Some(fault) = error.contracts_fault() {
        return fault.hint().to_owned();
    }
    let text = match error.kind() {
        ErrorKind::NotLoggedIn => "Log in first.",
        ErrorKind::SessionExpired
            if error.auth().map(AuthError::kind) == Some(AuthErrorKind::ClockSetBack) =>
        {
            "Check this machine's clock. If it is right, log in again."
        }
        ErrorKind::SessionExpired => {
            "Every token dies at midnight IST. Log in again; there is no way to renew a token."
        }
        ErrorKind::SessionExpiring => {
            "Wait until midnight IST, then log in again; or set a shorter safety margin on the session."
        }
        ErrorKind::SessionRevoked => {
            "Log in again. A newer login elsewhere ends the older one: share one token store instead."
        }
        ErrorKind::WrongApp => {
            "Log in again for this app and this server, or point the client at the server the session belongs to."
        }
        ErrorKind::LoginFailed => login(error.auth()),
        ErrorKind::Store => store(error.auth()),
        ErrorKind::InvalidRequest => "Change the request; it was not sent.",
        ErrorKind::Limit => return limit(error),
        ErrorKind::Connect => {
            "Check the network, the address of the server, and the source addresses if you set any."
        }
        ErrorKind::Dns => "Check the name of the server and this machine's name resolution.",
        ErrorKind::Tls => {
            "Check this machine's date and certificates, and whether something intercepts the connection."
        }
        ErrorKind::Timeout => "Try again, or allow more time.",
        // What a login sent may be used up, so that only a new one helps.
        ErrorKind::Disconnected if error.auth().is_some() => "Start the login again.",
        ErrorKind::Server if error.auth().is_some() => "Start the login again later.",
        ErrorKind::Disconnected | ErrorKind::Server => "Try again in a moment.",
        ErrorKind::AddressRefused => return address_refused(error),
        ErrorKind::Refused => return refused(error),
        ErrorKind::UnexpectedReply if error.is_wrong_path() && error.is_raw() => {
            "Nothing is there for this method: check path and method, and that the API is of the right generation."
        }
        ErrorKind::UnexpectedReply => {
            "Check the address and the generation of the API. If both are right, the API has changed: report it."
        }
        ErrorKind::BodyTooLarge => "Check the address of the server.",
        ErrorKind::Other => "See the cause.",
    };
    text.to_owned()
}

/// A write whose outcome is unknown: where it shows.
fn doubt(endpoint: &str) -> String {
    let shows = match endpoint.split_once('.') {
        Some(("baskets", "execute")) => "the order book",
        Some(("baskets", _)) => "the list of baskets",
        Some(("gtt", _)) => "the list of good-till-triggered orders",
        Some(("portfolio", _)) => "the positions",
        Some(("ipo", _)) => "the list of applications",
        Some(("raw", _)) => "what it changes",
        Some(("edis", _)) => {
            return "It may have taken effect: wait for what the depository sends before you ask again."
                .to_owned();
        }
        _ => "the order book",
    };
    format!("It may have taken effect. Read {shows} before you send it again.")
}

/// Names the address, so that it can be compared with the portal's.
fn address_refused(error: &Error) -> String {
    let seen = match error.source_address() {
        Some(address) => address.to_string(),
        None => "this machine's address".to_owned(),
    };
    if error.http().is_some_and(HttpError::is_in_doubt) {
        return format!(
            "Two things can be the cause. Look in the portal whether {seen} is registered for the app: if it is not, \
             send orders from an address that is; if it is, the session has ended, so log in again."
        );
    }
    format!(
        "Orders are not taken from {seen}. Set a registered address as source address, or register {seen} in the \
         portal, where an address can be changed once in 7 days."
    )
}

fn login(error: Option<&AuthError>) -> &'static str {
    if error.is_some_and(AuthError::is_account_locked) {
        return "The account is locked after too many wrong answers: wait until the broker unlocks it, then log in.";
    }
    match error.and_then(AuthError::login_failure) {
        Some(LoginFailure::StateMismatch | LoginFailure::Repeated(_)) => {
            "Start the login again, and use only the page that it opens."
        }
        Some(LoginFailure::CodeMissing) => {
            "Start the login again; compare the app's redirect URL with the portal's."
        }
        Some(LoginFailure::Refused(refusal)) => match refusal.code() {
            OAuthErrorCode::AccessDenied => "Start the login again and allow it.",
            OAuthErrorCode::InvalidGrant => {
                "Start the login again and finish it in one go: its code lives for a short time."
            }
            OAuthErrorCode::InvalidClient => "Compare the app's id and secret with the portal's.",
            OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable => "Try again in a while.",
            _ => "Compare the app's settings with the portal's.",
        },
        Some(LoginFailure::OtherSecondFactor { .. }) => "Give the second factor that is asked for.",
        Some(LoginFailure::MaybeOneTimePassword) => {
            "If it sent one, finish the login with it; else log in through the browser or with a pasted token."
        }
        Some(LoginFailure::ResetRequired(_)) => "Set it anew at the broker, then log in again.",
        _ if error.is_some_and(|error| error.kind() == AuthErrorKind::LoginAbandoned) => {
            "Start the login again and finish it."
        }
        _ => "Check what was given to log in with: it was refused, and will be refused again.",
    }
}

fn store(error: Option<&AuthError>) -> &'static str {
    match error.map(AuthError::kind) {
        Some(AuthErrorKind::StoreCorrupt) => {
            "A login anew replaces what is damaged, and logging out removes it; an ordinary login leaves it alone."
        }
        Some(AuthErrorKind::StoreNewer) => {
            "Nothing was deleted. Update this software to the version that wrote it, or keep the session in another place."
        }
        Some(AuthErrorKind::StoreBusy) => "Another process works on the session. Try again in a moment.",
        Some(AuthErrorKind::StoreConflict) => "Another process changed the session meanwhile. Try again.",
        Some(AuthErrorKind::StoreReadOnly) => "Choose a store that can be written, or change what it reads.",
        _ => match error.and_then(io_kind) {
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => {
                "Make room on the disk, then try again."
            }
            Some(io::ErrorKind::ReadOnlyFilesystem) => {
                "Keep the session in a directory of a file system that can be written."
            }
            Some(io::ErrorKind::PermissionDenied) | None => {
                "The store must be readable and writable by you, and by nobody else."
            }
            Some(_) => "See the cause: the store's directory cannot be used as it is.",
        },
    }
}

fn io_kind(error: &AuthError) -> Option<io::ErrorKind> {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        next = error.source();
    }
    None
}

fn limit(error: &Error) -> String {
    match error.retry_after() {
        None if error.auth().is_some() => "Wait a minute, then start the login again.".to_owned(),
        Some(after) => format!("Wait {:.1} s, then send it again.", after.as_secs_f64()),
        None => "Send less often, or allow more in the limits of the client.".to_owned(),
    }
}

fn refused(error: &Error) -> String {
    if error.http().is_some_and(HttpError::is_in_doubt) {
        return "Try again. If it is refused again, log in again; if it is refused even then, ask the broker whether this \
                account may do that."
            .to_owned();
    }
    let text = match error.api().and_then(|api| api.code).map(ApiCode::from_number) {
        Some(ApiCode::InvalidParameter) => "Correct the parameter that the message names.",
        Some(ApiCode::Backend) if error.endpoint() == Some("orders.cancel") => {
            "Check the order's id, and in the order book whether it is still open."
        }
        Some(ApiCode::Backend) => "Check price, quantity and ids.",
        Some(ApiCode::SomethingWentWrong) => {
            "Check the instrument token: this is what a wrong one is answered with."
        }
        Some(ApiCode::Unauthorised) => {
            "Logging in again does not help: ask the broker whether this account, and the app, may do that."
        }
        _ => "Correct what the message names, then send it again.",
    };
    text.to_owned()
}
