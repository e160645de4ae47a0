//! What other processes do to the store while this one goes on.

use super::*;
use crate::{MockTokenStore, SessionState, StoreLock, StoreVersion, TokenSource as _};

#[tokio::test]
async fn a_logout_and_a_login_of_another_process_are_noticed() {
    let (store, clock) = (MemoryStore::new(), clock());
    put(&store, &record("first")).await;
    let session = builder(&store, &clock).build();
    session.look_again().await;
    assert_eq!(
        text(&session.token()),
        "first",
        "whoever never looked looks for the first time"
    );
    let other = builder(&store, &clock).build();
    other.log_out().await.unwrap();
    session.look_again().await;
    assert_eq!(kind(session.token()), ErrorKind::NotLoggedIn);
    other.log_in(&Person(record("second"))).await.unwrap();
    session.look_again().await;
    assert_eq!(text(&session.token()), "second");
}

#[tokio::test]
async fn a_logout_that_the_store_did_not_take_still_counts() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store
        .expect_load()
        .returning(|| Ok(Some(crate::Stored::new(record("token")))));
    store
        .expect_clear()
        .returning(|_| Err(Error::new(ErrorKind::Store, "the disk is full")));
    let session = Session::builder(audience(), Arc::new(store))
        .clock(clock())
        .build();
    assert!(session.restore().await.unwrap().is_alive());
    session.log_out().await.unwrap_err();
    session.look_again().await;
    assert_eq!(session.state(), SessionState::SignedOut);
}

#[tokio::test]
async fn a_login_that_could_not_be_kept_is_still_good() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    store.expect_load().returning(|| Ok(None));
    store.expect_lock().returning(|| Ok(StoreLock::new(())));
    store
        .expect_save()
        .returning(|_, _: StoreVersion| Err(Error::new(ErrorKind::Store, "the disk is full")));
    let session = Session::builder(audience(), Arc::new(store))
        .clock(clock())
        .build();
    session.log_in(&Person(record("token"))).await.unwrap_err();
    session.look_again().await;
    assert_eq!(text(&session.token()), "token");
}

#[tokio::test]
async fn a_store_that_nobody_can_write_is_not_read_again() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(true);
    store
        .expect_load()
        .once()
        .returning(|| Ok(Some(crate::Stored::new(record("token")))));
    let session = Session::builder(audience(), Arc::new(store))
        .clock(clock())
        .build();
    session.restore().await.unwrap();
    session.look_again().await;
    assert_eq!(text(&session.token()), "token");
}

#[tokio::test]
async fn a_store_that_is_out_of_reach_changes_nothing() {
    let mut store = MockTokenStore::new();
    store.expect_is_read_only().return_const(false);
    let mut reads = 0;
    store.expect_load().returning(move || {
        reads += 1;
        match reads {
            1 => Ok(Some(crate::Stored::new(record("token")))),
            _ => Err(Error::new(ErrorKind::Store, "out of reach")),
        }
    });
    let session = Session::builder(audience(), Arc::new(store))
        .clock(clock())
        .build();
    session.restore().await.unwrap();
    session.look_again().await;
    assert_eq!(text(&session.token()), "token");
}
