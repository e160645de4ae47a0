//! `pocketful cover|bracket place|modify|exit`.

mod exit;
mod modify;
mod place;

pub(super) use exit::run as exit;
pub(super) use modify::{bracket as modify_bracket, cover as modify_cover};
pub(super) use place::{bracket as place_bracket, cover as place_cover};

use crate::error::Failure;

fn wrong(error: impl std::fmt::Display) -> Failure {
    Failure::usage(error.to_string())
}
