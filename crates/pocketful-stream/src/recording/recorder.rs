//! Writes what arrives into a file, on a thread of its own, so that a slow disk does not hold up the feed.

use std::{
    convert::Infallible,
    fs::OpenOptions,
    io::{self, BufWriter, Write},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError},
    },
    thread,
    time::Duration,
};

use super::format::{self, Kind, RecordingError};

/// Records a stream into a file; give it to [`StreamBuilder::record`](crate::StreamBuilder::record). Clones write into the same
/// file. Dropping the last of them waits until the file is whole, at most 3 s.
///
/// The format is described in the project's `docs/streaming.md`. The recording holds neither token nor address, but it does hold
/// the account's order updates: on Unix the file is made readable for its owner only. What waits for a slow disk is at most 64 MiB.
#[derive(Clone, Debug)]
pub struct Recorder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sender: Option<SyncSender<Vec<u8>>>,
    status: Arc<Status>,
    /// Breaks off when the writer has come to its end.
    ended: Mutex<Receiver<Infallible>>,
    /// How long that is waited for.
    finishing: Duration,
}

#[derive(Debug, Default)]
struct Status {
    /// Frames that found the disk too slow, in all.
    missed: AtomicU64,
    /// Of these, the ones that no record tells of yet.
    untold: AtomicU64,
    /// Bytes that wait for the disk.
    waiting: AtomicUsize,
    has_failed: AtomicBool,
}

/// The longest that dropping the last recorder waits for the disk. What is not written then is written afterwards, if the program
/// goes on.
const FINISHING: Duration = Duration::from_secs(3);

/// Bytes and batches that may wait for the disk.
const MAX_WAITING: usize = 64 << 20;
const MAX_BATCHES: usize = 4096;

impl Recorder {
    /// A recording in a new file at `path`.
    ///
    /// # Errors
    /// There is a file already, or none can be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&format::MAGIC)?;
        Ok(Self::writing_to(file, FINISHING)?)
    }

    fn writing_to(file: impl Write + Send + 'static, finishing: Duration) -> io::Result<Self> {
        let status = Arc::new(Status::default());
        let (sender, receiver) = mpsc::sync_channel(MAX_BATCHES);
        let (ending, ended) = mpsc::channel();
        let told = Arc::clone(&status);
        thread::Builder::new()
            .name("pocketful-recorder".to_owned())
            .spawn(move || {
                if let Err(error) = write(file, &receiver, &told.waiting) {
                    tracing::error!(%error, "the recording has stopped");
                    told.has_failed.store(true, Ordering::Relaxed);
                }
                drop(ending);
            })?;
        Ok(Self(Arc::new(Inner {
            sender: Some(sender),
            status,
            ended: Mutex::new(ended),
            finishing,
        })))
    }

    /// Frames that are not in the file because the disk was too slow; a record of it stands in their place.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.0.status.missed.load(Ordering::Relaxed)
    }

    /// Whether writing has failed, so that nothing more is recorded. The stream itself goes on.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.0.status.has_failed.load(Ordering::Relaxed)
    }

    /// Hands records over. They hold `frames` frames.
    pub(super) fn write(&self, mut records: Vec<u8>, frames: u64, at: i64) {
        let status = &self.0.status;
        let untold = status.untold.swap(0, Ordering::Relaxed);
        if untold > 0 {
            let mut told = Vec::new();
            format::write(&mut told, Kind::Missed, at, &untold.to_be_bytes());
            told.append(&mut records);
            records = told;
        }
        if !self.has_room_for(records) {
            status.missed.fetch_add(frames, Ordering::Relaxed);
            status.untold.fetch_add(untold + frames, Ordering::Relaxed);
        }
    }

    /// Whether the writer took them.
    fn has_room_for(&self, records: Vec<u8>) -> bool {
        let Some(sender) = &self.0.sender else {
            return false;
        };
        let (bytes, waiting) = (records.capacity(), &self.0.status.waiting);
        let has_room = waiting.fetch_add(bytes, Ordering::Relaxed) + bytes <= MAX_WAITING;
        let taken = has_room && sender.try_send(records).is_ok();
        if !taken {
            waiting.fetch_sub(bytes, Ordering::Relaxed);
        }
        taken
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Without a sender the writer ends; the file is whole when the recorder is gone.
        self.sender = None;
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        if ended.recv_timeout(self.finishing) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the disk is slow: the recording is not complete yet");
        }
    }
}

fn write(file: impl Write, receiver: &Receiver<Vec<u8>>, waiting: &AtomicUsize) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 16, file);
    loop {
        let records = match receiver.try_recv() {
            Ok(records) => records,
            Err(TryRecvError::Empty) => {
                file.flush()?;
                match receiver.recv() {
                    Ok(records) => records,
                    Err(_) => return file.flush(),
                }
            }
            Err(TryRecvError::Disconnected) => return file.flush(),
        };
        file.write_all(&records)?;
        waiting.fetch_sub(records.capacity(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
