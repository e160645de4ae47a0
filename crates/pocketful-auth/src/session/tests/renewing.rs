//! Finding a token when there is none: one attempt in the process, one login on the machine.

use std::time::Duration;

use futures_util::future::join_all;

use super::*;
use crate::{EnvStore, FileStore, TokenSource as _};

fn with_robot(store: &MemoryStore, clock: &Arc<ManualClock>, robot: &Arc<Robot>) -> Session {
    builder(store, clock)
        .login(Arc::clone(robot) as Arc<dyn Login>)
        .build()
}

#[tokio::test]
async fn without_an_automatic_way_the_reason_is_the_answer() {
    let (store, clock) = (MemoryStore::new(), clock());
    let session = builder(&store, &clock)
        .login(Arc::new(Person(record("never"))))
        .build();
    assert_eq!(kind(session.renew().await), ErrorKind::NotLoggedIn);
    put(&store, &record("token")).await;
    assert_eq!(text(&session.renew().await), "token");
    clock.set(MIDNIGHT);
    assert_eq!(kind(session.renew().await), ErrorKind::Expired);
    // A person logged in elsewhere.
    put(&store, &record_at("tomorrow", MIDNIGHT)).await;
    assert_eq!(text(&session.renew().await), "tomorrow");
}

#[tokio::test]
async fn after_midnight_it_logs_in_by_itself_and_shares_the_token() {
    let (store, clock) = (MemoryStore::new(), clock());
    put(&store, &record("yesterday")).await;
    clock.set(MIDNIGHT);
    let robot = Arc::new(Robot::new(&clock));
    let session = with_robot(&store, &clock, &robot);
    assert_eq!(text(&session.renew().await), "token-1");
    assert_eq!(text(&session.renew().await), "token-1");
    assert_eq!(robot.logins(), 1);
    assert_eq!(stored(&store).await.as_deref(), Some("token-1"));
}

/// All of `calls` at once, with the gate of the login opened only when each of them waits.
async fn at_once<F: Future>(calls: impl Iterator<Item = F>, robots: &[Arc<Robot>]) -> Vec<F::Output> {
    let open = async {
        for robot in robots {
            robot.gate.add_permits(100);
        }
    };
    let (outcomes, ()) = tokio::join!(biased; join_all(calls), open);
    outcomes
}

#[tokio::test]
async fn many_callers_one_login() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robot = Arc::new(Robot::gated(&clock));
    let session = with_robot(&store, &clock, &robot);
    for outcome in at_once((0..8).map(|_| session.renew()), &[Arc::clone(&robot)]).await {
        assert_eq!(text(&outcome), "token-1");
    }
    assert_eq!(robot.logins(), 1);
}

