//! The memory of idle connections: streams with a TLS connection each, in a process of their own, whose allocator counts.
//!
//! The heap is counted to the byte, but without what the cryptography, which is C, allocates for itself; that is in the resident
//! memory. Beyond the process, the system keeps buffers of its own for every socket.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used
)]

use std::{alloc::System, net::SocketAddr, path::Path, process::Command, sync::Arc, thread};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{SinkExt as _, StreamExt as _};
use pocketful_auth::{AccessToken, FixedToken};
use pocketful_stream::{DataMode, Event, Events, Feed, StreamBuilder};
use pocketful_types::{ClientId, Exchange, Instrument, InstrumentToken};
use stats_alloc::StatsAlloc;
use time::macros::datetime;
use tokio::{net::TcpListener, runtime::Runtime};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};
use tokio_tungstenite::tungstenite::Message;

#[global_allocator]
static HEAP: StatsAlloc<System> = StatsAlloc::system();

const STREAMS: usize = 50;
/// More ticks than may wait for a reader.
const BURST: u32 = 10_000;
const TARGET: usize = 1024;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("client"), Some(port)) => client(&port),
        _ => server(),
    }
}

/// Serves, and runs the client, which trusts the server's certificate because its system does.
fn server() {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let folder = tempfile::tempdir().expect("a folder");
    let trusted = folder.path().join("trusted.pem");
    // The system's certificates are part of what a stream keeps.
    let system = std::fs::read_to_string("/etc/ssl/certs/ca-certificates.crt").unwrap_or_default();
    std::fs::write(&trusted, system + &pem(own.cert.der())).expect("a file");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("a certificate that fits its key");
    let (listener, address) = runtime().block_on(async {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address: SocketAddr = listener.local_addr().expect("an address");
        (listener, address)
    });
    thread::spawn(move || runtime().block_on(serve(listener, TlsAcceptor::from(Arc::new(config)))));
    let status = Command::new(std::env::current_exe().expect("this program"))
        .args(["client", &address.port().to_string()])
        .env("SSL_CERT_FILE", &trusted)
        .env_remove("SSL_CERT_DIR")
        .status()
        .expect("the client");
    assert!(status.success(), "the client failed");
}

fn pem(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

async fn serve(listener: std::net::TcpListener, tls: TlsAcceptor) {
    let listener = TcpListener::from_std(listener).expect("a socket");
    while let Ok((stream, _)) = listener.accept().await {
        let tls = tls.clone();
        tokio::spawn(async move {
            let stream = tls.accept(stream).await.expect("encryption");
            let mut socket = tokio_tungstenite::accept_async(stream).await.expect("an upgrade");
            while let Some(Ok(message)) = socket.next().await {
                if message.to_text().is_ok_and(|text| {
                    text.starts_with(r#"{"a":"subscribe""#) && text.contains("\"marketdata\"")
                }) {
                    for price in 1..=BURST {
                        socket.feed(Message::binary(tick(price))).await.expect("a reader");
                    }
                    socket.flush().await.expect("a reader");
                }
            }
        });
    }
}

/// A detailed tick of NSE 1.
fn tick(price: u32) -> Vec<u8> {
    let mut bytes = vec![0; 102];
    bytes[..2].copy_from_slice(&[1, 1]);
    bytes[2..6].copy_from_slice(&1_u32.to_be_bytes());
    bytes[6..10].copy_from_slice(&price.to_be_bytes());
    bytes
}

fn client(port: &str) {
    runtime().block_on(async {
        // The first pays for what all share.
        let first = start(port).await;
        let before = Memory::now();
        let mut open = Vec::new();
        for _ in 0..STREAMS {
            open.push(start(port).await);
        }
        Memory::now().report("after connecting", before);
        for (feed, events) in &mut open {
            burst(feed, events).await;
        }
        Memory::now().report("after a burst that overran its reader", before);
        drop((first, open));
    });
}

async fn start(port: &str) -> (Feed, Events) {
    let token = AccessToken::new(
        "bench".to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2100-01-01 00:00 UTC),
    );
    let origin = format!("wss://localhost:{port}").parse().expect("an origin");
    let (feed, mut events) = StreamBuilder::new(origin, Arc::new(FixedToken(token))).start();
    match events.next().await {
        Some(Event::Connected { .. }) => (feed, events),
        other => panic!("{other:?}"),
    }
}

/// All ticks arrive before the first is read.
async fn burst(feed: &Feed, events: &mut Events) {
    let one = Instrument::new(Exchange::Nse, InstrumentToken::new(1));
    let mut view = feed.latest();
    feed.subscribe([one], DataMode::Detailed);
    while view
        .get(one)
        .and_then(|latest| latest.detailed)
        .is_none_or(|tick| tick.last_price_raw() < BURST)
    {
        view.changed().await;
    }
    feed.unsubscribe([one], DataMode::Detailed);
    let mut seen = 0;
    while seen < u64::from(BURST) {
        match events.next().await {
            Some(Event::Detailed(_)) => seen += 1,
            Some(Event::Gap(gap)) => seen += gap.missed.expect("a number"),
            other => panic!("{other:?}"),
        }
    }
    // The reader looks once more and finds nothing, as one that waits.
    let nothing = std::future::poll_fn(|context| {
        let mut next = std::pin::pin!(events.next());
        std::task::Poll::Ready(next.as_mut().poll(context).is_pending())
    });
    assert!(nothing.await);
}

/// What this process holds, in bytes.
#[derive(Clone, Copy)]
struct Memory {
    heap: usize,
    resident: usize,
}

impl Memory {
    fn now() -> Self {
        let stats = HEAP.stats();
        let heap = stats.bytes_allocated - stats.bytes_deallocated;
        Self {
            heap,
            resident: resident(Path::new("/proc/self/status")).unwrap_or_default(),
        }
    }

    fn report(self, when: &str, before: Self) {
        let each = |now: usize, before: usize| now.saturating_sub(before) / STREAMS / 1024;
        println!(
            "idle, {when}: a stream with its TLS connection keeps {} KiB of heap, {} KiB resident (target {TARGET})",
            each(self.heap, before.heap),
            each(self.resident, before.resident)
        );
    }
}

fn resident(status: &Path) -> Option<usize> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
