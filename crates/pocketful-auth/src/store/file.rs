//! A token in a file that only its owner can read, shared by all processes of the machine.

use std::{
    ffi::OsStr,
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{StoreLock, StoreVersion, Stored, TokenStore, conflict, format, lock_file, off_thread};
use crate::{Error, ErrorKind, TokenRecord};

pub(in crate::store) mod private;
mod replace;

/// How long to wait for a lock, unless set otherwise.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// Keeps the token in a file, mode 0600 in a directory of mode 0700, both made if they are not there.
///
/// A save writes a new file beside the old one, flushes it, and renames it into place: at any moment the file is whole.
/// Symbolic links, and files or directories that others can open, are refused. Two lock files stand beside it, one for
/// saving (`<name>.lock`), one for logging in (`<name>.login.lock`); they stay.
///
/// Needs a Tokio runtime; file work is done off its async threads.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
    lock_timeout: Duration,
    write: replace::Write,
}

impl FileStore {
    /// The store in the file at `path`. Nothing is opened or made yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock_timeout: LOCK_TIMEOUT,
            write: replace::write_through,
        }
    }

    /// How long to wait for another process to finish its login or its saving; 30 seconds unless set.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or(OsStr::new("token")).to_owned();
        name.push(suffix);
        self.path.with_file_name(name)
    }

    /// Does `change` to what is there now, as the only writer.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Path, Content) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let lock = lock_file::acquire(self.beside(".lock"), self.lock_timeout).await?;
        let path = self.path.clone();
        off_thread(move || {
            let outcome = read(&path).and_then(|content| change(&path, content));
            drop(lock);
            outcome
        })
        .await
    }
}

/// What the file holds.
enum Content {
    Nothing,
    Record(Stored),
    Unreadable(format::Unreadable),
}

impl Content {
    fn into_stored(self, path: &Path) -> Result<Option<Stored>, Error> {
        match self {
            Self::Nothing => Ok(None),
            Self::Record(stored) => Ok(Some(stored)),
            Self::Unreadable(why) => Err(why.in_place(&format!("the session file {}", path.display()))),
        }
    }

    /// Whether it is `expected`; a conflict otherwise, or the error of something unreadable.
    fn expect(self, expected: StoreVersion, path: &Path) -> Result<(), Error> {
        let stored = self.into_stored(path)?;
        if stored.map_or(StoreVersion::ABSENT, |stored| stored.version) == expected {
            return Ok(());
        }
        Err(conflict(&format!("the session file {}", path.display())))
    }
}

fn read(path: &Path) -> Result<Content, Error> {
    if !private::check_directory(path)? {
        return Ok(Content::Nothing);
    }
    let Some(file) = private::open(path)? else {
        return Ok(Content::Nothing);
    };
    // Room for everything from the start: growing would leave copies behind that nobody wipes.
    let mut text = Zeroizing::new(Vec::with_capacity(format::MAX_LEN + 1));
    file.take(format::MAX_LEN as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|error| private::failed("read", path, error))?;
    if text.len() > format::MAX_LEN {
        return Ok(Content::Unreadable(format::Unreadable::Damaged));
    }
    Ok(match format::decode(&text) {
        Ok(record) => Content::Record(Stored::new(record)),
        Err(why) => Content::Unreadable(why),
    })
}

#[async_trait]
impl TokenStore for FileStore {
    fn describe(&self) -> String {
        format!("file {}", self.path.display())
    }

    async fn load(&self) -> Result<Option<Stored>, Error> {
        let path = self.path.clone();
        off_thread(move || read(&path)?.into_stored(&path)).await
    }

    async fn save(&self, record: &TokenRecord, expected: StoreVersion) -> Result<StoreVersion, Error> {
        if self.path.file_name().is_none() {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the session file has no name; name a file, not a directory",
            ));
        }
        let text = format::encode(record)?;
        let version = StoreVersion::of(record);
        let write = self.write;
        self.change(move |path, content| {
            content.expect(expected, path)?;
            replace::replace(path, &text, write)?;
            Ok(version)
        })
        .await
    }

    async fn clear(&self, expected: Option<StoreVersion>) -> Result<(), Error> {
        let path = self.path.clone();
        // Nothing was ever kept: make no directory and no lock file to say so.
        if expected.is_none() && off_thread(move || Ok(matches!(read(&path)?, Content::Nothing))).await? {
            return Ok(());
        }
        self.change(move |path, content| {
            match (expected, content) {
                (Some(expected), content) => content.expect(expected, path)?,
                (None, Content::Unreadable(why @ format::Unreadable::Newer(_))) => {
                    return Content::Unreadable(why).into_stored(path).map(|_| ());
                }
                (None, _) => {}
            }
            replace::remove(path)
        })
        .await
    }

    async fn lock(&self) -> Result<StoreLock, Error> {
        let lock = lock_file::acquire(self.beside(".login.lock"), self.lock_timeout).await?;
        let (path, write) = (self.path.clone(), self.write);
        // Whoever logs in wants to keep what comes of it: a full disk is said before, not after.
        off_thread(move || replace::probe(&path, write)).await?;
        Ok(StoreLock::new(lock))
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
