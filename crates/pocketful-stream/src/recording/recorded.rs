//! A connection whose frames are recorded as they are handed out.

use std::sync::Arc;

use async_trait::async_trait;
use pocketful_types::Clock;

use super::{
    format::{self, Kind},
    recorder::Recorder,
};
use crate::{Connector, FeedUrl, Frame, Socket, SocketError};

/// Makes the same connections as another connector, recorded.
#[derive(Debug)]
pub(crate) struct RecordedConnector {
    connector: Arc<dyn Connector>,
    recorder: Recorder,
    clock: Arc<dyn Clock>,
}

impl RecordedConnector {
    pub(crate) fn new(connector: Arc<dyn Connector>, recorder: Recorder, clock: Arc<dyn Clock>) -> Self {
        Self {
            connector,
            recorder,
            clock,
        }
    }
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
