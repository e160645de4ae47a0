//! Logging in, out and reading back, with stores that fail.

use super::*;
use crate::{MockLogin, MockTokenStore, SessionState, StoreLock, StoreVersion, Stored, TokenSource as _};

fn with_store(store: MockTokenStore) -> Session {
    Session::builder(audience(), Arc::new(store))
        .clock(clock())
        .build()
}

#[tokio::test]
async fn a_login_is_kept_for_the_next_program() {
    let (store, clock) = (MemoryStore::new(), clock());
    let first = builder(&store, &clock).build();
    let token = first.log_in(&Person(record("token"))).await.unwrap();
    assert_eq!(token.expose_secret(), "token");
    let second = builder(&store, &clock).build();
    assert!(second.restore().await.unwrap().is_alive());
    assert_eq!(text(&second.token()), "token");
    first.log_out().await.unwrap();
    assert_eq!(kind(first.token()), ErrorKind::NotLoggedIn);
    assert_eq!(second.restore().await.unwrap(), SessionState::SignedOut);
}

#[tokio::test]
async fn an_explicit_login_replaces_whatever_is_there() {
    let (store, clock) = (MemoryStore::new(), clock());
    put(&store, &record("old")).await;
    let session = builder(&store, &clock).build();
    session.log_in(&Person(record("new"))).await.unwrap();
    assert_eq!(stored(&store).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn a_token_for_another_address_is_neither_used_nor_kept() {
    let store = MemoryStore::new();
    let session = Session::builder("http://127.0.0.1:8080".parse().unwrap(), Arc::new(store.clone()))
        .clock(clock())
        .build();
    assert_eq!(
        kind(session.log_in(&Person(record("live"))).await),
        ErrorKind::WrongApp
    );
    assert_eq!(kind(session.token()), ErrorKind::NotLoggedIn);
    assert_eq!(stored(&store).await, None);
}

#[tokio::test]
async fn a_store_that_cannot_be_read_is_said_before_the_login() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store
        .expect_load()
        .returning(|| Err(Error::new(ErrorKind::StoreCorrupt, "damaged")));
    let session = with_store(store);
    let mut login = MockLogin::new();
    login.expect_log_in().never();
    assert_eq!(kind(session.log_in(&login).await), ErrorKind::StoreCorrupt);
    assert_eq!(kind(session.restore().await), ErrorKind::StoreCorrupt);
    assert_eq!(kind(session.renew().await), ErrorKind::StoreCorrupt);
}

#[tokio::test]
async fn a_login_anew_replaces_what_is_damaged_and_only_that() {
    let directory = tempfile::tempdir().unwrap();
    let store = crate::FileStore::new(directory.path().join("home/token.json"));
    let session = Session::builder(audience(), Arc::new(store.clone()))
        .clock(clock())
        .build();
    session.log_in(&Person(record("old"))).await.unwrap();
    std::fs::write(store.path(), "x\n").unwrap();
    assert_eq!(
        kind(session.log_in(&Person(record("new"))).await),
        ErrorKind::StoreCorrupt
    );
    session.log_in_anew(&Person(record("new"))).await.unwrap();
    assert!(
        store
            .load()
            .await
            .unwrap()
            .unwrap()
            .record
            .token()
            .is_same(record("new").token())
    );

    std::fs::write(store.path(), r#"{"format":2}"#).unwrap();
    let mut login = MockLogin::new();
    login.expect_log_in().never();
    assert_eq!(kind(session.log_in_anew(&login).await), ErrorKind::StoreNewer);
    assert_eq!(std::fs::read_to_string(store.path()).unwrap(), r#"{"format":2}"#);
}

#[tokio::test]
async fn a_read_only_store_is_said_before_the_login() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(true);
    store.expect_describe().return_const("environment");
    let mut login = MockLogin::new();
    login.expect_log_in().never();
    assert_eq!(
        kind(with_store(store).log_in(&login).await),
        ErrorKind::StoreReadOnly
    );
}

#[tokio::test]
async fn a_store_that_takes_no_lock_is_said_before_the_login() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store.expect_load().returning(|| Ok(None));
    store
        .expect_lock()
        .returning(|| Err(Error::new(ErrorKind::Store, "read-only file system")));
    let mut login = MockLogin::new();
    login.expect_is_automatic().return_const(false);
    login.expect_log_in().never();
    assert_eq!(kind(with_store(store).log_in(&login).await), ErrorKind::Store);
}

#[tokio::test]
async fn a_login_that_cannot_be_kept_serves_this_program() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store.expect_load().returning(|| Ok(None));
    store.expect_lock().returning(|| Ok(StoreLock::new(())));
    store
        .expect_save()
        .times(1)
        .returning(|_, _| Err(Error::new(ErrorKind::Store, "no space left")));
    let session = with_store(store);
    let error = session.log_in(&Person(record("token"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert_eq!(
        error.to_string(),
        "logged in, but the session could not be kept: no space left"
    );
    assert!(error.is_after_login() && !Error::new(ErrorKind::Store, "").is_after_login());
    assert_eq!(text(&session.token()), "token");
}

#[tokio::test]
async fn an_explicit_login_has_the_last_word_over_other_writers() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store
        .expect_load()
        .returning(|| Ok(Some(Stored::new(record("other")))));
    store.expect_lock().returning(|| Ok(StoreLock::new(())));
    let mut attempts = 0;
    store.expect_save().times(3).returning(move |record, _| {
        attempts += 1;
        if attempts < 3 {
            return Err(Error::new(ErrorKind::StoreConflict, "changed"));
        }
        Ok(StoreVersion::of(record))
    });
    with_store(store).log_in(&Person(record("token"))).await.unwrap();
}

#[tokio::test]
async fn a_logout_that_the_store_refuses_is_a_logout_here() {
    let mut store = MockTokenStore::new();
    store
        .expect_clear()
        .returning(|_| Err(Error::new(ErrorKind::StoreReadOnly, "unset it")));
    store
        .expect_load()
        .returning(|| Ok(Some(Stored::new(record("token")))));
    store.expect_is_read_only().return_const(true);
    let session = with_store(store);
    session.restore().await.unwrap();
    assert_eq!(kind(session.log_out().await), ErrorKind::StoreReadOnly);
    assert_eq!(kind(session.token()), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn a_slow_read_does_not_undo_a_login() {
    let clock = clock();
    let (reading, read) = (
        Arc::new(tokio::sync::Notify::new()),
        Arc::new(tokio::sync::Notify::new()),
    );
    let mut store = SlowStore {
        inner: MemoryStore::new(),
        reading: Arc::clone(&reading),
        read: Arc::clone(&read),
        slow: std::sync::atomic::AtomicBool::new(true),
    };
    put(&store.inner, &record("old")).await;
    store.slow = true.into();
    let session = Session::builder(audience(), Arc::new(store)).clock(clock).build();
    let reader = tokio::spawn({
        let session = session.clone();
        async move { session.restore().await }
    });
    reading.notified().await;
    session.log_in(&Person(record("new"))).await.unwrap();
    read.notify_one();
    reader.await.unwrap().unwrap();
    assert_eq!(text(&session.token()), "new");
}

/// Reads, then waits before it says what: once.
#[derive(Debug)]
struct SlowStore {
    inner: MemoryStore,
    reading: Arc<tokio::sync::Notify>,
    read: Arc<tokio::sync::Notify>,
    slow: std::sync::atomic::AtomicBool,
}

#[async_trait]
impl TokenStore for SlowStore {
    fn describe(&self) -> String {
        "slow".to_owned()
    }
    async fn load(&self) -> Result<Option<Stored>, Error> {
        let stored = self.inner.load().await;
        if self.slow.swap(false, Ordering::SeqCst) {
            self.reading.notify_one();
            self.read.notified().await;
        }
        stored
    }
    async fn save(&self, record: &TokenRecord, expected: StoreVersion) -> Result<StoreVersion, Error> {
        self.inner.save(record, expected).await
    }
    async fn clear(&self, expected: Option<StoreVersion>) -> Result<(), Error> {
        self.inner.clear(expected).await
    }
    async fn lock(&self) -> Result<StoreLock, Error> {
        self.inner.lock().await
    }
}
