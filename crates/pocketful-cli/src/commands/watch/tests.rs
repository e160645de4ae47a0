//! A reader that does not read for longer than the feed may be silent.

use std::{
    io::{Read, pipe},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use pocketful::{
    DataMode, Exchange, InstrumentToken,
    auth::{AccessToken, FixedToken},
    stream::{MarketHours, Peer, StreamBuilder, scripted},
    types::{ClientId, ManualClock},
};
use time::macros::datetime;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::args::watch::WatchMode;

/// What takes longer has failed.
const LONG: Duration = Duration::from_secs(60);

/// Of paused time.
const SECOND: Duration = Duration::from_secs(1);

/// Ticks that may wait for the command.
const QUEUE: usize = 16;

/// A detailed tick (wire reference, section 16.3, mode 1).
fn tick() -> Vec<u8> {
    let mut bytes = vec![0; 102];
    bytes[..2].copy_from_slice(&[1, 1]);
    bytes[4..6].copy_from_slice(&3045_u16.to_be_bytes());
    bytes[6..10].copy_from_slice(&81_250_u32.to_be_bytes());
    bytes
}

/// Sends ticks for five minutes, and asserts that the connection is kept alive meanwhile.
async fn five_minutes(peer: &mut Peer) {
    let (began, mut last) = (Instant::now(), Instant::now());
    while began.elapsed() < Duration::from_secs(300) {
        for _ in 0..10 {
            assert!(peer.binary(tick()), "the connection was given up");
        }
        sleep(SECOND).await;
        while let Some(heard) = peer.try_hear() {
            if heard.contains(r#""a":"h""#) {
                last = Instant::now();
            }
        }
        assert!(
            last.elapsed() <= Duration::from_secs(10),
            "no heartbeat for {:?}",
            last.elapsed()
        );
    }
}

async fn watch_a_feed_for_a_reader_that_sleeps() {
    let now = datetime!(2026-11-23 10:00 +5:30);
    let expires_at = now + time::Duration::hours(14);
    let token = AccessToken::new("token".to_owned().into(), ClientId::new("AB1234"), expires_at);
    let (connector, mut server) = scripted();
    let builder = StreamBuilder::new(
        "wss://feed.example.com".parse().unwrap(),
        Arc::new(FixedToken(token)),
    )
    .connector(Arc::new(connector))
    .clock(Arc::new(ManualClock::new(now)))
    .market_hours(MarketHours::new(|_, _| true))
    .queue(QUEUE);
    let (feed, events) = builder.start();
    feed.subscribe(
        [Instrument::new(Exchange::Nse, InstrumentToken::new(3045))],
        DataMode::Detailed,
    );
    let (mut reader, writer) = pipe().unwrap();
    let asked = Asked {
        mode: WatchMode::Detailed,
        orders: false,
    };
    let watching = tokio::spawn(async move {
        let told = Told {
            asked,
            found: &[],
            unlisted: &[],
            is_human: false,
        };
        let lines = Lines::to_pipe(writer).unwrap();
        super::lines(None, &told, events, Stop::listen().unwrap(), lines).await
    });
    let mut peer = server.attempt().await.unwrap().accept();
    five_minutes(&mut peer).await;
    assert!(server.try_attempt().is_none());
    // Now somebody reads, which takes real time: first what found room, and where more would have stood, how much is missing.
    tokio::time::resume();
    let reading = thread::spawn(move || {
        let mut text = String::new();
        reader.read_to_string(&mut text).map(|_| text)
    });
    let closed = async {
        feed.close().await;
        watching.await.unwrap()
    };
    timeout(LONG, closed).await.unwrap().unwrap_err();
    let text = reading.join().unwrap().unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let count = |event: &str| lines.iter().filter(|line| line["event"] == event).count();
    let missed: u64 = lines.iter().filter_map(|line| line["missed"].as_u64()).sum();
    assert!(missed > 0 && count("detailed") >= QUEUE, "{missed} missed");
    assert_eq!(
        count("detailed") as u64 + missed,
        3000,
        "every tick is told, or told as missing"
    );
    for gap in lines.iter().filter(|line| line["event"] == "gap") {
        assert_eq!(gap["cause"], "slow_reader");
    }
    assert_eq!((count("connected"), count("reconnected")), (1, 0));
}

/// In time that is paused. A write that waits in the command's own task stops that, so that a thread looks after it.
#[test]
fn a_reader_that_does_not_read_keeps_no_heartbeat_waiting_and_learns_what_it_missed() {
    let (done, ended) = mpsc::channel();
    let test = thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(watch_a_feed_for_a_reader_that_sleeps());
        done.send(()).unwrap();
    });
    match ended.recv_timeout(LONG) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("a write holds up the feed"),
        _ => test.join().unwrap(),
    }
}
