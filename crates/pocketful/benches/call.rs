//! One call through the facade beside bare reqwest and serde_json, against the same loopback server: CPU time of the
//! calling thread, and the ratio.
#![allow(missing_docs, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

use std::{
    hint::black_box,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};
use pocketful::{
    AccessToken, Client, ClientId, Environment, Funds, RateLimits,
    auth::FixedToken,
    types::{Endpoint, GetFunds},
};
use rustix::time::{ClockId, clock_gettime};
use time::macros::datetime;

const BODY: &str = r#"{"data":{"client_id":"AB1234","headers":["Description",""],"values":[["Available","104250.35"],
["Adhoc Deposit","0.00"],["Cash Deposit","0.00"],["Delivery","0.00"],["DP Collateral Benefit","1200.50"],
["Pay In","25000.00"],["Net Margin","98210.15"],["Span Margin","4040.20"],["Var Margin","2000.00"]]},
"message":"","status":"success"}"#;

/// Answers every request on a connection with the same funds, as fast as it can.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, reply) = (stream.expect("a connection"), reply.clone());
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                let mut filled = 0;
                while let Ok(read @ 1..) = stream.read(&mut buffer[filled..]) {
                    filled += read;
                    // The requests have no body, so an empty line is the end of one.
                    if buffer[..filled].ends_with(b"\r\n\r\n") {
                        filled = 0;
                        stream.write_all(reply.as_bytes()).expect("a reply sent");
                    }
                }
            });
        }
    });
    address
}

/// CPU time of this thread.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

fn call(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let origin: pocketful::Origin = format!("http://{}", server()).parse().unwrap();
    let token = AccessToken::new(
        "opaque.token".to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2099-01-01 0:00 UTC),
    );
    let client = Client::builder(Environment::custom(origin.clone()).unwrap(), FixedToken(token))
        .limits(RateLimits::unlimited())
        .build()
        .unwrap();
    let bare = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!(
        "{origin}{}?client_id=AB1234&type=all",
        GetFunds::new(ClientId::new("AB1234")).path()
    );

    #[derive(serde::Deserialize)]
    struct Enveloped {
        data: Funds,
    }

    let mut best = [f64::MAX; 2];
    let mut round = |rounds: u64, facade: bool| {
        runtime.block_on(async {
            let start = cpu();
            for _ in 0..rounds {
                if facade {
                    black_box(client.funds().view().await.unwrap());
                } else {
                    let reply = bare
                        .get(&url)
                        .header("x-authorization-token", "opaque.token")
                        .send()
                        .await
                        .unwrap();
                    let body = reply.bytes().await.unwrap();
                    black_box(serde_json::from_slice::<Enveloped>(&body).unwrap().data);
                }
            }
            let spent = cpu().saturating_sub(start);
            #[allow(clippy::cast_precision_loss)]
            let each = spent.as_secs_f64() / rounds as f64;
            let slot = &mut best[usize::from(facade)];
            *slot = slot.min(each);
            spent
        })
    };
    criterion.bench_function("bare reqwest and serde_json", |bencher| {
        bencher.iter_custom(|n| round(n, false));
    });
    criterion.bench_function("the facade", |bencher| bencher.iter_custom(|n| round(n, true)));
    println!(
        "one call: {:.1} µs CPU against {:.1} µs: ratio {:.3} (target 1.15)",
        best[1] * 1e6,
        best[0] * 1e6,
        best[1] / best[0]
    );
}

criterion_group!(benches, call);
criterion_main!(benches);
