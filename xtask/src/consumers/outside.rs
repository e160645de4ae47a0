//! A place outside the workspace for crates that depend on ours by path.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use super::Consumer;
use crate::{Outcome, cargo, workspace};

/// A temporary directory, gone with this value.
pub(crate) struct Outside(PathBuf);

impl Outside {
    pub(crate) fn new() -> Result<Self, String> {
        let directory = env::temp_dir().join(format!("pocketful-consumers-{}", process::id()));
        fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(Self(directory))
    }

    /// Writes the crate and gives the path of its manifest.
    pub(crate) fn write(&self, consumer: &Consumer) -> Result<PathBuf, String> {
        let directory = self.0.join(consumer.name);
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(directory.join("src"))?;
            fs::write(directory.join("src/main.rs"), consumer.source)?;
            fs::write(
                directory.join("Cargo.toml"),
                manifest(consumer, workspace::root()),
            )?;
            // The same versions as ours: nothing is looked up, and what is built already is used again.
            fs::copy(workspace::root().join("Cargo.lock"), directory.join("Cargo.lock"))?;
            Ok(())
        };
        write().map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(directory.join("Cargo.toml"))
    }

    /// Builds and runs it, in our target directory.
    pub(super) fn run(&self, manifest: &Path) -> Outcome {
        cargo::run(
            cargo::cargo(["run", "--quiet", "--manifest-path"])
                .arg(manifest)
                .env("CARGO_TARGET_DIR", workspace::target_directory()?),
        )
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What stays behind in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The profile is ours, so that dependencies that are built already fit.
fn manifest(consumer: &Consumer, root: &Path) -> String {
    let root = root.to_string_lossy().replace('\\', "/");
    format!(
        "[package]\nname = \"{}\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[dependencies]{}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n",
        consumer.name,
        consumer.dependencies.replace("ROOT", &root)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consumer_is_a_workspace_of_its_own() {
        let text = manifest(&super::super::BARE, Path::new("/somewhere"));
        assert!(text.contains("\n[workspace]\n"));
        assert!(
            text.contains("path = \"/somewhere/crates/pocketful-auth\", default-features = false"),
            "{text}"
        );
        assert!(!text.contains("ROOT"));
    }
}
