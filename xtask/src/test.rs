//! `cargo xtask test`: all tests and doctests. Snapshots are compared and never written.

use std::path::Path;

use crate::{Outcome, cargo};

/// With `references`, insta notes there every snapshot file that a test looks at.
pub(crate) fn run(references: Option<&Path>) -> Outcome {
    let mut command = cargo::cargo(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    command.env("INSTA_UPDATE", "no");
    if let Some(file) = references {
        command.env("INSTA_SNAPSHOT_REFERENCES_FILE", file);
    }
    cargo::run(&mut command)
}
