//! How long a sandbox takes to be ready, against a bare server of the same framework: the time from nothing to the
//! first answer of each. Prints the ratio.
//!
//! Run with `cargo bench -p pocketful-sandbox`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::time::Duration;

use axum::{Router, routing::get};
use criterion::{Criterion, criterion_group, criterion_main};
use pocketful_sandbox::Sandbox;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    time::Instant,
};

/// One request over a fresh connection, until the first byte of its answer.
async fn first_answer(address: &str) {
    let mut line = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /nowhere HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    line.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(line.read_u8().await.unwrap(), b'H');
}

async fn sandbox() -> Duration {
    let begun = Instant::now();
    let sandbox = Sandbox::builder().seed(7).start().await.unwrap();
    let address = sandbox.url();
    first_answer(address.strip_prefix("http://").unwrap()).await;
    begun.elapsed()
}

async fn bare() -> Duration {
    let begun = Instant::now();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/", get(async || "ok"));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    first_answer(&address).await;
    let took = begun.elapsed();
    server.abort();
    took
}

fn start(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = criterion.benchmark_group("ready");
    group.bench_function("sandbox", |bencher| {
        bencher.to_async(&runtime).iter_custom(async |times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                total += sandbox().await;
            }
            total
        });
    });
    group.bench_function("bare axum server", |bencher| {
        bencher.to_async(&runtime).iter_custom(async |times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                total += bare().await;
            }
            total
        });
    });
    group.finish();

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        ours.push(runtime.block_on(sandbox()));
        theirs.push(runtime.block_on(bare()));
    }
    ours.sort();
    theirs.sort();
    let (ours, theirs) = (ours[100], theirs[100]);
    println!(
        "ready: sandbox {ours:?}, bare server {theirs:?}, ratio {:.2} (the sandbox is to be ready within 50 ms)",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}

criterion_group!(benches, start);
criterion_main!(benches);
