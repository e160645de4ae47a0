//! `cargo xtask snapshots`: what the tests compare with is what is committed, no more and no less.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process,
};

use crate::{Outcome, cargo, test, workspace};

/// Runs the tests of the crates that have snapshots and checks the files.
pub(crate) fn check() -> Outcome {
    no_pending()?;
    let references = References::new();
    cargo::run(snapshot_tests("no")?.env("INSTA_SNAPSHOT_REFERENCES_FILE", references.file()))?;
    no_pending()?;
    no_orphans(&references.read()?)
}

/// The same around one run of all tests, so that `ci` runs none of them twice.
pub(crate) fn test_and_check() -> Outcome {
    no_pending()?;
    let references = References::new();
    test::run(Some(references.file()))?;
    no_pending()?;
    no_orphans(&references.read()?)
}

/// Writes every snapshot as the tests produce it now and deletes those that no test looks at.
pub(crate) fn accept() -> Outcome {
    for pending in pending_files()? {
        remove(&pending)?;
    }
    let references = References::new();
    cargo::run(snapshot_tests("always")?.env("INSTA_SNAPSHOT_REFERENCES_FILE", references.file()))?;
    for orphan in orphans(&references.read()?)? {
        remove(&orphan)?;
    }
    println!("accepted: look at `git diff` before you commit it");
    Ok(())
}

/// The tests of every crate that depends on insta.
fn snapshot_tests(update: &str) -> Result<process::Command, String> {
    let metadata = workspace::packages()?;
    let mut command = cargo::cargo([
        "test",
        "--all-features",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
    ]);
    command.env("INSTA_UPDATE", update);
    for package in metadata.workspace_packages() {
        if package
            .dependencies
            .iter()
            .any(|dependency| dependency.name == "insta")
        {
            command.args(["--package", &package.name]);
        }
    }
    Ok(command)
}

fn pending_files() -> Result<Vec<PathBuf>, String> {
    let mut files = workspace::files()?;
    files.retain(|file| is_pending(file));
    Ok(files)
}

fn is_pending(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "new" || extension == "pending-snap")
        && file.to_string_lossy().contains("snap")
}

fn no_pending() -> Outcome {
    list(
        &pending_files()?,
        "snapshots wait for a decision; look at them, then `cargo xtask snapshots --accept`",
    )
}

fn no_orphans(referenced: &BTreeSet<PathBuf>) -> Outcome {
    list(
        &orphans(referenced)?,
        "no test looks at these snapshots any more; `cargo xtask snapshots --accept` deletes them",
    )
}

fn orphans(referenced: &BTreeSet<PathBuf>) -> Result<Vec<PathBuf>, String> {
    let mut files = workspace::files()?;
    files.retain(|file| {
        file.extension().is_some_and(|extension| extension == "snap") && !referenced.contains(file)
    });
    Ok(files)
}

fn list(files: &[PathBuf], why: &str) -> Outcome {
    if files.is_empty() {
        return Ok(());
    }
    for file in files {
        println!("{}", file.display());
    }
    Err(why.into())
}

fn remove(file: &Path) -> Outcome {
    println!("deleting {}", file.display());
    fs::remove_file(workspace::root().join(file)).map_err(|error| format!("{}: {error}", file.display()))
}

/// The file in which insta notes every snapshot that a test looked at; gone with this value.
struct References(PathBuf);

impl References {
    fn new() -> Self {
        Self(env::temp_dir().join(format!("pocketful-snapshots-{}", process::id())))
    }

    fn file(&self) -> &Path {
        &self.0
    }

    fn read(&self) -> Result<BTreeSet<PathBuf>, String> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(relative_paths(&text, workspace::root())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(format!("{}: {error}", self.0.display())),
        }
    }
}

impl Drop for References {
    fn drop(&mut self) {
        // Where no test looked at a snapshot there is nothing to delete.
        let _ = fs::remove_file(&self.0);
    }
}

/// insta writes absolute paths, sometimes through `..`.
fn relative_paths(text: &str, root: &Path) -> BTreeSet<PathBuf> {
    text.lines()
        .filter_map(|line| Path::new(line).canonicalize().ok())
        .filter_map(|path| {
            path.strip_prefix(root.canonicalize().ok()?)
                .ok()
                .map(Path::to_owned)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pending_is_what_insta_leaves_behind() {
        assert!(is_pending(Path::new("src/snapshots/a.snap.new")));
        assert!(is_pending(Path::new("src/.orders.rs.pending-snap")));
        assert!(!is_pending(Path::new("src/snapshots/a.snap")));
        assert!(!is_pending(Path::new("src/new.rs")));
    }

    #[test]
    fn references_become_paths_of_the_project() {
        let text = format!(
            "{0}/src/../src/main.rs\n{0}/src/gone.snap\n",
            env!("CARGO_MANIFEST_DIR")
        );
        let found = relative_paths(&text, workspace::root());
        assert_eq!(found, BTreeSet::from([PathBuf::from("xtask/src/main.rs")]));
    }
}
