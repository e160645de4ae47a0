//! A token that the server refuses: gone for good, and never at the cost of a newer one.

use super::*;
use crate::{SessionState, TokenSource as _};

#[tokio::test]
async fn a_refused_token_is_revoked_here_and_marked_in_the_store() {
    let (store, clock) = (MemoryStore::new(), clock());
    put(&store, &record("token")).await;
    let session = builder(&store, &clock).build();
    session.restore().await.unwrap();
    session.invalidate(&session.token().unwrap());
    assert_eq!(session.state(), SessionState::Revoked);
    assert_eq!(kind(session.token()), ErrorKind::Revoked);
    // Reading it once more does not bring it back.
    assert_eq!(session.restore().await.unwrap(), SessionState::Revoked);
    assert_eq!(kind(session.renew().await), ErrorKind::Revoked);
    assert!(store.load().await.unwrap().unwrap().record.is_revoked());
    put(&store, &record("token")).await;
    assert_eq!(kind(session.renew().await), ErrorKind::Revoked);
}

#[tokio::test]
async fn the_next_program_learns_of_a_refusal() {
    let (store, clock) = (MemoryStore::new(), clock());
    let first = builder(&store, &clock).build();
    let token = first.log_in(&Person(record("token"))).await.unwrap();
    first.invalidate(&token);
    first.settle().await;
    let second = builder(&store, &clock).build();
    assert_eq!(second.restore().await.unwrap(), SessionState::Revoked);
    assert_eq!(kind(second.token()), ErrorKind::Revoked);
    // Somebody logs in, and the refusal of the old token is told once more: the new one stays.
    second.log_in(&Person(record("new"))).await.unwrap();
    first.settle().await;
    assert!(!store.load().await.unwrap().unwrap().record.is_revoked());
    assert_eq!(first.restore().await.unwrap(), second.state());
    assert_eq!(text(&first.token()), "new");
}

#[tokio::test]
async fn a_newer_token_stays() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock).build();
    let old = session.log_in(&Person(record("old"))).await.unwrap();
    session.log_in(&Person(record("new"))).await.unwrap();
    session.invalidate(&old);
    assert_eq!(text(&session.token()), "new");
    assert_eq!(stored(&store).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn what_another_program_saved_meanwhile_is_taken_over() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock).build();
    let old = session.log_in(&Person(record("old"))).await.unwrap();
    put(&store, &record("new")).await;
    session.invalidate(&old);
    assert_eq!(text(&session.renew().await), "new");
    assert_eq!(stored(&store).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn every_refused_token_is_remembered_not_only_the_last() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock).build();
    for name in ["one", "two"] {
        let token = session.log_in(&Person(record(name))).await.unwrap();
        session.invalidate(&token);
    }
    for name in ["one", "two"] {
        put(&store, &record(name)).await;
        assert_eq!(session.restore().await.unwrap(), SessionState::Revoked);
    }
}

#[tokio::test]
async fn refused_after_its_end_is_expired() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock).build();
    let token = session.log_in(&Person(record("token"))).await.unwrap();
    clock.set(MIDNIGHT);
    session.invalidate(&token);
    assert_eq!(session.state(), SessionState::Expired { since: MIDNIGHT });
    assert_eq!(kind(session.token()), ErrorKind::Expired);
}

#[tokio::test]
async fn a_login_that_yields_the_same_text_counts() {
    let session = builder(&MemoryStore::new(), &clock()).build();
    let token = session.log_in(&Person(record("same"))).await.unwrap();
    session.invalidate(&token);
    session.log_in(&Person(record("same"))).await.unwrap();
    assert_eq!(text(&session.token()), "same");
    assert!(session.restore().await.unwrap().is_alive());
}

#[tokio::test]
async fn a_later_login_elsewhere_that_yields_the_same_text_counts_too() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock).build();
    let token = session.log_in(&Person(record("same"))).await.unwrap();
    session.invalidate(&token);
    session.settle().await;
    clock.set(MORNING + time::Duration::SECOND);
    let other = builder(&store, &clock).build();
    let later = Person(record_at("same", clock.now()));
    other.log_in(&later).await.unwrap();
    assert!(session.restore().await.unwrap().is_alive());
    assert_eq!(text(&session.token()), "same");
    assert!(!store.load().await.unwrap().unwrap().record.is_revoked());
}

#[test]
fn racing_invalidations_and_logins_never_lose_the_newest() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let session = builder(&MemoryStore::new(), &clock()).build();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..2_000 {
                    if let Ok(token) = session.token()
                        && token.expose_secret() != "last"
                    {
                        session.invalidate(&token);
                    }
                }
            });
        }
        for number in 0..100 {
            runtime
                .block_on(session.log_in(&Person(record(&format!("token-{number}")))))
                .unwrap();
        }
        runtime.block_on(session.log_in(&Person(record("last")))).unwrap();
    });
    assert_eq!(text(&session.token()), "last");
}