#[tokio::test]
async fn many_programs_one_login() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robots: Vec<_> = (0..4).map(|_| Arc::new(Robot::gated(&clock))).collect();
    let sessions: Vec<_> = robots
        .iter()
        .map(|robot| with_robot(&store, &clock, robot))
        .collect();
    for outcome in at_once(sessions.iter().map(|session| session.renew()), &robots).await {
        assert_eq!(text(&outcome), "token-1");
    }
    assert_eq!(robots.iter().map(|robot| robot.logins()).sum::<usize>(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_programs_with_a_file_one_login() {
    let clock = clock();
    let directory = tempfile::tempdir().unwrap();
    let robots: Vec<_> = (0..4).map(|_| Arc::new(Robot::new(&clock))).collect();
    let programs = robots.iter().map(|robot| {
        // Nothing in common but the file.
        let store = FileStore::new(directory.path().join("home/token.json"));
        let session = Session::builder(audience(), Arc::new(store))
            .clock(Arc::clone(&clock) as Arc<dyn Clock>)
            .login(Arc::clone(robot) as Arc<dyn Login>)
            .build();
        tokio::spawn(async move { session.renew().await })
    });
    for outcome in join_all(programs.collect::<Vec<_>>()).await {
        assert_eq!(text(&outcome.unwrap()), "token-1");
    }
    assert_eq!(robots.iter().map(|robot| robot.logins()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_failed_login_is_everybodys_answer() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robot = Arc::new(Robot {
        gate: tokio::sync::Semaphore::new(0),
        ..Robot::refused(&clock, ErrorKind::Network)
    });
    let session = with_robot(&store, &clock, &robot);
    for outcome in at_once((0..8).map(|_| session.renew()), &[Arc::clone(&robot)]).await {
        assert_eq!(kind(outcome), ErrorKind::Network);
    }
    assert_eq!(robot.logins(), 1);
    // Who comes later tries again.
    assert_eq!(kind(session.renew().await), ErrorKind::Network);
    assert_eq!(robot.logins(), 2);
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_its_turn_to_the_next() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robot = Arc::new(Robot::gated(&clock));
    let session = with_robot(&store, &clock, &robot);
    let mut leader = Box::pin(session.renew());
    let mut follower = Box::pin(session.renew());
    // Both wait: the leader in its login, the follower for its turn.
    tokio::select! {
        biased;
        _ = &mut leader => panic!("the gate is shut"),
        _ = &mut follower => panic!("the gate is shut"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(robot.logins(), 1);
    drop(leader);
    robot.gate.add_permits(1);
    assert_eq!(text(&follower.await), "token-2");
    // The lock of the store is free too.
    store.lock().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_is_not_repeated_until_the_account_is_locked() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robot = Arc::new(Robot::refused(&clock, ErrorKind::LoginRefused));
    let session = with_robot(&store, &clock, &robot);
    let mut messages = Vec::new();
    for (wait, logins) in [(0, 1), (59, 1), (1, 2), (30, 2), (30, 3), (86_400, 3)] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        let error = session.renew().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LoginRefused);
        assert_eq!(robot.logins(), logins, "after {wait} s");
        messages.push(error.to_string());
    }
    assert_eq!(messages[0], "the password is wrong");
    assert!(
        messages[1].contains("not tried again for a minute"),
        "{}",
        messages[1]
    );
    assert!(messages[5].contains("correct the credentials"), "{}", messages[5]);
    // A person who logs in with the right password sets it going again.
    session.log_in(&Person(record("by-hand"))).await.unwrap();
    clock.set(MIDNIGHT);
    session.renew().await.unwrap_err();
    assert_eq!(robot.logins(), 4);
}

#[tokio::test]
async fn no_login_that_midnight_would_undo() {
    let (store, clock) = (MemoryStore::new(), clock());
    clock.set(datetime!(2026-03-10 23:59:55 +5:30));
    let robot = Arc::new(Robot::new(&clock));
    let session = with_robot(&store, &clock, &robot);
    assert_eq!(kind(session.renew().await), ErrorKind::Expiring);
    assert_eq!(robot.logins(), 0);
    clock.set(MIDNIGHT);
    assert_eq!(text(&session.renew().await), "token-1");
}

#[tokio::test]
async fn logged_out_stays_logged_out() {
    let (store, clock) = (MemoryStore::new(), clock());
    let robot = Arc::new(Robot::new(&clock));
    let session = with_robot(&store, &clock, &robot);
    session.renew().await.unwrap();
    session.log_out().await.unwrap();
    assert_eq!(kind(session.renew().await), ErrorKind::NotLoggedIn);
    assert_eq!(robot.logins(), 1);
}

#[tokio::test]
async fn a_token_that_cannot_be_shared_is_used_all_the_same() {
    let clock = clock();
    let robot = Arc::new(Robot::new(&clock));
    let store = EnvStore::new(audience()).with_lookup(|_| None);
    let session = Session::builder(audience(), Arc::new(store))
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .login(Arc::clone(&robot) as Arc<dyn Login>)
        .build();
    assert_eq!(text(&session.renew().await), "token-1");
    assert_eq!(text(&session.token()), "token-1");
}
