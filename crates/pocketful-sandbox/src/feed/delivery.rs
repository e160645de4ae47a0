//! Sends packets, and lets the faults of the feed happen to them on the way.

use std::time::Duration;

use futures_util::SinkExt;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use super::{
    PATH,
    updates::{Form, Update},
};
use crate::{
    assumed::{READER_STALLS, UNKNOWN_MODE},
    broker::Broker,
    faults::Fault,
};

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a closing frame that says why.
    Close(CloseCode, &'static str),
    /// Without a word: the other end is gone, does not read, or is to see a broken line.
    Cut,
}

/// What is sent.
#[derive(Debug)]
pub(super) enum Parcel<'a> {
    Market(&'static str, Vec<u8>),
    Update(&'a Update),
}

/// The way out to one client.
pub(super) struct Delivery<T> {
    broker: Broker,
    pub(super) socket: WebSocketStream<T>,
    /// Nothing is sent any more.
    silent: bool,
    /// Packets sent that the hub does not know of yet.
    pub(super) sent: u64,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Delivery<T> {
    pub(super) fn new(broker: Broker, socket: WebSocketStream<T>) -> Self {
        Self {
            broker,
            socket,
            silent: false,
            sent: 0,
        }
    }

    /// Sends a packet, or whatever the faults at work make of it. It leaves with the next [`flush`](Self::flush) at the
    /// latest.
    pub(super) async fn send(&mut self, parcel: Parcel<'_>) -> Result<(), End> {
        if self.silent {
            return Ok(());
        }
        let word = match parcel {
            Parcel::Market(word, _) => word,
            Parcel::Update(_) => "updates",
        };
        let faults = self
            .broker
            .state()
            .faults
            .strike_packet(&format!("{PATH}/{word}"));
        let mut form = Form::default();
        for fault in &faults {
            match fault {
                Fault::FeedFlatUpdate => form = Form::Flat,
                Fault::FeedArrayUpdate => form = Form::Array,
                _ => {}
            }
        }
        let mut packet = match parcel {
            Parcel::Market(_, packet) => packet,
            Parcel::Update(update) => update.encode(form),
        };
        for fault in faults {
            match fault {
                Fault::FeedDelay { ms } => {
                    // What was sent before is not to wait for what comes after.
                    self.flush().await?;
                    tokio::time::sleep(Duration::from_millis(ms)).await;
                }
                Fault::FeedSilent => {
                    self.silent = true;
                    return self.flush().await;
                }
                Fault::FeedClose => return Err(End::Close(CloseCode::Away, "the feed closes")),
                Fault::FeedUnknownMode => self.pass(vec![UNKNOWN_MODE; packet.len()]).await?,
                Fault::FeedHalfPacket => packet.truncate(packet.len() / 2),
                Fault::FeedHalfFrame => return self.break_off(&packet).await,
                _ => {}
            }
        }
        self.pass(packet).await
    }

    /// Sees to it that everything has left.
    pub(super) async fn flush(&mut self) -> Result<(), End> {
        in_time(self.socket.flush()).await
    }

    /// Says goodbye, and waits a moment for the other end to say it too.
    pub(super) async fn close(mut self, code: CloseCode, reason: &'static str) {
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        if in_time(self.socket.close(Some(frame))).await.is_ok() {
            let _ = timeout(READER_STALLS, async {
                use futures_util::StreamExt;
                while let Some(Ok(_)) = self.socket.next().await {}
            })
            .await;
        }
    }

    async fn pass(&mut self, packet: Vec<u8>) -> Result<(), End> {
        self.sent += 1;
        in_time(self.socket.feed(Message::binary(packet))).await
    }

    /// Half of the packet in a frame that promises all of it.
    async fn break_off(&mut self, packet: &[u8]) -> Result<(), End> {
        self.flush().await?;
        let length = u16::try_from(packet.len()).unwrap_or(u16::MAX);
        let mut bytes = vec![0x82];
        match u8::try_from(length) {
            Ok(short) if short < 126 => bytes.push(short),
            _ => {
                bytes.push(126);
                bytes.extend(length.to_be_bytes());
            }
        }
        bytes.extend(&packet[..packet.len() / 2]);
        let line = self.socket.get_mut();
        let _ = timeout(READER_STALLS, async {
            line.write_all(&bytes).await?;
            line.flush().await
        })
        .await;
        Err(End::Cut)
    }
}

/// A reader that does not read is cut off: what waits for it never grows beyond one packet and what the system holds.
async fn in_time<E>(write: impl Future<Output = Result<(), E>>) -> Result<(), End> {
    match timeout(READER_STALLS, write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Cut),
    }
}
