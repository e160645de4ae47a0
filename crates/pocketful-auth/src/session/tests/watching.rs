//! The states as they reach a watcher, at the instant they are due.

use std::time::Duration;

use super::*;
use crate::{SessionState, TokenSource as _};

/// Shows the time that tokio's paused clock makes pass.
#[derive(Debug)]
struct TokioClock(OffsetDateTime, tokio::time::Instant);

impl Clock for TokioClock {
    fn now(&self) -> OffsetDateTime {
        self.0 + self.1.elapsed()
    }
}

/// Waits for the next state; a day without one is a failure, not a hang.
async fn news(states: &mut tokio::sync::watch::Receiver<SessionState>) {
    let day = Duration::from_secs(86_400);
    tokio::time::timeout(day, states.changed())
        .await
        .expect("news within a day")
        .unwrap();
}

fn session(now: OffsetDateTime) -> Session {
    Session::builder(audience(), Arc::new(MemoryStore::new()))
        .clock(Arc::new(TokioClock(now, tokio::time::Instant::now())))
        .build()
}

#[tokio::test(start_paused = true)]
async fn a_day_as_its_watcher_sees_it() {
    let session = session(MORNING);
    let mut states = session.watch();
    assert_eq!(*states.borrow_and_update(), SessionState::SignedOut);
    session.log_in(&Person(record("token"))).await.unwrap();
    news(&mut states).await;
    let expires_at = MIDNIGHT;
    assert_eq!(*states.borrow_and_update(), SessionState::Valid { expires_at });
    for (at, state) in [
        (
            datetime!(2026-03-10 23:30 +5:30),
            SessionState::Expiring {
                expires_at,
                within: Duration::from_secs(30 * 60),
            },
        ),
        (
            datetime!(2026-03-10 23:55 +5:30),
            SessionState::Expiring {
                expires_at,
                within: Duration::from_secs(5 * 60),
            },
        ),
        (MIDNIGHT, SessionState::Expired { since: MIDNIGHT }),
    ] {
        news(&mut states).await;
        assert_eq!(*states.borrow_and_update(), state);
        let late = session.0.clock.now() - at;
        assert!(
            (time::Duration::ZERO..=time::Duration::milliseconds(2)).contains(&late),
            "{late}"
        );
    }
    session
        .log_in(&Person(record_at("tomorrow", MIDNIGHT)))
        .await
        .unwrap();
    news(&mut states).await;
    let token = session.token().unwrap();
    session.invalidate(&token);
    news(&mut states).await;
    assert_eq!(*states.borrow_and_update(), SessionState::Revoked);
    session.log_out().await.unwrap();
    news(&mut states).await;
    assert_eq!(*states.borrow_and_update(), SessionState::SignedOut);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_is_noticed_within_half_a_minute() {
    let clock = clock();
    let session = builder(&MemoryStore::new(), &clock).build();
    session.log_in(&Person(record("token"))).await.unwrap();
    let mut states = session.watch();
    let start = tokio::time::Instant::now();
    clock.set(MIDNIGHT);
    news(&mut states).await;
    assert_eq!(
        *states.borrow_and_update(),
        SessionState::Expired { since: MIDNIGHT }
    );
    assert!(
        start.elapsed() <= Duration::from_secs(31),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn the_timer_goes_with_the_last_clone() {
    let session = session(MORNING);
    session.log_in(&Person(record("token"))).await.unwrap();
    let mut states = session.watch();
    let _second = session.watch();
    assert_eq!(
        tokio::runtime::Handle::current().metrics().num_alive_tasks(),
        1,
        "one for all watchers"
    );
    let clone = session.clone();
    drop(session);
    assert!(clone.state().is_alive());
    drop(clone);
    states.mark_unchanged();
    assert!(states.changed().await.is_err(), "the sender is gone");
    tokio::task::yield_now().await;
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
}

#[test]
fn outside_of_a_runtime_calls_are_news_and_a_later_runtime_brings_the_time() {
    let clock = clock();
    let session = builder(&MemoryStore::new(), &clock).build();
    let states = session.watch();
    for _ in 0..2 {
        // Each runtime takes its timer with it; the next one gets its own.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            clock.set(MORNING);
            session.log_in(&Person(record("token"))).await.unwrap();
            assert!(states.borrow().is_alive());
            let mut states = session.watch();
            clock.set(MIDNIGHT);
            news(&mut states).await;
            assert_eq!(*states.borrow(), SessionState::Expired { since: MIDNIGHT });
        });
    }
}
