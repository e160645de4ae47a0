//! `cargo xtask fmt`: the formatting, checked or mended.

use std::process::Command;

use crate::{Outcome, cargo, workspace};

pub(crate) fn run(fix: bool) -> Outcome {
    let check: &[&str] = if fix { &[] } else { &["--check"] };
    cargo::run(cargo::cargo(["fmt", "--all"]).args(check))?;
    // The consumers belong to no package of the workspace.
    let root = workspace::root();
    let mut consumers = workspace::files()?;
    consumers.retain(|file| file.starts_with("xtask/consumers"));
    cargo::run(
        Command::new("rustfmt")
            .current_dir(root)
            .args(check)
            .args(consumers),
    )
}
