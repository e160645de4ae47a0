//! The session at every hour: before, at and after midnight in India, and with a clock that is set.

use std::time::Duration;

use super::*;
use crate::{AppId, SessionState, TokenSource as _};

async fn logged_in(builder: SessionBuilder) -> Session {
    let session = builder.build();
    session.log_in(&Person(record("token"))).await.unwrap();
    session
}

#[tokio::test]
async fn nothing_is_read_until_asked() {
    let store = MemoryStore::new();
    put(&store, &record("token")).await;
    let session = builder(&store, &clock()).build();
    assert_eq!(kind(session.token()), ErrorKind::NotLoggedIn);
    assert_eq!(session.state(), SessionState::SignedOut);
    let state = session.restore().await.unwrap();
    assert_eq!(state, SessionState::Valid { expires_at: MIDNIGHT });
    assert_eq!(text(&session.token()), "token");
}

#[tokio::test]
async fn an_empty_store_is_signed_out() {
    let session = builder(&MemoryStore::new(), &clock()).build();
    assert_eq!(session.restore().await.unwrap(), SessionState::SignedOut);
    assert_eq!(kind(session.token()), ErrorKind::NotLoggedIn);
    assert!(session.record().is_none());
}

#[tokio::test]
async fn the_margin_stops_new_work_and_midnight_declares_death() {
    let clock = clock();
    let session = logged_in(builder(&MemoryStore::new(), &clock)).await;
    clock.set(datetime!(2026-03-10 23:59:54.999999999 +5:30));
    assert!(session.token().is_ok());
    clock.set(datetime!(2026-03-10 23:59:55 +5:30));
    assert_eq!(kind(session.token()), ErrorKind::Expiring);
    clock.set(datetime!(2026-03-10 23:59:59 +5:30));
    assert_eq!(kind(session.token()), ErrorKind::Expiring);
    assert!(session.state().is_alive());
    clock.set(datetime!(2026-03-11 00:00:00 +5:30));
    assert_eq!(kind(session.token()), ErrorKind::Expired);
    assert_eq!(session.state(), SessionState::Expired { since: MIDNIGHT });
}

#[tokio::test]
async fn without_a_margin_a_token_serves_to_the_last_nanosecond() {
    let clock = clock();
    let session = logged_in(builder(&MemoryStore::new(), &clock).safety_margin(Duration::ZERO)).await;
    clock.set(datetime!(2026-03-10 23:59:59.999999999 +5:30));
    assert!(session.token().is_ok());
    clock.set(MIDNIGHT);
    assert_eq!(kind(session.token()), ErrorKind::Expired);
}

#[tokio::test]
async fn lead_times_warn_one_after_the_other() {
    let clock = clock();
    let leads = [Duration::from_secs(60), Duration::from_secs(3600)];
    let session = logged_in(builder(&MemoryStore::new(), &clock).lead_times(leads)).await;
    for (now, within) in [
        (datetime!(2026-03-10 23:00 +5:30), leads[1]),
        (datetime!(2026-03-10 23:59 +5:30), leads[0]),
    ] {
        clock.set(now);
        assert_eq!(
            session.state(),
            SessionState::Expiring {
                expires_at: MIDNIGHT,
                within
            }
        );
    }
}

#[tokio::test]
async fn a_clock_that_is_set_does_not_move_the_end() {
    let clock = clock();
    let session = logged_in(builder(&MemoryStore::new(), &clock)).await;
    // The day before the token was issued: it is as good as ever, and still dies at the same instant.
    clock.set(datetime!(2026-03-09 08:00 +5:30));
    assert_eq!(session.token().unwrap().expires_at(), MIDNIGHT);
    clock.set(datetime!(2026-03-12 08:00 +5:30));
    assert_eq!(kind(session.token()), ErrorKind::Expired);
    clock.set(MORNING);
    assert!(session.token().is_ok());
}

#[tokio::test]
async fn yesterdays_token_is_expired_not_absent() {
    let (store, clock) = (MemoryStore::new(), clock());
    put(&store, &record("token")).await;
    clock.set(datetime!(2026-03-11 09:00 +5:30));
    let session = builder(&store, &clock).build();
    assert_eq!(
        session.restore().await.unwrap(),
        SessionState::Expired { since: MIDNIGHT }
    );
    assert_eq!(kind(session.token()), ErrorKind::Expired);
    assert_eq!(session.record().unwrap().client_id().as_str(), "AB1234");
}

