//! Writes what arrives into a file, on a thread of its own, so that a slow disk does not hold up the feed.

use std::{
    convert::Infallible,
    fs::OpenOptions,
    io::{self, BufWriter, Write},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError},
    },
    thread,
    time::Duration,
};

use async_trait::async_trait;
use pocketful_types::Clock;

use super::format::{self, Kind, RecordingError};
use crate::{Connector, FeedUrl, Frame, Socket, SocketError};

/// Records a stream into a file; give it to [`StreamBuilder::record`](crate::StreamBuilder::record). Clones write into the same
/// file. Dropping the last of them waits until the file is whole, at most 3 s.
///
/// The format is described in the project's `docs/streaming.md`. The recording holds neither token nor address, but it does hold
/// the account's order updates: on Unix the file is made readable for its owner only.
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
    has_failed: AtomicBool,
}

/// The longest that dropping the last recorder waits for the disk. What is not written then is written afterwards, if the program
/// goes on.
const FINISHING: Duration = Duration::from_secs(3);

/// Batches that may wait for the disk.
const WAITING: usize = 4096;

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
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let (ending, ended) = mpsc::channel();
        let told = Arc::clone(&status);
        thread::Builder::new()
            .name("pocketful-recorder".to_owned())
            .spawn(move || {
                if let Err(error) = write(file, &receiver) {
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

    /// The same connections, recorded.
    pub(crate) fn around(self, connector: Arc<dyn Connector>, clock: Arc<dyn Clock>) -> Arc<dyn Connector> {
        Arc::new(RecordedConnector {
            connector,
            recorder: self,
            clock,
        })
    }

    /// Hands records over. They hold `frames` frames.
    fn write(&self, mut records: Vec<u8>, frames: u64, at: i64) {
        let status = &self.0.status;
        let untold = status.untold.swap(0, Ordering::Relaxed);
        if untold > 0 {
            let mut told = Vec::new();
            format::write(&mut told, Kind::Missed, at, &untold.to_be_bytes());
            told.append(&mut records);
            records = told;
        }
        let refused = match &self.0.sender {
            Some(sender) => sender.try_send(records).is_err(),
            None => true,
        };
        if refused {
            status.missed.fetch_add(frames, Ordering::Relaxed);
            status.untold.fetch_add(untold + frames, Ordering::Relaxed);
        }
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

fn write(file: impl Write, receiver: &Receiver<Vec<u8>>) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 16, file);
    loop {
        match receiver.try_recv() {
            Ok(records) => file.write_all(&records)?,
            Err(TryRecvError::Empty) => {
                file.flush()?;
                match receiver.recv() {
                    Ok(records) => file.write_all(&records)?,
                    Err(_) => return file.flush(),
                }
            }
            Err(TryRecvError::Disconnected) => return file.flush(),
        }
    }
}

#[derive(Debug)]
struct RecordedConnector {
    connector: Arc<dyn Connector>,
    recorder: Recorder,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl Connector for RecordedConnector {
    async fn connect(&self, url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
        let socket = self.connector.connect(url).await?;
        let mut recorded = RecordedSocket {
            socket,
            recorder: self.recorder.clone(),
            clock: Arc::clone(&self.clock),
            now: 0,
            records: Vec::new(),
            frames: 0,
        };
        recorded.look_at_the_clock();
        format::write(&mut recorded.records, Kind::Connected, recorded.now, &[]);
        Ok(Box::new(recorded))
    }
}

/// A socket whose frames are written down as they are handed out.
#[derive(Debug)]
struct RecordedSocket {
    socket: Box<dyn Socket>,
    recorder: Recorder,
    clock: Arc<dyn Clock>,
    /// When the frames of this wake-up came.
    now: i64,
    records: Vec<u8>,
    frames: u64,
}

impl RecordedSocket {
    fn look_at_the_clock(&mut self) {
        self.now = i64::try_from(self.clock.unix_nanos()).unwrap_or(i64::MAX);
    }

    fn hand_over(&mut self) {
        if !self.records.is_empty() {
            let records = std::mem::take(&mut self.records);
            self.recorder
                .write(records, std::mem::take(&mut self.frames), self.now);
        }
    }
}

#[async_trait]
impl Socket for RecordedSocket {
    async fn ready(&mut self) -> Result<(), SocketError> {
        self.hand_over();
        let ready = self.socket.ready().await;
        self.look_at_the_clock();
        ready
    }

    fn next_frame(&mut self) -> Option<Frame<'_>> {
        let frame = self.socket.next_frame()?;
        let (kind, bytes) = match frame {
            Frame::Binary(bytes) => (Kind::Binary, bytes),
            Frame::Text(bytes) => (Kind::Text, bytes),
            Frame::Pong => return Some(frame),
        };
        format::write(&mut self.records, kind, self.now, bytes);
        self.frames += 1;
        Some(frame)
    }

    async fn send(&mut self, text: &str) -> Result<(), SocketError> {
        self.socket.send(text).await
    }

    async fn ping(&mut self) -> Result<(), SocketError> {
        self.socket.ping().await
    }

    async fn close(&mut self) {
        self.socket.close().await;
    }
}

impl Drop for RecordedSocket {
    fn drop(&mut self) {
        self.look_at_the_clock();
        format::write(&mut self.records, Kind::Lost, self.now, &[]);
        self.hand_over();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that takes nothing until it is let go.
    struct Stuck(Receiver<Infallible>, mpsc::Sender<usize>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            let _ = self.1.send(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_does_not_hold_up_the_end_and_what_it_was_given_is_written_afterwards() {
        let (holding, held) = mpsc::channel();
        let (writing, written) = mpsc::channel();
        let recorder = Recorder::writing_to(Stuck(held, writing), Duration::from_millis(1)).unwrap();
        recorder.write(vec![0; 7], 1, 0);
        let clone = recorder.clone();
        drop(recorder);
        clone.write(vec![0; 5], 1, 0);
        drop(clone);
        assert!(written.try_recv().is_err(), "the disk was not waited for");
        drop(holding);
        assert_eq!(written.iter().sum::<usize>(), 12);
    }

    /// A disk that is full.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_disk_that_is_full_is_told_and_what_is_not_in_the_file_is_counted() {
        let recorder = Recorder::writing_to(Full, FINISHING).unwrap();
        assert!(!recorder.has_failed());
        recorder.write(vec![0; 7], 3, 0);
        while !recorder.has_failed() {
            thread::yield_now();
        }
        // The writer goes; until it is gone, what it is given piles up as for a slow disk.
        while recorder.missed() == 0 {
            recorder.write(vec![0; 7], 3, 0);
        }
        let before = recorder.missed();
        recorder.write(vec![0; 7], 3, 0);
        assert_eq!(recorder.missed(), before + 3);
    }
}
