//! Where the workspace is, its packages, and its files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{Metadata, MetadataCommand};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// What cargo knows about the packages of the workspace, without their dependencies.
pub(crate) fn packages() -> Result<Metadata, String> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .map_err(|error| format!("cargo metadata: {error}"))
}

/// Where cargo puts what it builds, as it was told by configuration or environment.
pub(crate) fn target_directory() -> Result<PathBuf, String> {
    Ok(packages()?.target_directory.into_std_path_buf())
}

/// All files of the project, relative to the root and sorted: everything but build output and the repository's own.
pub(crate) fn files() -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    collect(root(), &mut files).map_err(|error| format!("cannot list the files of the project: {error}"))?;
    files.sort();
    Ok(files)
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name == ".git" || name == "target" || name.starts_with("target-") {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, files)?;
        } else if let Ok(relative) = path.strip_prefix(root()) {
            files.push(relative.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_those_of_the_project() {
        let files = files().unwrap();
        assert!(files.contains(&PathBuf::from("xtask/src/workspace.rs")));
        assert!(
            !files
                .iter()
                .any(|file| file.starts_with("target") || file.starts_with(".git/"))
        );
    }
}
