//! A new file for a secret, which only its owner can read. Nothing that is there already is touched.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::error::{Failure, Result};

/// The file, empty until the secret is there; gone again if it never comes.
pub(super) struct SecretFile {
    path: PathBuf,
    file: File,
    is_written: bool,
}

/// Whether a file may be made at `path`, as far as that can be told before it is.
pub(super) fn check(path: &Path) -> Result {
    // A link is there too, wherever it leads.
    match fs::symlink_metadata(path) {
        Ok(_) => Err(is_there(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(unusable(path, &error)),
    }
}

impl SecretFile {
    /// Makes the file, before anything is sent: a secret that comes once must have a place.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        // Refuses also a symbolic link that leads nowhere.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(file) => Ok(Self {
                path: path.to_owned(),
                file,
                is_written: false,
            }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(is_there(path)),
            Err(error) => Err(unusable(path, &error)),
        }
    }

    /// Writes the secret on a line of its own, down to the disk.
    pub(super) fn write(mut self, secret: &str) -> io::Result<()> {
        writeln!(self.file, "{secret}")?;
        self.file.sync_all()?;
        self.is_written = true;
        Ok(())
    }
}

impl Drop for SecretFile {
    fn drop(&mut self) {
        if !self.is_written {
            // An empty file that stays behind harms nobody.
            drop(fs::remove_file(&self.path));
        }
    }
}

fn is_there(path: &Path) -> Failure {
    Failure::usage(format!(
        "{} is there already, and is not overwritten",
        path.display()
    ))
    .hint("name a file that does not exist yet with --secret-file")
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    Failure::system(
        format!("cannot make the file {} for the secret", path.display()),
        error,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_new_private_and_gone_without_a_secret() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        check(&path).unwrap();
        drop(SecretFile::create(&path).unwrap());
        assert!(!path.exists());
        SecretFile::create(&path).unwrap().write("s3cret").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "s3cret\n");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o600
        );
        assert!(check(&path).is_err() && SecretFile::create(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "s3cret\n");
        assert!(SecretFile::create(&directory.path().join("no/such")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let directory = tempfile::tempdir().unwrap();
        let (link, target) = (directory.path().join("link"), directory.path().join("target"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(check(&link).is_err() && SecretFile::create(&link).is_err());
        assert!(!target.exists());
    }
}
