//! Files and directories that only their owner can open; anything else is refused with the command that mends it.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, ErrorKind as Io},
    path::Path,
};

use crate::{Error, ErrorKind};

/// How often a file that is replaced while it is opened is opened again.
const OPEN_ATTEMPTS: usize = 8;

/// The error for `path` when `doing` something to it failed.
pub(in crate::store) fn failed(doing: &str, path: &Path, error: io::Error) -> Error {
    let why = match error.kind() {
        Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => {
            "there is no space left; what was there before is kept, make room and try again".to_owned()
        }
        Io::PermissionDenied => "this user may not; change its owner, or name another place".to_owned(),
        Io::ReadOnlyFilesystem => "it is on a read-only disk; name another place".to_owned(),
        _ => error.to_string(),
    };
    Error::new(
        ErrorKind::Store,
        format!("cannot {doing} {}: {why}", path.display()),
    )
    .with_source(error)
}

fn refused(path: &Path, why: &str) -> Error {
    Error::new(ErrorKind::Store, format!("{} is not used: {why}", path.display()))
}

/// The file at `path` for reading, or `None` if there is none.
pub(super) fn open(path: &Path) -> Result<Option<File>, Error> {
    open_with(path, OpenOptions::new().read(true))
}

fn open_with(path: &Path, options: &OpenOptions) -> Result<Option<File>, Error> {
    for _ in 0..OPEN_ATTEMPTS {
        let Some(seen) = look(path)? else {
            return Ok(None);
        };
        check_file(path, &seen)?;
        let file = match options.open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == Io::NotFound => continue,
            Err(error) => return Err(failed("open", path, error)),
        };
        // Between the look and the opening another process may have put a new file there, or somebody a link.
        let opened = file.metadata().map_err(|error| failed("open", path, error))?;
        if is_same(&seen, &opened) {
            return Ok(Some(file));
        }
    }
    Err(refused(path, "it is replaced all the time; try again"))
}

/// The lock file at `path`, made if it is not there, in a directory that is made too.
pub(in crate::store) fn open_lock(path: &Path) -> Result<File, Error> {
    make_directory(path)?;
    for _ in 0..OPEN_ATTEMPTS {
        // On network file systems only a file open for writing can be locked.
        if let Some(file) = open_with(path, OpenOptions::new().read(true).write(true))? {
            return Ok(file);
        }
        match create(path) {
            Ok(file) => return Ok(file),
            Err(error) if error.kind() == Io::AlreadyExists => {}
            Err(error) => return Err(failed("create", path, error)),
        }
    }
    Err(refused(path, "it is replaced all the time; try again"))
}

/// A new file that only its owner can open.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The directory that `file` is in.
pub(super) fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether the directory of `file` is there; an unsafe one is an error.
pub(super) fn check_directory(file: &Path) -> Result<bool, Error> {
    let path = directory(file);
    let Some(seen) = look(path)? else {
        return Ok(false);
    };
    if seen.is_symlink() {
        return Err(refused(
            path,
            "it is a symbolic link; name the directory that it leads to",
        ));
    }
    if !seen.is_dir() {
        return Err(refused(path, "it is not a directory; name another place"));
    }
    if others_may(&seen) {
        let mend = format!(
            "others can look into it; close it with: chmod 700 {}",
            path.display()
        );
        return Err(refused(path, &mend));
    }
    Ok(true)
}

/// Makes the directory of `file`, and those above it, for their owner only.
pub(super) fn make_directory(file: &Path) -> Result<(), Error> {
    if check_directory(file)? {
        return Ok(());
    }
    let path = directory(file);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|error| failed("create", path, error))?;
    check_directory(file).map(|_| ())
}

/// Makes renames and removals in the directory of `file` survive a power cut.
pub(super) fn sync_directory(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(directory(file))?.sync_all()?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn look(path: &Path) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(path) {
        Ok(seen) => Ok(Some(seen)),
        Err(error) if error.kind() == Io::NotFound => Ok(None),
        Err(error) => Err(failed("look at", path, error)),
    }
}

fn check_file(path: &Path, seen: &Metadata) -> Result<(), Error> {
    if seen.is_symlink() {
        return Err(refused(
            path,
            "it is a symbolic link; name the file that it leads to",
        ));
    }
    if !seen.is_file() {
        return Err(refused(path, "it is not a file; name another place"));
    }
    if others_may(seen) {
        let mend = format!(
            "others can read it, so the token may be known: close it with chmod 600 {}, and log in again",
            path.display()
        );
        return Err(refused(path, &mend));
    }
    Ok(())
}

#[cfg(unix)]
fn others_may(seen: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(seen) & 0o077 != 0
}

/// Elsewhere the profile's own access list guards the file.
#[cfg(not(unix))]
fn others_may(_seen: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_one: &Metadata, other: &Metadata) -> bool {
    other.is_file()
}