#[tokio::test]
async fn a_stored_session_outlives_neither_the_next_midnight_nor_the_present() {
    for (issued, now, state) in [
        // As it should be, up to the last second.
        (MORNING, MORNING, SessionState::Valid { expires_at: MIDNIGHT }),
        // The clock went back over midnight by a minute: dead at the midnight that comes first.
        (
            datetime!(2026-03-11 00:00:30 +5:30),
            datetime!(2026-03-10 23:59:59 +5:30),
            SessionState::Expiring {
                expires_at: MIDNIGHT,
                within: Duration::from_secs(300),
            },
        ),
        (
            datetime!(2026-03-11 00:00:30 +5:30),
            datetime!(2026-03-11 00:00:00 +5:30),
            SessionState::Valid {
                expires_at: MIDNIGHT + time::Duration::DAY,
            },
        ),
        // Two minutes are the most that clocks may be apart.
        (
            MORNING + time::Duration::minutes(2),
            MORNING,
            SessionState::Valid { expires_at: MIDNIGHT },
        ),
        (
            datetime!(2026-03-10 09:17:00.000000001 +5:30),
            MORNING,
            SessionState::ClockSetBack,
        ),
        (
            MORNING + time::Duration::days(2),
            MORNING,
            SessionState::ClockSetBack,
        ),
        (
            datetime!(9999-12-31 12:00 +5:30),
            MORNING,
            SessionState::ClockSetBack,
        ),
    ] {
        let (store, clock) = (MemoryStore::new(), clock());
        put(&store, &record_at("token", issued)).await;
        clock.set(now);
        let session = builder(&store, &clock).build();
        assert_eq!(session.restore().await.unwrap(), state, "{issued} {now}");
        if state == SessionState::ClockSetBack {
            let error = session.token().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ClockSetBack);
            assert!(error.is_login_required());
            let said = error.to_string();
            assert!(said.contains("check the clock, or log in again"), "{said}");
            session.log_in(&Person(record_at("new", now))).await.unwrap();
            assert_eq!(text(&session.token()), "new");
        }
    }
}

#[tokio::test]
async fn every_refusal_says_what_to_do() {
    let (store, clock) = (MemoryStore::new(), clock());
    let mut said = Vec::new();
    let mut hear = |name: &str, session: &Session| {
        let error = session.token().unwrap_err();
        said.push(format!("{name}: {:?}: {error}", error.kind()));
    };
    let session = builder(&store, &clock).app_id(AppId::new("app-1")).build();
    hear("not read", &session);
    session.restore().await.unwrap();
    hear("nobody", &session);
    session.log_in(&Person(record("token"))).await.unwrap();
    clock.set(datetime!(2026-03-10 23:59:58 +5:30));
    hear("expiring", &session);
    clock.set(MIDNIGHT);
    hear("expired", &session);
    clock.set(MORNING);
    session.invalidate(&session.token().unwrap());
    hear("revoked", &session);
    session.log_out().await.unwrap();
    hear("logged out", &session);
    put(&store, &record("token").with_app_id(AppId::new("app-2"))).await;
    session.restore().await.unwrap();
    assert_eq!(session.state(), SessionState::WrongApp);
    hear("other app", &session);
    let elsewhere = TokenRecord::new(
        SecretString::from("token"),
        ClientId::new("AB1234"),
        "http://127.0.0.1:8080".parse().unwrap(),
        MORNING,
    );
    put(&store, &elsewhere.unwrap()).await;
    session.restore().await.unwrap();
    hear("other address", &session);
    insta::assert_snapshot!(said.join("\n"));
}

#[tokio::test]
async fn a_record_without_an_app_fits_every_app() {
    let store = MemoryStore::new();
    put(&store, &record("token")).await;
    let session = builder(&store, &clock()).app_id(AppId::new("app-1")).build();
    assert!(session.restore().await.unwrap().is_alive());
    put(&store, &record("other").with_app_id(AppId::new("app-1"))).await;
    assert!(session.restore().await.unwrap().is_alive());
}
