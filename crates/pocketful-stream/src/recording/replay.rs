//! Replays a recorded session through the same code that live frames take.

use std::{
    fs::File,
    io::BufReader,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use pocketful_auth::{AccessToken, Error, TokenSource};
use pocketful_types::{ClientId, Clock, IST, Origin};
use secrecy::SecretString;
use time::{OffsetDateTime, macros::datetime};
use tokio::time::{Instant, sleep_until};

use super::format::{self, Kind, Record, RecordingError};
use crate::{Connector, FeedUrl, Frame, Socket, SocketError, SocketErrorKind};

/// How fast a recording is replayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplaySpeed(Option<f64>);

impl ReplaySpeed {
    /// As it was recorded.
    pub const ORIGINAL: Self = Self(Some(1.0));

    /// Without any pause. A reader that is slower than that gets gaps, as from a live feed; give it a
    /// [queue](crate::StreamBuilder::queue) for all ticks of the recording if it needs them all.
    pub const UNLIMITED: Self = Self(None);

    /// So many times as fast as it was recorded; 0.001 at least.
    #[must_use]
    pub fn times(factor: f64) -> Self {
        Self(Some(if factor.is_finite() {
            factor.max(0.001)
        } else {
            1.0
        }))
    }
}

/// A recording that is open.
#[derive(Debug)]
pub(crate) struct Recording {
    reader: BufReader<File>,
    first: Option<Record>,
    clock: Arc<ReplayClock>,
}

impl Recording {
    pub(crate) fn read(path: &Path) -> Result<Self, RecordingError> {
        let mut reader = BufReader::new(File::open(path)?);
        format::read_magic(&mut reader)?;
        let first = format::read(&mut reader)?;
        let at = first.as_ref().map_or(0, |record| record.at);
        Ok(Self {
            reader,
            first,
            clock: Arc::new(ReplayClock(AtomicI64::new(at))),
        })
    }

    /// A clock that shows the recorded time.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }
}

#[derive(Debug)]
struct ReplayClock(AtomicI64);

impl Clock for ReplayClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(self.unix_nanos())
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(IST)
    }

    fn unix_nanos(&self) -> i128 {
        self.0.load(Ordering::Relaxed).into()
    }
}

/// Gives the recording as one connection after the other, as they were recorded.
#[derive(Debug)]
pub(crate) struct ReplayConnector(Arc<Mutex<Option<Player>>>);

impl ReplayConnector {
    pub(crate) fn new(recording: Recording, speed: ReplaySpeed) -> Self {
        let began_at = recording.first.as_ref().map_or(0, |record| record.at);
        Self(Arc::new(Mutex::new(Some(Player {
            next: recording.first,
            reader: recording.reader,
            clock: recording.clock,
            speed,
            began_at,
            began: None,
            is_damaged: false,
        }))))
    }
}

#[async_trait]
impl Connector for ReplayConnector {
    async fn connect(&self, _url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
        let player = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match player {
            Some(player) if player.next.is_some() => Ok(Box::new(ReplaySocket {
                player: Some(player),
                home: Arc::clone(&self.0),
                current: Vec::new(),
            })),
            Some(player) => Err(player.over()),
            None => Err(over()),
        }
    }
}

fn over() -> SocketError {
    SocketError::new(SocketErrorKind::RecordingOver, "the recording is over")
}

#[derive(Debug)]
struct Player {
    next: Option<Record>,
    reader: BufReader<File>,
    clock: Arc<ReplayClock>,
    speed: ReplaySpeed,
    began_at: i64,
    began: Option<Instant>,
    /// Whether what follows the last record cannot be read.
    is_damaged: bool,
}

impl Player {
    /// There is no more.
    fn over(&self) -> SocketError {
        match self.is_damaged {
            true => SocketError::new(
                SocketErrorKind::RecordingDamaged,
                "the rest of the recording cannot be read",
            ),
            false => over(),
        }
    }

