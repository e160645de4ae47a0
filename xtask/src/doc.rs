//! `cargo xtask doc`: the documentation of our crates, with warnings as errors.

use crate::{Outcome, cargo};

pub(crate) fn run() -> Outcome {
    cargo::run(
        cargo::cargo([
            "doc",
            "--keep-going",
            "--workspace",
            "--all-features",
            "--no-deps",
        ])
        .env("RUSTDOCFLAGS", "-D warnings"),
    )
}
