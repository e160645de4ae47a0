//! A feed of one's own, for tests: every connection attempt is decided, every frame is sent, by the test.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, sleep_until},
};

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

/// The server's end of a connection. Dropping it closes the connection; what is on its way still arrives.
#[derive(Debug)]
pub struct Peer {
    says: mpsc::UnboundedSender<Sent>,
    hears: mpsc::UnboundedReceiver<String>,
    writes_take: Arc<AtomicU64>,
    /// Before this nothing that is sent from now on arrives.
    held_until: Mutex<Instant>,
    is_broken: watch::Sender<bool>,
}

/// Milliseconds that each of a client's writes takes, if they end at all.
const FOREVER: u64 = u64::MAX;

/// What was said, and when it arrives.
type Sent = (Instant, Said);

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
        let (is_broken, broken) = watch::channel(false);
        let socket = ScriptedSocket {
            said,
            tells,
            writes_take: Arc::clone(&writes_take),
            broken,
            waiting: VecDeque::new(),
            current: Vec::new(),
        };
        // The client may have given up meanwhile; then the peer is closed from the start.
        let _ = self.answer.send(Ok(Box::new(socket)));
        Peer {
            says,
            hears,
            writes_take,
            held_until: Mutex::new(Instant::now()),
            is_broken,
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
        self.say(Said::Binary(bytes.into()))
    }

    /// Sends a text frame.
    pub fn text(&self, text: &str) -> bool {
        self.say(Said::Text(text.as_bytes().to_vec()))
    }

    /// Sends a pong.
    pub fn pong(&self) -> bool {
        self.say(Said::Pong)
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
        self.say(Said::Closed(kind))
    }

    fn say(&self, said: Said) -> bool {
        let held = *self.held_until.lock().unwrap_or_else(PoisonError::into_inner);
        self.says.send((held.max(Instant::now()), said)).is_ok()
    }

    /// What is said next arrives so much later, and all that is said after it, behind it. Delays add up.
    pub fn hold_up(&self, delay: Duration) {
        let mut held = self.held_until.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (*held).max(Instant::now()) + delay;
    }

    /// Breaks the connection: what is on its way does not arrive.
    pub fn break_off(self) {
        self.is_broken.send_replace(true);
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
    said: mpsc::UnboundedReceiver<Sent>,
    tells: mpsc::UnboundedSender<String>,
    writes_take: Arc<AtomicU64>,
    broken: watch::Receiver<bool>,
    waiting: VecDeque<Sent>,
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
        let Self {
            said,
            waiting,
            broken,
            ..
        } = self;
        let arrives = async {
            // As of a real one, that it can be read is not known before the runtime has had its turn.
            tokio::task::yield_now().await;
            if waiting.is_empty() {
                let closed = || SocketError::closed("the scripted server closed the connection");
                waiting.push_back(said.recv().await.ok_or_else(closed)?);
            }
            let Some((at, said)) = waiting.front() else {
                return Ok(());
            };
            if *at > Instant::now() {
                sleep_until(*at).await;
            }
            match said {
                Said::Closed(kind) => Err(SocketError::new(*kind, "closed by the script")),
                _ => Ok(()),
            }
        };
        tokio::select! {
            biased;
            Ok(_) = broken.wait_for(|is_broken| *is_broken) => {
                Err(SocketError::closed("the scripted connection broke off"))
            }
            arrived = arrives => arrived,
        }
    }

    fn next_frame(&mut self) -> Option<Frame<'_>> {
        if *self.broken.borrow() {
            return None;
        }
        if self.waiting.is_empty() {
            self.waiting.extend(self.said.try_recv().ok());
        }
        let has_arrived = self.waiting.front().is_some_and(|(at, _)| *at <= Instant::now());
        let (at, said) = has_arrived.then(|| self.waiting.pop_front())??;
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
                self.waiting.push_front((at, said));
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
