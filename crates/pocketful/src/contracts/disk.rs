//! The cache on disk: one file for each server and day (IST), of which a few are kept.

use std::{
    cmp::Reverse,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use pocketful_types::{CacheError, Contracts, Origin};
use time::{Date, Duration, format_description::BorrowedFormatItem, macros::format_description};

use super::ContractsFault;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Files of one server that are kept, the newest first.
const KEPT: usize = 3;
/// Files of other servers are removed after this: a sandbox has another port every time.
const LONGEST: Duration = Duration::days(7);

/// A directory with the contracts of one server among others: those of a sandbox are never taken for the broker's.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    directory: PathBuf,
    server: String,
}

impl Disk {
    pub(super) fn new(directory: PathBuf, server: &Origin) -> Self {
        // What else an authority may have, file names need not take.
        let server = (server.authority().chars())
            .map(|letter| match letter {
                letter if letter.is_ascii_alphanumeric() || letter == '.' => letter,
                _ => '_',
            })
            .collect();
        Self { directory, server }
    }

    /// The contracts of `day`; `None` when there are none, or the file is damaged or of another version.
    pub(super) fn of_day(&self, day: Date) -> Result<Option<Contracts>, ContractsFault> {
        // A damaged file is as good as none: the next download replaces it.
        Ok(self.read(&self.path(day))?.and_then(Result::ok))
    }

    /// The newest contracts that can be read; `None` when none are kept. Where there are some, and none of them can be
    /// read, that is an error: to be damaged is not to be missing.
    pub(super) fn newest(&self) -> Result<Option<Contracts>, ContractsFault> {
        let mut unusable = None;
        for (_, path) in (self.files()?.into_iter()).filter(|(file, _)| file.server == self.server) {
            match self.read(&path)? {
                Some(Ok(contracts)) => return Ok(Some(contracts)),
                Some(Err(source)) if unusable.is_none() => unusable = Some((path, source)),
                _ => {}
            }
        }
        match unusable {
            Some((path, source)) => Err(ContractsFault::Cache { path, source }),
            None => Ok(None),
        }
    }

