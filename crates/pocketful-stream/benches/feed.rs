//! A tick from the wire to a reader beside bare `tokio-tungstenite` and `decode` without any handing over, on loopback: CPU time of the
//! client's thread for each message, and the ratio.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used
)]

use std::{
    hint::black_box,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use futures_util::StreamExt as _;
use pocketful_auth::{AccessToken, FixedToken};
use pocketful_stream::{DataMode, Event, Packet, PriceScales, StreamBuilder, decode};
use pocketful_types::{ClientId, Exchange, Instrument, InstrumentToken};
use rustix::time::{ClockId, clock_gettime};
use time::macros::datetime;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::{Message, handshake::derive_accept_key};

/// A multiple of what is written at once.
const FRAMES: usize = 102_400;
const ROUNDS: usize = 7;

/// The golden frame of a detailed tick, as a WebSocket frame.
fn frame() -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../pocketful-types/fixtures/frames/detailed_nse.txt");
    let text = std::fs::read_to_string(path).expect("the golden frame");
    let rows = text.lines().filter(|row| !row.starts_with('#'));
    let hex: String = rows.filter_map(|row| row.split_whitespace().nth(3)).collect();
    let bytes = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"));
    [0x82, 102].into_iter().chain(bytes).collect()
}

/// Shakes hands, then sends all frames, `at_once` of them in one write, and keeps the connection open.
fn server(frames: usize, at_once: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let piece = frame().repeat(at_once);
    thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            shake_hands(&mut stream);
            for _ in 0..frames / at_once {
                if stream.write_all(&piece).is_err() {
                    break;
                }
            }
            open.push(stream);
        }
    });
    address
}

fn shake_hands(stream: &mut TcpStream) {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a request");
        request.push(byte[0]);
    }
    let request = String::from_utf8(request).expect("text");
    let key = request
        .lines()
        .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "))
        .expect("a key");
    let accept = derive_accept_key(key.as_bytes());
    write!(
        stream,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    )
    .expect("an answer");
    stream.set_nodelay(true).expect("no delay");
}

/// CPU time of this thread.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// What the baseline costs for all frames.
fn bare(address: SocketAddr) -> Duration {
    runtime().block_on(async {
        let stream = tokio::net::TcpStream::connect(address)
            .await
            .expect("a connection");
        let url = format!("ws://{address}/");
        let (mut socket, _) = tokio_tungstenite::client_async(url, stream)
            .await
            .expect("an upgrade");
        let began = cpu();
        for _ in 0..FRAMES {
            let Some(Ok(Message::Binary(bytes))) = socket.next().await else {
                panic!("a frame is missing")
            };
            let Ok(Packet::Detailed(tick)) = decode(&bytes, PriceScales::default()) else {
                panic!("the frame is detailed")
            };
            black_box((tick.instrument_token(), tick.last_price_raw(), tick.volume()));
        }
        cpu() - began
    })
}

fn builder(address: SocketAddr) -> StreamBuilder {
    let token = AccessToken::new(
        "bench".to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2100-01-01 00:00 UTC),
    );
    let origin = format!("ws://{address}").parse().expect("an origin");
    StreamBuilder::new(origin, Arc::new(FixedToken(token))).order_updates(false)
}

/// What the stream costs for all frames, its own task, its queue and its reader included.
fn stream(address: SocketAddr) -> Duration {
    runtime().block_on(async {
        let (feed, mut events) = builder(address).start();
        // The latest value is kept as well, as for whoever subscribes what comes.
        let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
        feed.subscribe([idea], DataMode::Detailed);
        let Some(Event::Connected { .. }) = events.next().await else {
            panic!("not connected")
        };
        let began = cpu();
        let mut seen = 0;
        while seen < FRAMES {
            match events.next().await {
                Some(Event::Detailed(tick)) => {
                    seen += 1;
                    black_box((tick.instrument_token(), tick.last_price_raw(), tick.volume()));
                }
                other => panic!("{other:?}"),
            }
        }
        cpu() - began
    })
}

#[allow(clippy::cast_precision_loss)]
fn nanos_each(total: Duration) -> f64 {
    total.as_secs_f64() * 1e9 / FRAMES as f64
}

fn main() {
    for (at_once, what) in [(1, "one frame a write"), (64, "64 frames a write")] {
        let (mut best_bare, mut best_stream) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            best_bare = best_bare.min(bare(server(FRAMES, at_once)));
            best_stream = best_stream.min(stream(server(FRAMES, at_once)));
        }
        println!(
            "feed, {what}: bare {:.0} ns a message, to the reader {:.0} ns (ratio {:.2}, target 1.0)",
            nanos_each(best_bare),
            nanos_each(best_stream),
            best_stream.as_secs_f64() / best_bare.as_secs_f64()
        );
    }
}
