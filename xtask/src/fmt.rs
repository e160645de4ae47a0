//! `cargo xtask fmt`: the formatting, checked or mended.

use crate::{Outcome, cargo};

pub(crate) fn run(fix: bool) -> Outcome {
    let check: &[&str] = if fix { &[] } else { &["--check"] };
    cargo::run(cargo::cargo(["fmt", "--all"]).args(check))
}
