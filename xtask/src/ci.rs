//! `cargo xtask ci`: every check, the cheap ones first, and a table at the end.

use std::{env, process::Command};

use crate::{
    Outcome, browser, cargo, consumers, deny, doc, features, fmt, layers, lint, report::Report, snapshots,
    tidy, workspace,
};

pub(crate) fn run() -> Outcome {
    let mut report = Report::default();
    report.step("fmt", || fmt::run(false));
    report.step("tidy", tidy::run);
    report.step("layers", layers::run);
    if env::var_os("CI").is_some() && workspace::root().join(".git").exists() {
        report.step("lockfile", lockfile);
    }
    report.step("lint", lint::run);
    report.step("doc", doc::run);
    report.step("browser", browser::ensure);
    report.step("test", snapshots::test_and_check);
    report.step("features", || features::run(false));
    report.step("consumers", consumers::run);
    report.step("deny", || deny::run(false));
    report.finish()
}

/// Cargo mends a stale `Cargo.lock` silently, so what was committed is compared with what it is now.
fn lockfile() -> Outcome {
    cargo::run(Command::new("git").current_dir(workspace::root()).args([
        "diff",
        "--exit-code",
        "HEAD",
        "--",
        "Cargo.lock",
    ]))
    .map_err(|_| "Cargo.lock does not fit the manifests: run `cargo check` and commit it".into())
}
