//! `pocketful order place|show|cancel`.

mod cancel;
mod place;
mod show;

pub(crate) use cancel::run as cancel;
pub(crate) use place::run as place;
pub(crate) use show::run as show;

use pocketful::OrderId;

use crate::{
    error::{Failure, Result},
    interrupt, spinner,
};

/// An order's id as it was typed.
fn order_id(text: &str) -> Result<OrderId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is not an order's id"))
            .because(&error)
            .hint("copy it from `pocketful orders`")
    })
}

/// Sends a write. Ctrl-C while it is under way does not undo it, and is reported as what it is: nobody knows.
async fn send<T>(
    what: &'static str,
    check: &str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
) -> Result<T> {
    match interrupt::or(async { Ok(spinner::wait(what, call).await) }).await {
        Ok(result) => result.map_err(|error| Failure::from(error).check_with(check)),
        Err(stopped) if stopped.is_interrupt() => {
            Err(Failure::unknown("interrupted while the request was under way").check_with(check))
        }
        Err(failure) => Err(failure),
    }
}
