//! `cargo xtask deny`: licences, bans and sources of all dependencies, by cargo-deny and `deny.toml`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Outcome, cargo, workspace};

/// The version that is installed where there is none; any version that is there already will do.
const VERSION: &str = "0.20.2";

pub(crate) fn run(advisories: bool) -> Outcome {
    let program = installed()?;
    let mut command = Command::new(program);
    command
        .current_dir(workspace::root())
        .args(["--all-features", "check", "--hide-inclusion-graph"]);
    if advisories {
        command.arg("advisories");
    }
    cargo::run(command.args(["bans", "licenses", "sources"]))
}

/// Where cargo-deny is, after installing it into the target directory if need be.
fn installed() -> Result<PathBuf, String> {
    if cargo::is_installed("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let tools = workspace::target_directory()?.join("tools");
    let program = tools.join("bin/cargo-deny");
    if !program.is_file() {
        install(&tools)?;
    }
    Ok(program)
}

fn install(tools: &Path) -> Outcome {
    // Without optimisation: it is built in a quarter of the time and runs for a second.
    cargo::run(
        cargo::cargo([
            "install",
            "--quiet",
            "--locked",
            "--debug",
            "--version",
            VERSION,
            "--root",
        ])
        .arg(tools)
        .arg("cargo-deny")
        .env("CARGO_TARGET_DIR", tools.join("build")),
    )
}
