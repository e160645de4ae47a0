//! The conformance suite of [`TokenStore`]: what a session relies on, as tests for any store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pocketful_types::ClientId;
use secrecy::SecretString;
use time::macros::datetime;

use crate::{AppId, ErrorKind, StoreVersion, TokenRecord, TokenStore};

/// Makes a module `$name` of tests out of a store.
///
/// The expression is evaluated once a test. It makes an empty place and returns a closure that opens a handle of that place
/// each time it is called: `move || -> Arc<dyn TokenStore> { … }`. For a store that cannot be written put `read_only` before it; its
/// place then holds a record. The crate that uses the macro needs `tokio` with `macros` and `rt-multi-thread`.
///
/// ```
/// use std::sync::Arc;
/// use pocketful_auth::{MemoryStore, TokenStore};
///
/// pocketful_auth::token_store_tests!(memory, {
///     let place = MemoryStore::new();
///     move || Arc::new(place.clone()) as Arc<dyn TokenStore>
/// });
/// ```
#[macro_export]
macro_rules! token_store_tests {
    ($name:ident, read_only, $place:expr) => {
        $crate::token_store_tests!(@module $name, $place, [
            a_read_only_store_refuses_to_write,
        ]);
    };
    ($name:ident, $place:expr) => {
        $crate::token_store_tests!(@module $name, $place, [
            an_empty_place_is_no_session,
            what_one_handle_saves_another_loads,
            saving_expects_what_is_there,
            clearing_expects_what_is_there,
            an_old_version_never_comes_back,
            one_of_many_savers_wins,
            the_lock_has_one_holder,
            a_dropped_wait_leaves_no_lock,
            saving_works_under_the_lock,
            nothing_shows_the_token,
        ]);
    };
    (@module $name:ident, $place:expr, [$($test:ident,)+]) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    $crate::test_util::$test($place).await;
                }
            )+
        }
    };
}

/// A wait that is longer than this is a hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// The text of every token of the suite starts with this.
const SENTINEL: &str = "sentinel-of-the-suite";

fn record(number: u32) -> TokenRecord {
    TokenRecord::new(
        SecretString::from(format!("{SENTINEL}-{number}")),
        ClientId::new("AB1234"),
        "https://algo.example.com".parse().unwrap(),
        datetime!(2026-03-10 09:15:00.5 +5:30),
    )
    .unwrap()
    .with_app_id(AppId::new("app-1"))
    .with_expires_in(time::Duration::seconds(3600 + i64::from(number)))
}

async fn version(store: &dyn TokenStore) -> StoreVersion {
    store
        .load()
        .await
        .unwrap()
        .map_or(StoreVersion::ABSENT, |stored| stored.version)
}

async fn holds(store: &dyn TokenStore, number: u32) -> bool {
    let Some(stored) = store.load().await.unwrap() else {
        return false;
    };
    stored.record.token().is_same(record(number).token())
}

/// Nothing there is `None`, and clearing it is fine.
pub async fn an_empty_place_is_no_session(open: impl Fn() -> Arc<dyn TokenStore>) {
    let store = open();
    assert!(!store.is_read_only());
    assert!(store.load().await.unwrap().is_none());
    store.clear(None).await.unwrap();
    store.clear(Some(StoreVersion::ABSENT)).await.unwrap();
    assert!(store.load().await.unwrap().is_none());
}

/// Every member of a record survives, and the version is the one that saving said.
pub async fn what_one_handle_saves_another_loads(open: impl Fn() -> Arc<dyn TokenStore>) {
    let saved = open().save(&record(1), StoreVersion::ABSENT).await.unwrap();
    let stored = open().load().await.unwrap().unwrap();
    let (read, wrote) = (stored.record, record(1));
    assert_eq!(stored.version, saved);
    assert!(read.token().is_same(wrote.token()), "another token");
    assert_eq!(read.client_id(), wrote.client_id());
    assert_eq!(read.app_id(), wrote.app_id());
    assert_eq!(read.audience(), wrote.audience());
    assert_eq!(read.issued_at(), wrote.issued_at());
    assert_eq!(read.expires_at(), wrote.expires_at());
    assert!(!read.is_revoked());
    let marked = open().save(&record(1).revoked(), saved).await.unwrap();
    assert_ne!(marked, saved);
    let stored = open().load().await.unwrap().unwrap();
    assert_eq!(stored.version, marked);
    assert!(stored.record.is_revoked(), "the mark is lost");
}

/// A save with the wrong expectation changes nothing; with the right one it replaces.
pub async fn saving_expects_what_is_there(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (one, other) = (open(), open());
    let first = one.save(&record(1), StoreVersion::ABSENT).await.unwrap();
    let error = other.save(&record(2), StoreVersion::ABSENT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreConflict);
    assert!(holds(&*other, 1).await);
    let second = other.save(&record(2), first).await.unwrap();
    assert_ne!(first, second);
    let error = one.save(&record(3), first).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreConflict);
    assert!(holds(&*one, 2).await);
}

