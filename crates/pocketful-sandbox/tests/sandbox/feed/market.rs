//! Market data: what is subscribed comes, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use pocketful_sandbox::Sandbox;
use time::Duration;

use super::reader::{Reader, u32_at};
use crate::visitor::{NOW, Visitor};

#[tokio::test]
async fn each_mode_sends_its_packet_at_once_and_then_with_the_clock() {
    for (mode, number, length) in [
        ("marketdata", 1, 102),
        ("compact_marketdata", 2, 42),
        ("full_snapquote", 4, 166),
    ] {
        let (visitor, _, mut reader) = Reader::new().await;
        reader.ask("subscribe", "[[1,14366]]", mode).await;
        let first = reader.packet().await;
        assert_eq!(
            (first[0], first[1], u32_at(&first, 2), first.len()),
            (number, 1, 14_366, length)
        );
        visitor.sandbox.clock().advance(Duration::minutes(7));
        let second = reader.packet().await;
        assert_eq!((second[0], second.len()), (number, length));
        assert_ne!(first, second);
    }
}

#[tokio::test]
async fn the_server_knows_exactly_what_was_asked_for() {
    let (visitor, _, mut reader) = Reader::new().await;
    let feed = visitor.sandbox.feed();
    reader
        .ask("subscribe", r#"[[1,14366],["6","500325"]]"#, "marketdata")
        .await;
    reader
        .ask("subscribe", "[[1,3045],[1,999999]]", "compact_marketdata")
        .await;
    reader.ask("unsubscribe", "[[1,14366]]", "marketdata").await;
    reader.ask("subscribe", "[[1,2885]]", "exchange_messages").await;
    reader.say(r#"{"a":"h"}"#).await;
    reader.say(r#"{"a":"h","v":[],"m":""}"#).await;
    feed.until(|open| open[0].heartbeats == 2).await;
    let expected = BTreeMap::from([
        ("compact_marketdata", BTreeSet::from([(1, 3045), (1, 999_999)])),
        ("marketdata", BTreeSet::from([(6, 500_325)])),
    ]);
    let [connection] = &feed.connections()[..] else {
        panic!("one connection");
    };
    assert_eq!(
        (&connection.subscriptions, connection.updates),
        (&expected, false)
    );
    let told: serde_json::Value = visitor
        .http
        .get(visitor.url("/sandbox/feed"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(told["accepted"], 1);
    let subscribed = &told["connections"][0]["subscriptions"]["compact_marketdata"];
    assert_eq!(subscribed.to_string(), "[[1,3045],[1,999999]]");
}

/// Everything a reader gets of one instrument over some minutes, all three modes.
async fn heard(seed: u64) -> Vec<Vec<u8>> {
    let visitor = Visitor::with(Sandbox::builder().seed(seed).now(NOW).paused()).await;
    let token = visitor.token().await;
    let mut reader = Reader::of(&visitor, &token).await;
    let mut heard = Vec::new();
    for mode in ["marketdata", "compact_marketdata", "full_snapquote"] {
        reader.ask("subscribe", "[[1,14366]]", mode).await;
        heard.push(reader.packet().await);
    }
    for _ in 0..5 {
        visitor.sandbox.clock().advance(Duration::seconds(61));
        heard.push(reader.packet().await);
    }
    heard
}

#[tokio::test]
async fn the_seed_decides_every_byte() {
    let one = heard(7).await;
    assert_eq!(one, heard(7).await);
    assert_ne!(one, heard(8).await);
}

#[tokio::test]
async fn prices_keep_to_tick_and_circuit_and_books_are_in_order() {
    let (visitor, _, mut reader) = Reader::new().await;
    // Ticks of 1, 10 and 5 paise.
    for (token, tick) in [(14_366, 1), (2885, 10), (3045, 5)] {
        let mut volume = 0;
        for mode in ["marketdata", "full_snapquote"] {
            reader.ask("subscribe", &format!("[[1,{token}]]"), mode).await;
        }
        for _ in 0..50 {
            let (mut detailed, mut depth) = (reader.packet().await, reader.packet().await);
            if detailed[0] == 4 {
                std::mem::swap(&mut detailed, &mut depth);
            }
            let (low, high) = (u32_at(&detailed, 86), u32_at(&detailed, 90));
            for offset in [6, 22, 30, 62, 66, 70, 74] {
                let price = u32_at(&detailed, offset);
                assert!(
                    price.is_multiple_of(tick) && (low..=high).contains(&price),
                    "{price} at {offset}"
                );
            }
            for (first, apart) in [(26, -1), (86, 1)] {
                for level in 1..5 {
                    let [here, before] =
                        [level, level - 1].map(|at| i64::from(u32_at(&depth, first + 4 * at)));
                    assert_eq!((here - before).signum(), apart, "level {level}");
                }
            }
            assert!(u32_at(&depth, 26) < u32_at(&depth, 86), "crossed");
            assert!(u32_at(&detailed, 18) >= volume, "volume fell");
            volume = u32_at(&detailed, 18);
            visitor.sandbox.clock().advance(Duration::seconds(61));
        }
        for mode in ["marketdata", "full_snapquote"] {
            reader.ask("unsubscribe", &format!("[[1,{token}]]"), mode).await;
        }
        let feed = visitor.sandbox.feed();
        feed.until(|open| open[0].subscriptions.is_empty()).await;
        // The last jump's packets.
        reader.packet().await;
        reader.packet().await;
    }
}

#[tokio::test]
async fn what_is_not_subscribed_any_more_is_not_sent() {
    let (visitor, _, mut reader) = Reader::new().await;
    reader
        .ask("subscribe", "[[1,14366],[1,3045]]", "compact_marketdata")
        .await;
    reader.packet().await;
    reader.packet().await;
    reader
        .ask("unsubscribe", "[[1,14366]]", "compact_marketdata")
        .await;
    let feed = visitor.sandbox.feed();
    feed.until(|open| open[0].subscriptions["compact_marketdata"].len() == 1)
        .await;
    for _ in 0..3 {
        visitor.sandbox.clock().advance(Duration::minutes(1));
        assert_eq!(u32_at(&reader.packet().await, 2), 3045);
    }
}
