//! A feed of one's own, for tests: every connection attempt is decided, every frame is sent, by the test.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot};

use super::{Connector, Frame, Socket};
use crate::{FeedUrl, SocketError, SocketErrorKind};

/// A connector whose other end is the test.
#[derive(Debug)]
pub struct ScriptedConnector(mpsc::UnboundedSender<Attempt>);

/// The test's end of a [`ScriptedConnector`].
#[derive(Debug)]
pub struct ScriptedServer(mpsc::UnboundedReceiver<Attempt>);

/// A connection attempt that waits for its answer. Dropping it refuses it.
#[derive(Debug)]
pub struct Attempt {
    /// Where to, with the token.
    pub url: FeedUrl,
    answer: oneshot::Sender<Result<Box<dyn Socket>, SocketError>>,
}

/// The server's end of a connection. Dropping it closes the connection.
#[derive(Debug)]
pub struct Peer {
    says: mpsc::UnboundedSender<Said>,
    hears: mpsc::UnboundedReceiver<String>,
    writes_take: Arc<AtomicU64>,
}

/// Milliseconds that each of a client's writes takes, if they end at all.
const FOREVER: u64 = u64::MAX;

#[derive(Debug)]
enum Said {
    Binary(Vec<u8>),
    Text(Vec<u8>),
    Pong,
    Closed(SocketErrorKind),
}

/// A connector and the server behind it.
#[must_use]
pub fn scripted() -> (ScriptedConnector, ScriptedServer) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (ScriptedConnector(sender), ScriptedServer(receiver))
}

impl ScriptedServer {
    /// The next attempt to connect; `None` when nobody can attempt it any more.
    pub async fn attempt(&mut self) -> Option<Attempt> {
        self.0.recv().await
    }

    /// An attempt that is already there.
    pub fn try_attempt(&mut self) -> Option<Attempt> {
        self.0.try_recv().ok()
    }
}

impl Attempt {
    /// Lets the client in.
    pub fn accept(self) -> Peer {
        let (says, said) = mpsc::unbounded_channel();
        let (tells, hears) = mpsc::unbounded_channel();
        let writes_take = Arc::new(AtomicU64::new(0));
        let socket = ScriptedSocket {
            said,
            tells,
            writes_take: Arc::clone(&writes_take),
            waiting: VecDeque::new(),
            current: Vec::new(),
        };
        // The client may have given up meanwhile; then the peer is closed from the start.
        let _ = self.answer.send(Ok(Box::new(socket)));
        Peer {
            says,
            hears,
            writes_take,
        }
    }

    /// Turns the client away.
    pub fn refuse(self, kind: SocketErrorKind) {
        let _ = self
            .answer
            .send(Err(SocketError::new(kind, "refused by the script")));
    }
}

impl Peer {
    /// Sends a binary frame. Whether the client is still there.
    pub fn binary(&self, bytes: impl Into<Vec<u8>>) -> bool {
        self.says.send(Said::Binary(bytes.into())).is_ok()
    }

    /// Sends a text frame.
    pub fn text(&self, text: &str) -> bool {
        self.says.send(Said::Text(text.as_bytes().to_vec())).is_ok()
    }

    /// Sends a pong.
    pub fn pong(&self) -> bool {
        self.says.send(Said::Pong).is_ok()
    }

    /// The next text that the client sent; a ping is the text `ping`, a close frame `close`. `None` when it is gone.
    pub async fn hear(&mut self) -> Option<String> {
        self.hears.recv().await
    }

    /// A text that is already there.
    pub fn try_hear(&mut self) -> Option<String> {
        self.hears.try_recv().ok()
    }

    /// Closes the connection in this way, after all that was sent.
    pub fn close(&self, kind: SocketErrorKind) -> bool {
        self.says.send(Said::Closed(kind)).is_ok()
    }

    /// From here on the client's writes never end, as on a connection whose other end is gone.
    pub fn get_stuck(&self) {
        self.writes_take.store(FOREVER, Ordering::SeqCst);
    }

    /// From here on each of the client's writes takes so long, in whole milliseconds.
    pub fn slow_down(&self, each: Duration) {
        let millis = u64::try_from(each.as_millis()).unwrap_or(FOREVER);
        self.writes_take.store(millis, Ordering::SeqCst);
    }

    /// Whether the client has let go of the connection.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.says.is_closed()
    }
}

#[async_trait]
impl Connector for ScriptedConnector {
    async fn connect(&self, url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
        let gone = || SocketError::new(SocketErrorKind::Connect, "the scripted server is gone");
        let (answer, answered) = oneshot::channel();
        let url = url.clone();
        self.0.send(Attempt { url, answer }).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

#[derive(Debug)]
struct ScriptedSocket {
    said: mpsc::UnboundedReceiver<Said>,
    tells: mpsc::UnboundedSender<String>,
    writes_take: Arc<AtomicU64>,
    waiting: VecDeque<Said>,
    current: Vec<u8>,
}

impl ScriptedSocket {
    async fn tell(&mut self, text: &str) -> Result<(), SocketError> {
        match self.writes_take.load(Ordering::SeqCst) {
            0 => {}
            FOREVER => std::future::pending().await,
            millis => tokio::time::sleep(Duration::from_millis(millis)).await,
        }
        self.tells
            .send(text.to_owned())
            .map_err(|_| SocketError::closed("the scripted server is gone"))
    }
}

#[async_trait]
impl Socket for ScriptedSocket {
    async fn ready(&mut self) -> Result<(), SocketError> {
        if self.waiting.is_empty() {
            match self.said.recv().await {
                Some(said) => self.waiting.push_back(said),
                None => return Err(SocketError::closed("the scripted server closed the connection")),
            }
        }
        match self.waiting.front() {
            Some(Said::Closed(kind)) => Err(SocketError::new(*kind, "closed by the script")),
            _ => Ok(()),
        }
    }

    fn next_frame(&mut self) -> Option<Frame<'_>> {
        let said = self.waiting.pop_front().or_else(|| self.said.try_recv().ok())?;
        match said {
            Said::Binary(bytes) => {
                self.current = bytes;
                Some(Frame::Binary(&self.current))
            }
            Said::Text(bytes) => {
                self.current = bytes;
                Some(Frame::Text(&self.current))
            }
            Said::Pong => Some(Frame::Pong),
            // An error stays where it is until somebody waits.
            Said::Closed(_) => {
                self.waiting.push_front(said);
                None
            }
        }
    }

    async fn send(&mut self, text: &str) -> Result<(), SocketError> {
        self.tell(text).await
    }

    async fn ping(&mut self) -> Result<(), SocketError> {
        self.tell("ping").await
    }

    async fn close(&mut self) {
        let _ = self.tell("close").await;
    }
}
