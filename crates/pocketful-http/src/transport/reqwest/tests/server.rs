//! A server of few lines: it hands every connection to a function and counts what arrives.

use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

pub(super) struct Server {
    pub(super) address: SocketAddr,
    log: Arc<Log>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Log {
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
    peers: Mutex<Vec<String>>,
}

/// One accepted connection.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    /// Which one it is, from 1.
    pub(super) number: usize,
    log: Arc<Log>,
}

impl Server {
    pub(super) async fn start<F, Fut>(behaviour: F) -> Self
    where
        F: Fn(Connection) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Self::start_at("127.0.0.1:0", behaviour).await
    }

    pub(super) async fn start_at<F, Fut>(address: &str, behaviour: F) -> Self
    where
        F: Fn(Connection) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let number = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
                shared.peers.lock().unwrap().push(peer.ip().to_string());
                tokio::spawn(behaviour(Connection {
                    stream,
                    number,
                    log: Arc::clone(&shared),
                }));
            }
        });
        Self { address, log, task }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// Requests that were read completely: those that took effect.
    pub(super) fn requests(&self) -> Vec<String> {
        self.log.requests.lock().unwrap().clone()
    }

    pub(super) fn peers(&self) -> Vec<String> {
        self.log.peers.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Connection {
    /// Reads one request to its end; `false` when the client closed instead.
    pub(super) async fn read_request(&mut self) -> bool {
        let mut text = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            if let Some(end) = end_of_request(&text) {
                text.truncate(end);
                let text = String::from_utf8(text).unwrap();
                self.log.requests.lock().unwrap().push(text);
                return true;
            }
            match self.stream.read(&mut chunk).await {
                Ok(0) | Err(_) => return false,
                Ok(read) => text.extend_from_slice(&chunk[..read]),
            }
        }
    }

    pub(super) async fn write(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok()
    }

    /// Closes with a reset instead of an end of stream.
    pub(super) fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }
}

fn end_of_request(text: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(text).ok()?;
    let head = text.find("\r\n\r\n")? + 4;
    let length = text[..head]
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse::<usize>()
                .ok()
        })
        .unwrap_or(0);
    (text.len() >= head + length).then_some(head + length)
}

/// A complete answer that leaves the connection open.
pub(super) fn respond(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} x\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}
