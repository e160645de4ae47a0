//! The session against hours, stores, servers that change their mind, and other programs.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use pocketful_types::{ClientId, Clock, ManualClock, Origin};
use secrecy::SecretString;
use time::{OffsetDateTime, macros::datetime};

use crate::{Error, ErrorKind, Login, MemoryStore, Session, SessionBuilder, TokenRecord, TokenStore};

mod hours;
mod keeping;
mod looking;
mod renewing;
mod revocation;
mod watching;

const MORNING: OffsetDateTime = datetime!(2026-03-10 09:15 +5:30);
const MIDNIGHT: OffsetDateTime = datetime!(2026-03-11 00:00 +5:30);

fn audience() -> Origin {
    "https://algo.example.com".parse().unwrap()
}

fn record_at(token: &str, issued_at: OffsetDateTime) -> TokenRecord {
    TokenRecord::new(
        SecretString::from(token),
        ClientId::new("AB1234"),
        audience(),
        issued_at,
    )
    .unwrap()
}

fn record(token: &str) -> TokenRecord {
    record_at(token, MORNING)
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(MORNING))
}

fn builder(store: &MemoryStore, clock: &Arc<ManualClock>) -> SessionBuilder {
    Session::builder(audience(), Arc::new(store.clone())).clock(Arc::clone(clock) as Arc<dyn Clock>)
}

async fn put(store: &MemoryStore, record: &TokenRecord) {
    store.clear(None).await.unwrap();
    store.save(record, crate::StoreVersion::ABSENT).await.unwrap();
}

async fn stored(store: &MemoryStore) -> Option<String> {
    store
        .load()
        .await
        .unwrap()
        .map(|stored| stored.record.token().expose_secret().to_owned())
}

fn kind<T: std::fmt::Debug>(outcome: Result<T, Error>) -> ErrorKind {
    outcome.unwrap_err().kind()
}

fn text(outcome: &Result<crate::AccessToken, Error>) -> &str {
    outcome.as_ref().unwrap().expose_secret()
}

/// Logs in by itself: the next token each time, `token-1` first, when the gate lets it.
#[derive(Debug)]
struct Robot {
    clock: Arc<ManualClock>,
    started: AtomicUsize,
    gate: tokio::sync::Semaphore,
    refusal: Option<ErrorKind>,
}

impl Robot {
    fn new(clock: &Arc<ManualClock>) -> Self {
        Self {
            clock: Arc::clone(clock),
            started: AtomicUsize::new(0),
            gate: tokio::sync::Semaphore::new(tokio::sync::Semaphore::MAX_PERMITS),
            refusal: None,
        }
    }

    /// Waits in the middle of the login until the gate gets a permit for it.
    fn gated(clock: &Arc<ManualClock>) -> Self {
        Self {
            gate: tokio::sync::Semaphore::new(0),
            ..Self::new(clock)
        }
    }

    fn refused(clock: &Arc<ManualClock>, kind: ErrorKind) -> Self {
        Self {
            refusal: Some(kind),
            ..Self::new(clock)
        }
    }

    fn logins(&self) -> usize {
        self.started.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Login for Robot {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        let number = self.started.fetch_add(1, Ordering::SeqCst) + 1;
        self.gate.acquire().await.unwrap().forget();
        match self.refusal {
            Some(kind) => Err(Error::new(kind, "the password is wrong")),
            None => Ok(record_at(&format!("token-{number}"), self.clock.now())),
        }
    }

    fn is_automatic(&self) -> bool {
        true
    }
}

/// A person who pastes a token.
#[derive(Debug)]
struct Person(TokenRecord);

#[async_trait]
impl Login for Person {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        Ok(self.0.clone())
    }

    fn is_automatic(&self) -> bool {
        false
    }
}
