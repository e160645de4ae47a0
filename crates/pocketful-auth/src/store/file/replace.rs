//! A file that is either the old one or the new one, whatever happens in between.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::private;
use crate::Error;

/// How the bytes get into the new file; a test puts a full disk here.
pub(super) type Write = fn(&mut File, &[u8]) -> io::Result<()>;

/// More than any record that a server gave so far.
const PROBE_LEN: usize = 4096;

/// Everything, down to the disk.
pub(super) fn write_through(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts a new file with `bytes` in the place of the one at `path`. The caller is the only writer.
pub(super) fn replace(path: &Path, bytes: &[u8], write: Write) -> Result<(), Error> {
    remove_leftovers(path);
    let new = NewFile(neighbour(path, std::process::id()));
    let mut file = private::create(&new.0).map_err(|error| private::failed("create", &new.0, error))?;
    write(&mut file, bytes).map_err(|error| private::failed("write", path, error))?;
    fs::rename(&new.0, path).map_err(|error| private::failed("replace", path, error))?;
    settle(path);
    Ok(())
}

/// Finds out whether a record could be kept at `path`: writes as much beside it, and removes that again.
pub(super) fn probe(path: &Path, write: Write) -> Result<(), Error> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".probe");
    // Whoever has the login's lock is alone here; what a killed process left behind is in the way.
    let new = NewFile(path.with_file_name(name));
    let _ = fs::remove_file(&new.0);
    let mut file = private::create(&new.0).map_err(|error| private::failed("create", &new.0, error))?;
    write(&mut file, &[0; PROBE_LEN]).map_err(|error| private::failed("write", path, error))
}

/// Removes the file at `path`.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Ok(()) => settle(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(private::failed("remove", path, error)),
    }
    remove_leftovers(path);
    Ok(())
}

/// The change is made and visible; a disk that cannot confirm it for the time after a power cut is worth a word, no more.
fn settle(path: &Path) {
    if let Err(error) = private::sync_directory(path) {
        tracing::warn!(%error, "the directory of the session file could not be flushed");
    }
}

/// Where a new version of `path` is written before it takes its place. The writers' lock makes the name free.
fn neighbour(path: &Path, process: u32) -> PathBuf {
    let mut name = prefix(path);
    name.push(process.to_string());
    path.with_file_name(name)
}

fn prefix(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new-");
    name
}

/// New versions that processes left behind when they were killed: they hold tokens.
fn remove_leftovers(path: &Path) {
    let prefix = prefix(path);
    let Ok(entries) = fs::read_dir(private::directory(path)) else {
        return;
    };
    for entry in entries.flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(prefix.as_encoded_bytes())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes a new version that did not take its place.
struct NewFile(PathBuf);

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
