//! A whole stream against a scripted feed, in paused time.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use pocketful_auth::{AccessToken, Error, ErrorKind, TokenSource};
use pocketful_types::{ClientId, Clock, Exchange, Instrument, InstrumentToken, ManualClock, next_midnight};
use time::{OffsetDateTime, macros::datetime};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    AwaitedToken, DataMode, EndReason, Event, Events, Feed, Gap, GapCause, Peer, ScriptedServer,
    SocketErrorKind, StreamBuilder, StreamState, scripted,
};

mod books;
mod connecting;
mod delays;
mod delivery;
mod ending;
mod faults;
mod losing;
mod panics;
mod quiet;
mod readings;
mod recordings;
mod refusals;
mod sharding;
mod signed_off;
mod silences;
mod storm;
mod tokens;

/// A Wednesday, in market hours.
const MORNING: OffsetDateTime = datetime!(2026-03-11 10:00 +5:30);

const HEARTBEAT: &str = r#"{"a":"h","v":[],"m":""}"#;
const UPDATES: &str = r#"{"a":"subscribe","v":["AB1234","web"],"m":"updates"}"#;

/// The wall clock follows tokio's, so that a paused test moves both.
#[derive(Debug)]
struct TestClock {
    began: Instant,
    at: OffsetDateTime,
}

impl Clock for TestClock {
    fn now(&self) -> OffsetDateTime {
        self.at + self.began.elapsed()
    }
}

/// A source whose token the test puts in.
#[derive(Debug)]
struct TestTokens {
    token: Mutex<Option<AccessToken>>,
    refused: AtomicUsize,
    renewals: AtomicUsize,
    /// Whether it remembers what was refused, as a session does.
    remembers: AtomicBool,
    /// Whether it logs in by itself, as a session with an automatic way in does.
    logs_in: AtomicBool,
    /// Whether a renewal never ends.
    hangs: AtomicBool,
    /// What another process has done: logged in, or out.
    elsewhere: Mutex<Option<Option<AccessToken>>>,
}

fn token(text: &str, expires_at: OffsetDateTime) -> AccessToken {
    AccessToken::new(text.to_owned().into(), ClientId::new("AB1234"), expires_at)
}

#[async_trait]
impl TokenSource for TestTokens {
    fn token(&self) -> Result<AccessToken, Error> {
        let token = self.token.lock().unwrap().clone();
        let kind = match self.refused.load(Ordering::SeqCst) {
            1.. if self.remembers.load(Ordering::SeqCst) => ErrorKind::Revoked,
            _ => ErrorKind::NotLoggedIn,
        };
        token.ok_or_else(|| Error::new(kind, "nobody is logged in"))
    }

    async fn renew(&self) -> Result<AccessToken, Error> {
        let number = self.renewals.fetch_add(1, Ordering::SeqCst);
        if self.hangs.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if self.logs_in.load(Ordering::SeqCst) {
            let mut ours = self.token.lock().unwrap();
            ours.get_or_insert_with(|| token(&format!("login {number}"), next_midnight(MORNING)));
        }
        self.token()
    }

    async fn look_again(&self) {
        if let Some(found) = self.elsewhere.lock().unwrap().take() {
            *self.token.lock().unwrap() = found;
        }
    }

    fn invalidate(&self, token: &AccessToken) {
        self.refused.fetch_add(1, Ordering::SeqCst);
        let mut ours = self.token.lock().unwrap();
        if ours.as_ref().is_some_and(|ours| ours.is_same(token)) {
            *ours = None;
        }
    }
}

/// A stream, its feed and its token.
struct Rig {
    server: ScriptedServer,
    feed: Feed,
    events: Events,
    tokens: Arc<TestTokens>,
    clock: Arc<TestClock>,
}

fn rig() -> Rig {
    rig_at(MORNING, |builder| builder)
}

fn rig_at(at: OffsetDateTime, options: impl FnOnce(StreamBuilder) -> StreamBuilder) -> Rig {
    let (connector, server) = scripted();
    let clock = Arc::new(TestClock {
        began: Instant::now(),
        at,
    });
    let tokens = Arc::new(TestTokens {
        token: Mutex::new(Some(token("first", next_midnight(at)))),
        refused: AtomicUsize::new(0),
        renewals: AtomicUsize::new(0),
        remembers: false.into(),
        logs_in: false.into(),
        hangs: false.into(),
        elsewhere: Mutex::default(),
    });
    let origin = "wss://feed.example.com".parse().unwrap();
    let builder = StreamBuilder::new(origin, Arc::clone(&tokens) as Arc<dyn TokenSource>)
        .connector(Arc::new(connector))
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .machine(Arc::new(ManualClock::new(at)));
    let (feed, events) = options(builder).start();
    Rig {
        server,
        feed,
        events,
        tokens,
        clock,
    }
}

impl Rig {
    /// Lets the next attempt in and waits until the stream says so, after what it has to say of failed ones.
    async fn accept(&mut self) -> Peer {
        let peer = self.server.attempt().await.unwrap().accept();
        let mut event = self.event().await;
        while let Event::ConnectFailed { .. } = event {
            event = self.event().await;
        }
        assert!(
            matches!(event, Event::Connected { .. } | Event::Reconnected { .. }),
            "{event:?}"
        );
        peer
    }

    /// The next event. A stream that says nothing for an hour says nothing at all.
    async fn event(&mut self) -> Event {
        timeout(Duration::from_secs(3600), self.events.next())
            .await
            .expect("an event")
            .expect("the stream goes on")
    }

    async fn gap(&mut self) -> Gap {
        match self.event().await {
            Event::Gap(gap) => gap,
            other => panic!("{other:?}"),
        }
    }

    /// Nothing more to say at this moment.
    async fn is_quiet(&mut self) -> bool {
        timeout(Duration::from_millis(1), self.events.next())
            .await
            .is_err()
    }
}

fn nse(token: u32) -> Instrument {
    Instrument::new(Exchange::Nse, InstrumentToken::new(token))
}

/// A detailed tick.
fn tick(token: u32, price: u32) -> Vec<u8> {
    let mut bytes = vec![0; 102];
    bytes[..2].copy_from_slice(&[1, 1]);
    bytes[2..6].copy_from_slice(&token.to_be_bytes());
    bytes[6..10].copy_from_slice(&price.to_be_bytes());
    bytes
}

fn compact(token: u32, price: u32) -> Vec<u8> {
    let mut bytes = tick(token, price);
    bytes[0] = 2;
    bytes.truncate(42);
    bytes
}

fn depth(token: u32) -> Vec<u8> {
    let mut bytes = tick(token, 1);
    bytes[0] = 4;
    bytes.resize(166, 0);
    bytes
}

/// An order update.
fn order(id: usize) -> Vec<u8> {
    update(
        50,
        &format!(r#"{{"oms_order_id":"{id}","order_status":"COMPLETE"}}"#),
    )
}

/// A trade update.
fn trade(id: usize) -> Vec<u8> {
    update(51, &format!(r#"{{"oms_order_id":"{id}","trade_id":"T{id}"}}"#))
}

fn update(mode: u8, json: &str) -> Vec<u8> {
    [&[mode, 0, 0, 0, 0], json.as_bytes()].concat()
}

/// What a peer hears next that is no heartbeat.
async fn heard(peer: &mut Peer) -> String {
    loop {
        let text = timeout(Duration::from_secs(60), peer.hear()).await;
        match text.expect("a frame").expect("the client is there") {
            text if text == HEARTBEAT || text == "ping" => {}
            text => return text,
        }
    }
}
