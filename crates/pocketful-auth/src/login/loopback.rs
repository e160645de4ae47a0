//! Waits on the redirect URL's own port for the browser to come back.

use std::{
    collections::VecDeque,
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::{AbortHandle, JoinSet},
    time::{sleep, timeout},
};
use tracing::debug;
use zeroize::Zeroizing;

use super::{Authorization, LoginFailure, authorize::Sender, page::Page};
use crate::{Error, Loopback};

mod request;

use request::{Head, Request};

/// The longest wait for a visitor's request, and for a visitor to take its answer.
const VISIT: Duration = Duration::from_secs(10);

/// How many visitors are served at once; the one that waits longest goes when another comes.
const VISITORS: usize = 32;

/// The open port. Closed when dropped.
#[derive(Debug)]
pub(super) struct Listener {
    first: TcpListener,
    second: Option<TcpListener>,
    host: String,
    path: String,
}

/// What a request must name to be the one that is waited for.
#[derive(Debug)]
struct Place {
    /// The header `Host` as browsers send it for the redirect URL.
    host: String,
    path: String,
    /// The login whose answer it is.
    authorization: Arc<Authorization>,
    /// An answer came that is of no use to this login.
    strayed: AtomicBool,
}

/// The browser, back at the redirect URL and waiting for a page.
pub(super) struct Callback {
    /// The query of the redirected address.
    pub(super) query: Zeroizing<String>,
    connection: TcpStream,
}

impl Listener {
    /// Opens the port: on 127.0.0.1, and for `localhost` on `::1` too where the machine has it.
    pub(super) async fn open(at: Loopback<'_>) -> Result<Self, Error> {
        let failure = |error: io::Error| {
            let port = at.port;
            let failure = match error.kind() {
                io::ErrorKind::AddrInUse => LoginFailure::PortTaken { port },
                _ => LoginFailure::PortUnusable { port },
            };
            Error::from(failure)
        };
        let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, at.port)))
            .await
            .map_err(failure)?;
        let second = if at.host.eq_ignore_ascii_case("localhost") {
            match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, at.port))).await {
                Ok(listener) => Some(listener),
                // Browsers try `::1` first: another program there would get the code.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(failure(error)),
                // A machine without IPv6.
                Err(_) => None,
            }
        } else {
            None
        };
        let host = if at.port == 80 {
            at.host.to_owned()
        } else {
            format!("{}:{}", at.host, at.port)
        };
        let path = at.path.to_owned();
        Ok(Self {
            first,
            second,
            host,
            path,
        })
    }

    /// The first request that brings the answer to `authorization` to the redirect URL: its state is the proof. Others are
    /// sent away, and none of them can hold it up: each is served by a task of its own, which ends with this call.
    /// `Err` when nobody brought it within `patience`.
    ///
    /// # Cancel safety
    /// Dropping the future ends all visits.
    pub(super) async fn callback(
        &self,
        authorization: &Arc<Authorization>,
        patience: Duration,
    ) -> Result<Callback, LoginFailure> {
        let place = Arc::new(Place {
            host: self.host.clone(),
            path: self.path.clone(),
            authorization: Arc::clone(authorization),
            strayed: AtomicBool::new(false),
        });
        timeout(patience, self.wait(&place))
            .await
            .map_err(|_| LoginFailure::TimedOut {
                after: patience,
                strayed: place.strayed.load(Ordering::Relaxed),
            })
    }

    async fn wait(&self, place: &Arc<Place>) -> Callback {
        let (found, mut callbacks) = mpsc::channel(1);
        let mut visits = JoinSet::new();
        let mut oldest: VecDeque<AbortHandle> = VecDeque::new();
        loop {
            tokio::select! {
                biased;
                Some(callback) = callbacks.recv() => return callback,
                Some(_) = visits.join_next() => oldest.retain(|visit| !visit.is_finished()),
                visitor = self.visitor() => match visitor {
                    Ok(stream) => {
                        if oldest.len() >= VISITORS && let Some(visit) = oldest.pop_front() {
                            visit.abort();
                        }
                        let visit = receive(stream, Arc::clone(place), found.clone());
                        oldest.push_back(visits.spawn(visit));
                    }
                    // Out of file handles, say: not the end, but no reason to spin either.
                    Err(_) => sleep(Duration::from_millis(50)).await,
                },
            }
        }
    }

    async fn visitor(&self) -> io::Result<TcpStream> {
        let (stream, _) = match &self.second {
            Some(second) => tokio::select! {
                visitor = self.first.accept() => visitor?,
                visitor = second.accept() => visitor?,
            },
            None => self.first.accept().await?,
        };
        Ok(stream)
    }
}

