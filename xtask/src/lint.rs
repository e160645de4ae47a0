//! `cargo xtask lint`: clippy on everything, with warnings as errors.

use crate::{Outcome, cargo};

pub(crate) fn run() -> Outcome {
    // The flag goes to clippy alone: RUSTFLAGS would build every dependency a second time.
    cargo::run(&mut cargo::cargo([
        "clippy",
        "--keep-going",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))
}
