//! Accepts connections and serves each, telling handlers who is at the other end and letting them cut the line.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinSet,
};
use tower_service::Service;

/// The other end of the request's connection, as the system knows it: what the static-IP rule goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Cuts the request's connection without an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scissors(Arc<Cut>);

#[derive(Debug, Default)]
struct Cut {
    done: AtomicBool,
    wake: Notify,
}

impl Scissors {
    /// Resets the connection. Never returns: the connection's task, and with it the handler, is gone.
    pub(crate) async fn cut(&self) -> Infallible {
        self.0.done.store(true, Ordering::Release);
        self.0.wake.notify_one();
        std::future::pending().await
    }
}

/// What a connection does once its request has been answered, instead of waiting for another: a feed.
///
/// It runs in the connection's own task, so that whatever ends the connection ends it too.
#[derive(Clone, Default)]
pub(crate) struct Afterwards(Arc<Mutex<Option<Work>>>);

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Afterwards {
    pub(crate) fn set(&self, work: impl Future<Output = ()> + Send + 'static) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::pin(work));
    }

    fn take(&self) -> Option<Work> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Serves until told to stop, then finishes what is under way. Dropping it closes everything at once.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, router.clone(), stop.clone()));
                }
                // Out of file descriptors, or a peer that is gone already: neither ends the sandbox.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
            _ = stop.changed() => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut stop: watch::Receiver<bool>) {
    let scissors = Scissors::default();
    let afterwards = Afterwards::default();
    let _ = stream.set_nodelay(true);
    let line = Line {
        stream,
        cut: scissors.0.clone(),
    };
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(scissors.clone());
        request.extensions_mut().insert(afterwards.clone());
        router.clone().call(request)
    });
    let served = http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    tokio::pin!(served);
    tokio::select! {
        _ = served.as_mut() => {}
        () = scissors.0.wake.notified() => return,
        _ = stop.changed() => {
            served.as_mut().graceful_shutdown();
            tokio::select! {
                _ = served => {}
                () = scissors.0.wake.notified() => {}
            }
            return;
        }
    }
    if let Some(work) = afterwards.take() {
        tokio::select! {
            () = work => {}
            () = scissors.0.wake.notified() => {}
            _ = stop.changed() => {}
        }
    }
}

/// A connection that ends with a reset when it was cut, with a goodbye otherwise.
struct Line {
    stream: TcpStream,
    cut: Arc<Cut>,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.cut.done.load(Ordering::Acquire) {
            // Without lingering the system discards what was not sent and tells the other end RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
