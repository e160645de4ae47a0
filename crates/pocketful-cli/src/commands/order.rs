//! `pocketful order place|show|modify|history|cancel|cancel-all`.

mod cancel;
mod cancel_all;
pub(super) mod entry;
pub(super) mod fit;
mod history;
pub(super) mod modify;
mod mtf;
mod place;
mod show;

pub(crate) use cancel::run as cancel;
pub(crate) use cancel_all::run as cancel_all;
pub(crate) use history::run as history;
pub(crate) use modify::run as modify;
pub(crate) use place::run as place;
pub(crate) use show::run as show;

use pocketful::{OrderId, types::ExecutionType};

use crate::error::Failure;

/// An order that is in neither book.
fn unknown_order(id: &OrderId) -> Failure {
    Failure::not_found(format!("there is no order {id} in today's books"))
        .hint("`pocketful orders` lists them; the books hold today's orders only")
}

/// `cover` or `bracket`, of which a leg has a command of its own.
fn leg_of(execution_type: ExecutionType) -> Option<&'static str> {
    match execution_type {
        ExecutionType::Cover => Some("cover"),
        ExecutionType::Bracket => Some("bracket"),
        _ => None,
    }
}
