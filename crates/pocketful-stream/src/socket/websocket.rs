//! The real socket: a WebSocket client that hands out frames from the buffer into which they were read.

mod buffer;

use std::fmt;

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::{
    Connector, Frame, Socket,
    dial::dial,
    framing::{self, Opcode},
    handshake,
    tls::Tls,
};
use crate::{FeedUrl, SocketError, SocketErrorKind};
use buffer::{Buffer, Found};

/// Connects over TCP, with TLS for `wss`. Plain `ws` exists on loopback only, which [`Origin`](pocketful_types::Origin) sees to.
#[derive(Debug, Default)]
pub struct WebSocketConnector {
    tls: Tls,
}

#[async_trait]
impl Connector for WebSocketConnector {
    async fn connect(&self, url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
        let origin = url.origin();
        let port = port(origin.authority()).unwrap_or(if origin.is_encrypted() { 443 } else { 80 });
        let host = origin.host();
        let stream = dial(host, port).await.map_err(|error| {
            SocketError::from_io(
                SocketErrorKind::Connect,
                format_args!("{url} cannot be reached"),
                error,
            )
        })?;
        // Commands are small and must not wait for one another.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the socket keeps its delay");
        }
        let mut io: Box<dyn Io> = if origin.is_encrypted() {
            Box::new(self.tls.wrap(stream, host).await?)
        } else {
            Box::new(stream)
        };
        let first = handshake::upgrade(&mut io, url).await?;
        Ok(Box::new(WebSocket::new(io, &first)))
    }
}

/// The port of `host:port` or `[address]:port`.
fn port(authority: &str) -> Option<u16> {
    let after_host = authority.rsplit(']').next()?;
    after_host.rsplit_once(':')?.1.parse().ok()
}

trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// An upgraded connection.
struct WebSocket {
    io: Box<dyn Io>,
    incoming: Buffer,
    /// Written frames that have not left yet.
    outgoing: Vec<u8>,
    /// What is next, when looking for it has already taken it out of the buffer.
    found: Option<Found>,
    /// A message that came in several frames.
    assembled: Vec<u8>,
    /// The opcode of the message that is being assembled.
    assembling: Option<Opcode>,
    /// What our pings carry, once there was one: a pong that nobody asked for, which a server may send, is no answer.
    question: Option<[u8; 4]>,
}

/// Pongs that wait for a server which reads nothing are dropped beyond this.
const MAX_OUTGOING: usize = 64 * 1024;

impl WebSocket {
    fn new(io: Box<dyn Io>, first: &[u8]) -> Self {
        Self {
            io,
            incoming: Buffer::new(first),
            outgoing: Vec::new(),
            found: None,
            assembled: Vec::new(),
            assembling: None,
            question: None,
        }
    }

    /// Takes frames out of the buffer up to the first that is for the reader.
    #[inline]
    fn find(&mut self) -> Result<Option<Found>, SocketError> {
        loop {
            let Some((head, payload)) = self.incoming.frame()? else {
                return Ok(None);
            };
            match head.opcode {
                Opcode::Binary | Opcode::Text if self.assembling.is_some() => {
                    return Err(SocketError::protocol("a message begins within another one"));
                }
                Opcode::Binary | Opcode::Text if head.is_final => {
                    self.incoming.consume(&head);
                    let is_text = head.opcode == Opcode::Text;
                    return Ok(Some(Found::Whole { payload, is_text }));
                }
                Opcode::Binary | Opcode::Text => {
                    self.assembled.clear();
                    self.assembled.extend_from_slice(self.incoming.slice(&payload));
                    self.assembling = Some(head.opcode);
                    self.incoming.consume(&head);
                }
                Opcode::Continuation => {
                    let Some(opcode) = self.assembling else {
                        return Err(SocketError::protocol("a message goes on that never began"));
                    };
                    if self.assembled.len() + head.payload > framing::MAX_MESSAGE {
                        return Err(SocketError::protocol(framing::FramingError::TooLong.to_string()));
                    }
                    self.assembled.extend_from_slice(self.incoming.slice(&payload));
                    self.incoming.consume(&head);
                    if head.is_final {
                        self.assembling = None;
                        let is_text = opcode == Opcode::Text;
                        return Ok(Some(Found::Assembled { is_text }));
                    }
                }
                Opcode::Ping => {
                    if self.outgoing.len() < MAX_OUTGOING {
                        let pong = framing::write(Opcode::Pong, self.incoming.slice(&payload), mask()?);
                        self.outgoing.extend(pong);
                    }
                    self.incoming.consume(&head);
                }
                Opcode::Pong => {
                    let said = self.incoming.slice(&payload);
                    let is_answer = self.question.is_some_and(|question| question == said);
                    self.incoming.consume(&head);
                    if is_answer {
                        return Ok(Some(Found::Pong));
                    }
                }
                // It stays in the buffer, so that asking again says the same.
                Opcode::Close => return Err(closed(self.incoming.slice(&payload))),
            }
        }
    }

