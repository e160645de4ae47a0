//! Starting, stopping, side by side, and the same again.

use std::{net::SocketAddr, time::Duration};

use pocketful_sandbox::{Sandbox, StartError};
use serde_json::json;
use tokio::net::TcpStream;

use crate::visitor::{NOW, Visitor, json_of};

async fn is_gone(address: SocketAddr) -> bool {
    for _ in 0..1000 {
        if TcpStream::connect(address).await.is_err() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

fn address_of(sandbox: &Sandbox) -> SocketAddr {
    sandbox.url().strip_prefix("http://").unwrap().parse().unwrap()
}

#[tokio::test]
async fn dropping_stops_it_and_its_connections() {
    let visitor = Visitor::new().await;
    let address = address_of(&visitor.sandbox);
    let idle = TcpStream::connect(address).await.unwrap();
    visitor.http.get(visitor.url("/x")).send().await.unwrap();
    drop(visitor);
    assert!(is_gone(address).await);
    let mut byte = [0];
    let ended = tokio::time::timeout(Duration::from_secs(5), async {
        idle.readable().await.unwrap();
        idle.try_read(&mut byte)
    });
    assert!(matches!(ended.await.unwrap(), Ok(0) | Err(_)));
}

#[tokio::test]
async fn shutting_down_takes_at_most_about_a_second_however_busy() {
    let visitor = Visitor::new().await;
    let address = address_of(&visitor.sandbox);
    let rule = json!({ "route": "*", "fault": { "kind": "delay", "ms": 600_000 } });
    let url = visitor.url("/sandbox/faults");
    visitor.http.post(&url).json(&rule).send().await.unwrap();
    let stuck = tokio::spawn(visitor.http.get(visitor.url("/x")).send());
    while visitor.sandbox.request_log().is_empty() {
        tokio::task::yield_now().await;
    }
    let begun = tokio::time::Instant::now();
    visitor.sandbox.shutdown().await;
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(stuck.await.unwrap().is_err());
    assert!(is_gone(address).await);
}

#[tokio::test]
async fn two_at_once_know_nothing_of_each_other() {
    let [one, two] = [Visitor::new().await, Visitor::new().await];
    let token = one.token().await;
    assert_eq!(two.get("/api/v1/user/trading_info", &token).await.0, 401);
    one.placed(&token, json!({})).await;
    let other = two.token().await;
    assert!(two.book(&other, "pending").await.is_empty());
    one.sandbox.clock().jump(NOW + time::Duration::DAY);
    assert_eq!(two.sandbox.clock().now(), NOW);
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let started = Sandbox::builder().listen(address.parse().unwrap()).start().await;
        assert!(matches!(started, Err(StartError::NotLoopback(_))), "{address}");
    }
    let elsewhere = Sandbox::builder()
        .listen("127.0.0.9:0".parse().unwrap())
        .start()
        .await
        .unwrap();
    assert!(elsewhere.url().starts_with("http://127.0.0.9:"));
    let taken = Sandbox::builder().listen(address_of(&elsewhere)).start().await;
    assert!(matches!(taken, Err(StartError::Listen { .. })));
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_the_same_bytes() {
    async fn run() -> Vec<String> {
        let visitor = Visitor::new().await;
        let mut said = Vec::new();
        let code = visitor.code(&[]);
        said.push(
            visitor
                .exchange(&code, &[])
                .send()
                .await
                .unwrap()
                .text()
                .await
                .unwrap(),
        );
        let token = visitor.token().await;
        for changes in [
            json!({}),
            json!({ "execution_type": "AMO" }),
            json!({ "quantity": 0 }),
        ] {
            let answer = visitor.place(&token, changes).send().await.unwrap();
            said.push(format!("{:?}", answer.headers()));
            said.push(answer.text().await.unwrap());
            visitor
                .sandbox
                .clock()
                .advance(time::Duration::milliseconds(1_234));
        }
        let id = visitor
            .placed(&token, json!({ "order_type": "MARKET", "price": 0 }))
            .await;
        said.push(visitor.fill(&id, json!({})).await.to_string());
        for path in [
            "/api/v1/marketdata/NSE/14366",
            "/api/v1/optionchain/NFO?token=26000",
            "/api/v1/search?key=n",
        ] {
            said.push(visitor.answered(&token, path).await.to_string());
        }
        said.push(format!("{:?}", visitor.book(&token, "pending").await));
        said.push(
            json_of(
                visitor
                    .http
                    .get(visitor.url("/sandbox/log"))
                    .send()
                    .await
                    .unwrap(),
            )
            .await
            .1
            .to_string(),
        );
        said
    }
    assert_eq!(run().await, run().await);
    let other = Visitor::with(Sandbox::builder().seed(8).now(NOW).paused()).await;
    assert_ne!(other.token().await, Visitor::new().await.token().await);
}

#[tokio::test]
async fn the_published_limits_hold_exactly() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for _ in 0..25 {
        visitor.placed(&token, json!({})).await;
    }
    let refused = visitor.place(&token, json!({})).send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "1");
    let (_, answer) = json_of(refused).await;
    insta::assert_json_snapshot!("too_many", answer);
    // Reading is another class; a fresh token does not start a fresh count.
    for _ in 0..20 {
        visitor.book(&token, "pending").await;
    }
    assert_eq!(visitor.get("/api/v1/user/trading_info", &token).await.0, 429);
    let fresh = visitor.token().await;
    assert_eq!(
        visitor.place(&fresh, json!({})).send().await.unwrap().status(),
        429
    );

    visitor.sandbox.clock().advance(time::Duration::milliseconds(999));
    assert_eq!(
        visitor.place(&token, json!({})).send().await.unwrap().status(),
        429
    );
    visitor.sandbox.clock().advance(time::Duration::milliseconds(1));
    visitor.placed(&token, json!({})).await;
}
