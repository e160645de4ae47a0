//! `cargo xtask bench`: all benches. Each prints a ratio against a baseline of the same run.

mod builds;

use crate::{Outcome, cargo, workspace};

pub(crate) fn run() -> Outcome {
    // By name: `--benches` would also run every unit test of the libraries as a bench.
    for package in workspace::packages()?.workspace_packages() {
        for target in package.targets.iter().filter(|target| target.is_bench()) {
            cargo::run(&mut cargo::cargo([
                "bench",
                "--package",
                &package.name,
                "--all-features",
                "--bench",
                &target.name,
            ]))?;
        }
    }
    builds::run()
}
