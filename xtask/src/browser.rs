//! The browser that the portal's tests drive: there, or installed where that can be done without asking.

use std::{path::Path, process::Command};

use crate::{Outcome, cargo};

const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// Makes sure that a browser and its driver are installed.
pub(crate) fn ensure() -> Outcome {
    if is_there() {
        println!("chromedriver and a browser are installed");
        return Ok(());
    }
    if !Path::new("/etc/debian_version").exists() || !is_root()? {
        return Err(
            "the portal's tests drive a browser: install Chromium (or Chrome) and its chromedriver so that both are in PATH"
                .into(),
        );
    }
    cargo::run(Command::new("apt-get").arg("update"))?;
    cargo::run(
        Command::new("apt-get")
            .args(["install", "-y", "--no-install-recommends"])
            .args(PACKAGES)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    if is_there() {
        Ok(())
    } else {
        Err(format!(
            "{} are installed, but chromedriver is not in PATH",
            PACKAGES.join(" and ")
        ))
    }
}

fn is_there() -> bool {
    cargo::is_installed("chromedriver")
        && ["chromium", "chromium-browser", "google-chrome", "chrome"]
            .iter()
            .any(|browser| cargo::is_installed(browser))
}

fn is_root() -> Result<bool, String> {
    Ok(cargo::output(Command::new("id").arg("-u"))?.trim() == "0")
}
