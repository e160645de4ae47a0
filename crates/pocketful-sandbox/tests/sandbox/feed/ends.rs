//! How connections end.

use futures_util::StreamExt;
use time::{Duration, macros::datetime};

use super::reader::Reader;

#[tokio::test]
async fn midnight_in_india_ends_it() {
    let (visitor, _, mut reader) = Reader::new().await;
    visitor
        .sandbox
        .clock()
        .jump(datetime!(2026-11-23 23:59:59.9 +5:30));
    reader.ask("subscribe", "[[1,14366]]", "marketdata").await;
    assert_eq!(reader.packet().await[0], 1);
    visitor.sandbox.clock().advance(Duration::milliseconds(100));
    let frame = reader.closed().await;
    assert_eq!(
        (u16::from(frame.code), frame.reason.as_str()),
        (1008, "the token is dead")
    );
}

#[tokio::test]
async fn a_running_clock_reaches_midnight_by_itself() {
    let (visitor, _, mut reader) = Reader::new().await;
    visitor.sandbox.clock().jump(datetime!(2026-11-23 23:59:00 +5:30));
    visitor.sandbox.clock().set_speed(1000.0).unwrap();
    visitor.sandbox.clock().resume();
    assert_eq!(u16::from(reader.closed().await.code), 1008);
}

#[tokio::test]
async fn a_revoked_token_ends_it() {
    let (visitor, _, mut reader) = Reader::new().await;
    visitor.sandbox.revoke_tokens();
    assert_eq!(u16::from(reader.closed().await.code), 1008);
    visitor.sandbox.feed().until(<[_]>::is_empty).await;
}

#[tokio::test]
async fn its_owner_closes_it_and_later_ones_stay() {
    let (visitor, token, mut reader) = Reader::new().await;
    visitor.sandbox.feed().disconnect();
    assert_eq!(u16::from(reader.closed().await.code), 1001);
    let mut later = Reader::of(&visitor, &token).await;
    later.ask("subscribe", "[[1,14366]]", "marketdata").await;
    assert_eq!(later.packet().await[0], 1);
    let closed = visitor
        .http
        .delete(visitor.url("/sandbox/feed"))
        .send()
        .await
        .unwrap();
    assert!(closed.status().is_success());
    assert_eq!(u16::from(later.closed().await.code), 1001);
}

#[tokio::test]
async fn more_subscriptions_than_a_connection_may_have_end_it() {
    let (_visitor, _, mut reader) = Reader::new().await;
    let pairs = |from: u32, to| {
        let pairs: Vec<_> = (from..to).map(|token| format!("[3,{token}]")).collect();
        format!("[{}]", pairs.join(","))
    };
    reader.ask("subscribe", &pairs(1, 5001), "marketdata").await;
    reader.ask("subscribe", "[[1,14366]]", "compact_marketdata").await;
    assert_eq!(u16::from(reader.closed().await.code), 1008);
}

#[tokio::test]
async fn the_sandbox_takes_its_feed_along() {
    let (visitor, _, mut reader) = Reader::new().await;
    visitor.sandbox.shutdown().await;
    assert!(!matches!(reader.0.next().await, Some(Ok(_))));
    let (visitor, _, mut reader) = Reader::new().await;
    drop(visitor);
    assert!(!matches!(reader.0.next().await, Some(Ok(_))));
}