    async fn flush(&mut self) -> Result<(), SocketError> {
        let broken = |error| SocketError::from_io(SocketErrorKind::Closed, "the connection broke", error);
        while !self.outgoing.is_empty() {
            // One write at a time: when this future is dropped, the rest is still there and in step.
            let written = self.io.write(&self.outgoing).await.map_err(broken)?;
            if written == 0 {
                return Err(SocketError::closed("the connection takes no more bytes"));
            }
            self.outgoing.drain(..written);
        }
        self.io.flush().await.map_err(broken)
    }

    async fn write(&mut self, opcode: Opcode, payload: &[u8]) -> Result<(), SocketError> {
        self.outgoing.extend(framing::write(opcode, payload, mask()?));
        self.flush().await
    }
}

#[async_trait]
impl Socket for WebSocket {
    async fn ready(&mut self) -> Result<(), SocketError> {
        loop {
            if self.found.is_none() {
                self.found = self.find()?;
            }
            if !self.outgoing.is_empty() {
                self.flush().await?;
            }
            if self.found.is_some() {
                return Ok(());
            }
            if self.assembling.is_none() {
                self.assembled.clear();
                buffer::give_back(&mut self.assembled);
            }
            let space = self.incoming.space();
            let read = self.io.read(space).await.map_err(|error| {
                SocketError::from_io(SocketErrorKind::Closed, "the connection broke", error)
            })?;
            if read == 0 {
                return Err(SocketError::closed(
                    "the server closed the connection without a word",
                ));
            }
            self.incoming.filled(read);
        }
    }

    #[inline]
    fn next_frame(&mut self) -> Option<Frame<'_>> {
        let found = match self.found.take() {
            Some(found) => found,
            // An error stays where it is until somebody waits.
            None => self.find().ok().flatten()?,
        };
        let (bytes, is_text) = match found {
            Found::Pong => return Some(Frame::Pong),
            Found::Whole { payload, is_text } => (self.incoming.slice(&payload), is_text),
            Found::Assembled { is_text } => (&self.assembled[..], is_text),
        };
        Some(if is_text {
            Frame::Text(bytes)
        } else {
            Frame::Binary(bytes)
        })
    }

    async fn send(&mut self, text: &str) -> Result<(), SocketError> {
        self.write(Opcode::Text, text.as_bytes()).await
    }

    async fn ping(&mut self) -> Result<(), SocketError> {
        let question = match self.question {
            Some(question) => question,
            None => *self.question.insert(mask()?),
        };
        self.write(Opcode::Ping, &question).await
    }

    async fn close(&mut self) {
        // 1000: a normal closure. Whether it arrives makes no difference.
        let farewell = self.write(Opcode::Close, &1000_u16.to_be_bytes()).await;
        let shut = self.io.shutdown().await;
        if farewell.is_err() || shut.is_err() {
            tracing::debug!("the connection was gone before it was closed");
        }
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").finish_non_exhaustive()
    }
}

/// Codes that say, or may say, that the token is no good any more. The feed's own are not known (wire reference, section 17), so
/// that these are *assumed*: a policy was violated; unauthorised and forbidden, as registered, and after HTTP's statuses.
const EVICTIONS: [u16; 5] = [1008, 3000, 3003, 4401, 4403];

/// The error for a close frame. Its reason is the server's own text and is not told on.
fn closed(payload: &[u8]) -> SocketError {
    let Some(code) = payload.first_chunk() else {
        return SocketError::closed("the server closed the connection");
    };
    let code = u16::from_be_bytes(*code);
    let kind = if EVICTIONS.contains(&code) {
        SocketErrorKind::Evicted
    } else {
        SocketErrorKind::Closed
    };
    SocketError::new(kind, format!("the server closed the connection with code {code}"))
}

/// Four bytes that nobody can foresee.
fn mask() -> Result<[u8; 4], SocketError> {
    getrandom::u32()
        .map(u32::to_ne_bytes)
        .map_err(|_| SocketError::closed("the system gives no randomness"))
}

#[cfg(test)]
mod tests;
