//! What to do about an error, in one sentence.

use pocketful_types::{ApiCode, Effect};

use super::Error;
use crate::{ErrorKind, Outcome};

pub(super) fn of(error: &Error) -> String {
    if error.outcome() == Outcome::Unknown
        && error.http().is_some_and(|error| error.effect() == Effect::Write)
    {
        return match error.user_order_id() {
            Some(id) => format!(
                "It may be in the market. Look for user_order_id {id} in the order book before you send it again."
            ),
            None => "It may have taken effect. Read the order book before you send it again.".to_owned(),
        };
    }
    let text = match error.kind() {
        ErrorKind::NotLoggedIn => "Log in first.",
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
        ErrorKind::LoginFailed => {
            "Start the login again and finish it in one go: its code lives for a short time."
        }
        ErrorKind::Store => {
            "See the cause: the store must be readable and writable by you, and by nobody else."
        }
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
        ErrorKind::Disconnected | ErrorKind::Server => "Try again in a moment.",
        ErrorKind::AddressRefused => {
            "Set the registered address as source address, or see in the portal when it may next be changed."
        }
        ErrorKind::Refused => return refused(error),
        ErrorKind::UnexpectedReply => {
            "Check the address and the generation of the API. If both are right, the API has changed: report it."
        }
        ErrorKind::BodyTooLarge => "Check the address of the server.",
        ErrorKind::Other => "See the cause.",
    };
    text.to_owned()
}

fn limit(error: &Error) -> String {
    match error.retry_after() {
        Some(after) => format!("Wait {:.1} s, then send it again.", after.as_secs_f64()),
        None => "Send less often, or allow more in the limits of the client.".to_owned(),
    }
}

fn refused(error: &Error) -> String {
    let text = match error.api().and_then(|api| api.code).map(ApiCode::from_number) {
        Some(ApiCode::InvalidParameter) => "Correct the parameter that the message names.",
        Some(ApiCode::Backend) => "Check price, quantity and ids.",
        Some(ApiCode::SomethingWentWrong) => {
            "Check the instrument token: this is what a wrong one is answered with."
        }
        _ => "Correct what the message names, then send it again.",
    };
    text.to_owned()
}
