//! Time limits, under paused time and without a network.

use std::net::{Ipv4Addr, SocketAddr};

use futures_util::{SinkExt, StreamExt};
use time::macros::datetime;
use tokio::io::{DuplexStream, duplex};
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;
use crate::{clock::SandboxClock, state::demo::Demo};

/// A broker with a clock that runs (or stands) with tokio's, and a token.
fn broker(paused: bool) -> (Broker, Token) {
    let clock = SandboxClock::new(datetime!(2026-11-23 10:00 +5:30), paused);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let broker = Broker::new(7, Demo::new(7, None, Vec::new(), false), clock, address);
    let now = broker.now();
    let client_id = broker.demo().client_id.clone();
    let token = {
        let state = &mut *broker.state();
        state
            .tokens
            .issue(&client_id, None, "orders", &mut state.secrets, now)
    };
    (broker, token)
}

/// A served connection over a pipe that holds `bytes`, and the client's end.
async fn serve(
    broker: &Broker,
    token: &Token,
    bytes: usize,
) -> (tokio::task::JoinHandle<()>, WebSocketStream<DuplexStream>) {
    let (here, there) = duplex(bytes);
    let (broker, token) = (broker.clone(), token.clone());
    let served = tokio::spawn(async move {
        let socket = WebSocketStream::from_raw_socket(there, Role::Server, None).await;
        Connection::new(&broker, &token).run(socket).await;
    });
    (
        served,
        WebSocketStream::from_raw_socket(here, Role::Client, None).await,
    )
}

#[tokio::test(start_paused = true)]
async fn thirty_seconds_without_a_heartbeat_end_it() {
    let (broker, token) = broker(true);
    let (_served, mut client) = serve(&broker, &token, 4096).await;
    let opened = Instant::now();
    for text in [r#"{"a":"h"}"#, r#"{"a":"h","v":[],"m":""}"#] {
        tokio::time::sleep(Duration::from_secs(29)).await;
        client.send(Message::text(text)).await.unwrap();
    }
    // Anything else is no heartbeat.
    tokio::time::sleep(Duration::from_secs(20)).await;
    client
        .send(Message::text(r#"{"a":"subscribe","v":[],"m":"marketdata"}"#))
        .await
        .unwrap();
    client.send(Message::Ping(Vec::new().into())).await.unwrap();
    let closed = loop {
        match client.next().await {
            Some(Ok(Message::Close(Some(frame)))) => break frame,
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (closed.code, closed.reason.as_str()),
        (CloseCode::Policy, "no heartbeat")
    );
    assert_eq!(opened.elapsed().as_secs(), 29 + 29 + 30);
}

#[tokio::test(start_paused = true)]
async fn ticks_come_with_the_virtual_second_and_not_faster_than_they_may() {
    let (broker, token) = broker(false);
    let (_served, mut client) = serve(&broker, &token, 65_536).await;
    let subscribe = r#"{"a":"subscribe","v":[[1,14366]],"m":"marketdata"}"#;
    client.send(Message::text(subscribe)).await.unwrap();
    client.next().await.unwrap().unwrap();
    for speed in [1.0, 1000.0] {
        broker.clock().set_speed(speed).unwrap();
        client.next().await.unwrap().unwrap();
        let began = Instant::now();
        for _ in 0..10 {
            client.next().await.unwrap().unwrap();
        }
        let expected = if speed > 1.0 { 500 } else { 10_000 };
        let took = began.elapsed().as_millis();
        assert!(
            (expected - 60..expected + 60).contains(&took),
            "{speed}: {took} ms"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_does_not_read_is_cut_off() {
    let (broker, token) = broker(false);
    let (served, mut client) = serve(&broker, &token, 256).await;
    let subscribe = r#"{"a":"subscribe","v":[[1,14366],[1,3045],[1,2885]],"m":"full_snapquote"}"#;
    client.send(Message::text(subscribe)).await.unwrap();
    let began = Instant::now();
    served.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(broker.feed().connections().is_empty());
}