/// One visitor: reads a request, and answers it unless it is the one that is waited for.
async fn receive(mut stream: TcpStream, place: Arc<Place>, found: mpsc::Sender<Callback>) {
    let verdict = match timeout(VISIT, read(&mut stream, &place)).await {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(_)) | Err(_) => return,
    };
    match verdict {
        Ok(query) => {
            let callback = Callback {
                query,
                connection: stream,
            };
            // Only one is taken; a second one finds the receiver gone or the place full.
            let _ = found.try_send(callback);
        }
        Err(page) => {
            debug!(?page, "sent a stray request away");
            let _ = timeout(VISIT, turn_away(&mut stream, &page)).await;
        }
    }
}

/// The query of the awaited request, or the page for another one.
async fn read(stream: &mut TcpStream, place: &Place) -> io::Result<Result<Zeroizing<String>, Page>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * request::LONGEST_HEAD));
    loop {
        match request::parse(&bytes) {
            Head::Complete(request) => return Ok(judge(&request, place)),
            Head::Malformed => return Ok(Err(Page::BadRequest)),
            Head::TooLong => return Ok(Err(Page::TooLarge)),
            Head::Partial => {}
        }
        let mut chunk = Zeroizing::new([0_u8; 4096]);
        match stream.read(chunk.as_mut_slice()).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            // The buffer never grows past its capacity, so that no copy of the code stays behind.
            len => bytes.extend_from_slice(chunk.get(..len).unwrap_or_default()),
        }
    }
}

/// Whether a request is the browser coming back from this login.
fn judge(request: &Request<'_>, place: &Place) -> Result<Zeroizing<String>, Page> {
    // A web page that resolves its own name to this machine sends that name.
    if !request
        .host
        .is_some_and(|host| host.eq_ignore_ascii_case(&place.host))
    {
        return Err(Page::WrongHost);
    }
    if request.path != place.path {
        return Err(Page::NotFound);
    }
    if request.method != "GET" {
        return Err(Page::MethodNotAllowed);
    }
    match place.authorization.sender_of(request.query) {
        Sender::This => Ok(Zeroizing::new(request.query.to_owned())),
        Sender::Another => {
            place.strayed.store(true, Ordering::Relaxed);
            Err(Page::NotThisLogin)
        }
        Sender::Nobody => Err(Page::BadRequest),
    }
}

/// Answers a request of which not everything may have been read.
async fn turn_away(stream: &mut TcpStream, page: &Page) -> io::Result<()> {
    stream.write_all(page.response().as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with unread bytes would reset the connection and take the page away: read on, but not for long.
    let mut rest = [0_u8; 4096];
    for _ in 0..64 {
        if stream.read(&mut rest).await? == 0 {
            break;
        }
    }
    Ok(())
}

impl Callback {
    /// Shows the browser how the login ended. A browser that is gone is no failure of the login.
    pub(super) async fn show(mut self, page: &Page) {
        let response = page.response();
        let shown = async {
            self.connection.write_all(response.as_bytes()).await?;
            self.connection.shutdown().await
        };
        if !matches!(timeout(VISIT, shown).await, Ok(Ok(()))) {
            debug!("the browser did not take the page");
        }
    }
}

#[cfg(test)]
mod tests;