/// A clear with the wrong expectation changes nothing.
pub async fn clearing_expects_what_is_there(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (one, other) = (open(), open());
    let first = one.save(&record(1), StoreVersion::ABSENT).await.unwrap();
    let second = one.save(&record(2), first).await.unwrap();
    for wrong in [first, StoreVersion::ABSENT] {
        let error = other.clear(Some(wrong)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StoreConflict);
    }
    assert!(holds(&*other, 2).await);
    other.clear(Some(second)).await.unwrap();
    assert!(one.load().await.unwrap().is_none());
    one.save(&record(3), StoreVersion::ABSENT).await.unwrap();
    other.clear(None).await.unwrap();
    assert!(one.load().await.unwrap().is_none());
}

/// A clear does not start the versions over: who slept through it is told.
pub async fn an_old_version_never_comes_back(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (sleeper, other) = (open(), open());
    let first = sleeper.save(&record(1), StoreVersion::ABSENT).await.unwrap();
    other.clear(None).await.unwrap();
    other.save(&record(2), StoreVersion::ABSENT).await.unwrap();
    let error = sleeper.save(&record(3), first).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreConflict);
    let error = sleeper.clear(Some(first)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreConflict);
    assert!(holds(&*sleeper, 2).await);
}

/// Of savers that expect the same, exactly one succeeds, and its record is there.
pub async fn one_of_many_savers_wins(open: impl Fn() -> Arc<dyn TokenStore>) {
    let savers: Vec<_> = (0..8)
        .map(|number| {
            let store = open();
            tokio::spawn(async move {
                store
                    .save(&record(number), StoreVersion::ABSENT)
                    .await
                    .map(|_| number)
            })
        })
        .collect();
    let mut winners = Vec::new();
    for saver in savers {
        match saver.await.unwrap() {
            Ok(number) => winners.push(number),
            Err(error) => assert_eq!(error.kind(), ErrorKind::StoreConflict, "{error}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert!(holds(&*open(), winners[0]).await);
}

/// Two handles never hold the lock at once, and everybody gets it in the end.
pub async fn the_lock_has_one_holder(open: impl Fn() -> Arc<dyn TokenStore>) {
    let inside = Arc::new(AtomicUsize::new(0));
    let holders: Vec<_> = (0..6)
        .map(|_| {
            let (store, inside) = (open(), Arc::clone(&inside));
            tokio::spawn(async move {
                let lock = store.lock().await.unwrap();
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two holders");
                for _ in 0..16 {
                    store.load().await.unwrap();
                    tokio::task::yield_now().await;
                }
                inside.fetch_sub(1, Ordering::SeqCst);
                drop(lock);
            })
        })
        .collect();
    for holder in holders {
        tokio::time::timeout(PATIENCE, holder)
            .await
            .expect("the lock is given back")
            .unwrap();
    }
}

/// Who stops waiting is forgotten.
pub async fn a_dropped_wait_leaves_no_lock(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (one, other) = (open(), open());
    let lock = one.lock().await.unwrap();
    tokio::select! {
        biased;
        _ = other.lock() => panic!("two holders"),
        () = tokio::task::yield_now() => {}
    }
    drop(lock);
    tokio::time::timeout(PATIENCE, open().lock())
        .await
        .expect("nobody holds the lock")
        .unwrap();
}

/// The holder of the lock saves, and others load, save and clear meanwhile.
pub async fn saving_works_under_the_lock(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (one, other) = (open(), open());
    let _lock = one.lock().await.unwrap();
    let work = async {
        let first = one.save(&record(1), StoreVersion::ABSENT).await.unwrap();
        assert_eq!(version(&*other).await, first);
        let second = other.save(&record(2), first).await.unwrap();
        one.clear(Some(second)).await.unwrap();
    };
    tokio::time::timeout(PATIENCE, work)
        .await
        .expect("the lock guards logins only");
}

/// Neither the store nor its errors nor what it loads print the token.
pub async fn nothing_shows_the_token(open: impl Fn() -> Arc<dyn TokenStore>) {
    let store = open();
    store.save(&record(1), StoreVersion::ABSENT).await.unwrap();
    let stored = store.load().await.unwrap();
    let error = store.save(&record(2), StoreVersion::ABSENT).await.unwrap_err();
    let lock = store.lock().await.unwrap();
    let text = format!(
        "{store:?} {} {stored:?} {error:?} {error} {lock:?}",
        store.describe()
    );
    assert!(!text.contains(SENTINEL), "{text}");
}

/// It says so, loads the same version each time, and refuses every change with the typed error.
pub async fn a_read_only_store_refuses_to_write(open: impl Fn() -> Arc<dyn TokenStore>) {
    let (one, other) = (open(), open());
    assert!(one.is_read_only());
    let first = version(&*one).await;
    assert_ne!(first, StoreVersion::ABSENT, "the place holds a record");
    for expected in [first, StoreVersion::ABSENT] {
        let error = one.save(&record(1), expected).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StoreReadOnly);
        let error = other.clear(Some(expected)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StoreReadOnly);
    }
    assert_eq!(
        one.clear(None).await.unwrap_err().kind(),
        ErrorKind::StoreReadOnly
    );
    assert_eq!(version(&*one).await, first);
    drop(one.lock().await.unwrap());
}