    /// When the next record is due.
    fn due(&mut self) -> Option<Instant> {
        let next = self.next.as_ref()?;
        let began = *self.began.get_or_insert_with(Instant::now);
        let Some(factor) = self.speed.0 else {
            return Some(began);
        };
        let since = u64::try_from(next.at.saturating_sub(self.began_at)).unwrap_or_default();
        let seconds = Duration::from_nanos(since).as_secs_f64() / factor;
        began.checked_add(Duration::try_from_secs_f64(seconds).unwrap_or_default())
    }

    fn next_kind(&self) -> Option<Kind> {
        self.next.as_ref().map(|record| record.kind)
    }

    /// Takes the next record and reads the one after it.
    fn take(&mut self) -> Option<Record> {
        let record = self.next.take()?;
        self.clock.0.store(record.at, Ordering::Relaxed);
        self.next = format::read(&mut self.reader).unwrap_or_else(|error| {
            tracing::error!(%error, "the rest of the recording cannot be read");
            self.is_damaged = true;
            None
        });
        Some(record)
    }
}

/// The recording as a connection.
#[derive(Debug)]
struct ReplaySocket {
    player: Option<Player>,
    /// Where the player goes when the connection ends.
    home: Arc<Mutex<Option<Player>>>,
    current: Vec<u8>,
}

#[async_trait]
impl Socket for ReplaySocket {
    async fn ready(&mut self) -> Result<(), SocketError> {
        // Without pauses between frames the readers would get no turn.
        tokio::task::yield_now().await;
        let player = self.player.as_mut().ok_or_else(over)?;
        loop {
            let due = player.due().ok_or_else(|| player.over())?;
            sleep_until(due).await;
            match player.next.as_ref().map(|record| (record.kind, record.at)) {
                Some((Kind::Binary | Kind::Text, at)) => {
                    player.clock.0.store(at, Ordering::Relaxed);
                    return Ok(());
                }
                Some((kind @ (Kind::Lost | Kind::Missed), _)) => {
                    player.take();
                    // Several connections may have ended here.
                    while kind == Kind::Lost && player.next_kind() == Some(Kind::Lost) {
                        player.take();
                    }
                    // The end of the recording is not a loss.
                    return Err(match player.next {
                        Some(_) => SocketError::closed("here the recording was interrupted"),
                        None => player.over(),
                    });
                }
                Some((Kind::Connected, _)) => drop(player.take()),
                None => return Err(player.over()),
            }
        }
    }

    fn next_frame(&mut self) -> Option<Frame<'_>> {
        let player = self.player.as_mut()?;
        let next = player.next.as_ref()?;
        let kind = next.kind;
        // What was read together was written down with the same time, and is read together again.
        if !matches!(kind, Kind::Binary | Kind::Text) || next.at != player.clock.0.load(Ordering::Relaxed) {
            return None;
        }
        self.current = player.take()?.payload;
        Some(match kind {
            Kind::Text => Frame::Text(&self.current),
            _ => Frame::Binary(&self.current),
        })
    }

    async fn send(&mut self, _text: &str) -> Result<(), SocketError> {
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), SocketError> {
        Ok(())
    }

    async fn close(&mut self) {}
}

impl Drop for ReplaySocket {
    fn drop(&mut self) {
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = self.player.take();
    }
}

/// A recording needs no login.
#[derive(Debug)]
pub(crate) struct NoToken;

#[async_trait]
impl TokenSource for NoToken {
    fn token(&self) -> Result<AccessToken, Error> {
        Ok(AccessToken::new(
            SecretString::from("replay"),
            ClientId::new("replay"),
            datetime!(9999-12-31 00:00 UTC),
        ))
    }

    async fn renew(&self) -> Result<AccessToken, Error> {
        self.token()
    }

    fn invalidate(&self, _token: &AccessToken) {}
}

/// An address that is never connected to.
#[allow(clippy::expect_used)]
pub(crate) fn nowhere() -> Origin {
    "ws://127.0.0.1:1"
        .parse()
        .expect("the address is a constant of this file")
}