    /// Puts the contracts in the place of others of their day, so that whoever reads sees either these or those; and
    /// removes what is too old.
    pub(super) fn save(&self, contracts: &Contracts) -> Result<(), ContractsFault> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let day = contracts.info().day();
        let path = self.path(day);
        fs::create_dir_all(&self.directory).map_err(fault("make the directory", &self.directory))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let new = NewFile(self.directory.join(format!(
            ".{}.new-{}-{count}",
            self.name(day),
            std::process::id()
        )));
        write_through(&new.0, &contracts.to_cache()).map_err(fault("write", &new.0))?;
        fs::rename(&new.0, &path).map_err(fault("replace", &path))?;
        // Made and visible: what a power cut takes away is downloaded again.
        let _ = File::open(&self.directory).and_then(|directory| directory.sync_all());
        self.prune(day);
        Ok(())
    }

    /// What is in the file, or why it cannot be used; `None` when it is not there.
    fn read(&self, path: &Path) -> Result<Option<Result<Contracts, CacheError>>, ContractsFault> {
        match fs::read(path) {
            Ok(bytes) => Ok(Some(Contracts::from_cache(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault("read", path)(error)),
        }
    }

    /// A file that cannot be removed is no reason to fail: it is only old.
    fn prune(&self, today: Date) {
        let Ok(files) = self.files() else { return };
        let mut own = 0;
        for (file, path) in files {
            let is_old = if file.server == self.server {
                own += 1;
                own > KEPT
            } else {
                today - file.day > LONGEST
            };
            if is_old {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// All files of contracts, the newest first.
    fn files(&self) -> Result<Vec<(Named, PathBuf)>, ContractsFault> {
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fault("read the directory", &self.directory)(error)),
        };
        let mut files: Vec<(Named, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| Some((Named::parse(entry.file_name().to_str()?)?, entry.path())))
            .collect();
        files.sort_by_key(|(file, _)| Reverse(file.day));
        Ok(files)
    }

    pub(super) fn path(&self, day: Date) -> PathBuf {
        self.directory.join(self.name(day))
    }

    fn name(&self, day: Date) -> String {
        format!("contracts-{}-{day}.bin", self.server)
    }
}

/// What a file's name says.
struct Named {
    server: String,
    day: Date,
}

impl Named {
    fn parse(name: &str) -> Option<Self> {
        let middle = name.strip_prefix("contracts-")?.strip_suffix(".bin")?;
        let (server, day) = middle.split_at_checked(middle.len().checked_sub(10)?)?;
        Some(Self {
            server: server.strip_suffix('-')?.to_owned(),
            day: Date::parse(day, DAY).ok()?,
        })
    }
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn fault(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ContractsFault {
    let path = path.to_owned();
    move |source| ContractsFault::Disk { what, path, source }
}

/// Removes a new file that did not take its place.
struct NewFile(PathBuf);

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use pocketful_types::{ContractFile, Exchange};
    use time::macros::{date, datetime};

    use super::*;

    fn contracts(day: u8) -> Contracts {
        let mut builder = Contracts::builder();
        let csv = format!("exchange_token,trading_symbol\n{day},ACC-EQ\n");
        builder
            .read(&ContractFile::of(Exchange::Nse), csv.as_bytes())
            .unwrap();
        builder.finish(datetime!(2026-11-01 08:30 +5:30) + Duration::days(i64::from(day) - 1))
    }

    fn disk(directory: &tempfile::TempDir, server: &str) -> Disk {
        Disk::new(directory.path().join("cache"), &server.parse().unwrap())
    }

    fn names(disk: &Disk) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&disk.directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn each_day_has_a_file_and_the_last_three_are_kept() {
        let directory = tempfile::tempdir().unwrap();
        let disk = disk(&directory, "https://trade.pocketful.in");
        assert!(disk.newest().unwrap().is_none());
        for day in [2, 3, 1, 4, 4, 5] {
            disk.save(&contracts(day)).unwrap();
        }
        assert_eq!(
            names(&disk),
            [3, 4, 5].map(|day| format!("contracts-trade.pocketful.in-2026-11-0{day}.bin"))
        );
        let day = |contracts: Option<Contracts>| contracts.map(|contracts| contracts.info().day());
        assert_eq!(day(disk.newest().unwrap()), Some(date!(2026 - 11 - 05)));
        assert_eq!(
            day(disk.of_day(date!(2026 - 11 - 04)).unwrap()),
            Some(date!(2026 - 11 - 04))
        );
        assert_eq!(day(disk.of_day(date!(2026 - 11 - 01)).unwrap()), None);
    }

    #[test]
    fn servers_are_kept_apart() {
        let directory = tempfile::tempdir().unwrap();
        let live = disk(&directory, "https://trade.pocketful.in");
        let sandbox = disk(&directory, "http://127.0.0.1:4471");
        sandbox.save(&contracts(1)).unwrap();
        assert!(live.newest().unwrap().is_none());
        live.save(&contracts(5)).unwrap();
        assert_eq!(
            sandbox.newest().unwrap().unwrap().info().day(),
            date!(2026 - 11 - 01)
        );
        // Long after the sandbox is gone, so is its file.
        live.save(&contracts(9)).unwrap();
        assert!(sandbox.newest().unwrap().is_none());
        assert_eq!(names(&live).len(), 2);
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none_where_there_is_another() {
        let directory = tempfile::tempdir().unwrap();
        let disk = disk(&directory, "https://trade.pocketful.in");
        disk.save(&contracts(1)).unwrap();
        disk.save(&contracts(2)).unwrap();
        let newest = disk.path(date!(2026 - 11 - 02));
        let bytes = fs::read(&newest).unwrap();
        fs::write(&newest, &bytes[..bytes.len() - 1]).unwrap();
        assert!(disk.of_day(date!(2026 - 11 - 02)).unwrap().is_none());
        assert_eq!(
            disk.newest().unwrap().unwrap().info().day(),
            date!(2026 - 11 - 01)
        );
        disk.save(&contracts(2)).unwrap();
        assert!(disk.of_day(date!(2026 - 11 - 02)).unwrap().is_some());
    }

    #[test]
    fn where_all_files_are_damaged_that_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let disk = disk(&directory, "https://trade.pocketful.in");
        disk.save(&contracts(1)).unwrap();
        let path = disk.path(date!(2026 - 11 - 01));
        fs::write(&path, "PKFCONT").unwrap();
        let error = disk.newest().unwrap_err();
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
        assert!(disk.of_day(date!(2026 - 11 - 01)).unwrap().is_none());
    }

    #[test]
    fn a_place_that_is_no_directory_is_told() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("cache"), "a file").unwrap();
        let disk = disk(&directory, "https://trade.pocketful.in");
        let error = disk.save(&contracts(1)).unwrap_err();
        assert!(error.to_string().contains("cache"), "{error}");
        assert!(!error.is_of_the_file());
        assert!(disk.newest().is_err());
    }
}
