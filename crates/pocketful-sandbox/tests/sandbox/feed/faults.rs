//! What may go wrong on the way to the reader.

use std::time::Duration;

use pocketful_sandbox::{Fault, FaultRule};
use serde_json::json;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Error;

use super::reader::{Reader, once, open};

const COMPACT: &str = "compact_marketdata";

#[tokio::test]
async fn packets_are_cut_in_half_and_strangers_come_before_them() {
    let (visitor, _, mut reader) = Reader::new().await;
    once(&visitor, COMPACT, Fault::FeedHalfPacket);
    reader.ask("subscribe", "[[1,14366]]", COMPACT).await;
    assert_eq!(reader.packet().await.len(), 21);
    once(&visitor, COMPACT, Fault::FeedUnknownMode);
    visitor.sandbox.clock().advance(time::Duration::minutes(1));
    let (stranger, known) = (reader.packet().await, reader.packet().await);
    assert_eq!((stranger[0], known[0], known.len()), (99, 2, 42));
    assert_eq!(visitor.sandbox.faults().list().len(), 0, "both have happened");
}

#[tokio::test]
async fn the_line_breaks_in_the_middle_of_a_frame() {
    let (visitor, _, mut reader) = Reader::new().await;
    once(&visitor, "full_snapquote", Fault::FeedHalfFrame);
    reader.ask("subscribe", "[[1,14366]]", "full_snapquote").await;
    let error = reader.broken().await;
    assert!(matches!(error, Error::Protocol(_) | Error::Io(_)), "{error:?}");
    visitor.sandbox.feed().until(<[_]>::is_empty).await;
}

#[tokio::test]
async fn a_silent_feed_still_takes_heartbeats_and_says_nothing() {
    let (visitor, token, mut reader) = Reader::new().await;
    reader.ask_updates(&visitor).await;
    once(&visitor, COMPACT, Fault::FeedSilent);
    reader.ask("subscribe", "[[1,14366]]", COMPACT).await;
    let feed = visitor.sandbox.feed();
    feed.until(|_| visitor.sandbox.faults().list().is_empty()).await;
    visitor.placed(&token, json!({})).await;
    visitor.sandbox.clock().advance(time::Duration::minutes(1));
    reader.say(r#"{"a":"h"}"#).await;
    feed.until(|open| open[0].heartbeats == 1).await;
    assert_eq!(feed.connections()[0].packets, 0);
    // Another connection is not silent.
    let mut other = Reader::of(&visitor, &token).await;
    other.ask("subscribe", "[[1,14366]]", COMPACT).await;
    assert_eq!(other.packet().await.len(), 42);
}

#[tokio::test]
async fn a_feed_closes_instead_of_an_update() {
    let (visitor, token, mut reader) = Reader::new().await;
    reader.ask_updates(&visitor).await;
    once(&visitor, "updates", Fault::FeedClose);
    reader.ask("subscribe", "[[1,14366]]", COMPACT).await;
    assert_eq!(reader.packet().await[0], 2, "market data is spared");
    visitor.placed(&token, json!({})).await;
    assert_eq!(u16::from(reader.closed().await.code), 1001);
}

#[tokio::test]
async fn a_packet_may_be_late() {
    let (visitor, _, mut reader) = Reader::new().await;
    once(&visitor, COMPACT, Fault::FeedDelay { ms: 300 });
    let before = Instant::now();
    reader.ask("subscribe", "[[1,14366]]", COMPACT).await;
    assert_eq!(reader.packet().await[0], 2);
    assert!(before.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn faults_of_requests_strike_the_handshake() {
    let (visitor, token, _reader) = Reader::new().await;
    let query = format!("login_id={}&access_token={token}", visitor.client_id());
    let faults = visitor.sandbox.faults();
    for (fault, expected) in [
        (
            Fault::ServerError {
                status: 503,
                after: false,
            },
            503,
        ),
        (Fault::TokenRevoked, 401),
    ] {
        faults
            .add(FaultRule::new("GET /ws/v1/feeds", fault).times(1))
            .unwrap();
        match open(&visitor.sandbox, &query).await {
            Err(Error::Http(response)) => assert_eq!(response.status().as_u16(), expected),
            other => panic!("{:?}", other.err()),
        }
    }
    // The connection with the same token has died of it too.
    visitor.sandbox.feed().until(<[_]>::is_empty).await;
}

#[tokio::test]
async fn the_faults_page_knows_the_feed() {
    let (visitor, _, _reader) = Reader::new().await;
    once(&visitor, COMPACT, Fault::FeedDelay { ms: 300 });
    let page = visitor
        .http
        .get(visitor.url("/portal/faults"))
        .send()
        .await
        .unwrap();
    let html = page.text().await.unwrap();
    assert!(html.contains("Feed: packet delayed, 300 ms"), "{html}");
    assert!(html.contains("value=\"feed_half_frame\""), "{html}");
}
