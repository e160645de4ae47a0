//! The limiter under paused time: who goes when, to the instant.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use pocketful_types::RateClass;
use tokio::{
    task::yield_now,
    time::{Instant, advance},
};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn limiter(windows: Vec<Window>, policy: LimitPolicy) -> RateLimiter {
    RateLimiter::new(&RateLimits::unlimited().with_order(windows), policy)
}

fn waiting() -> LimitPolicy {
    LimitPolicy::Wait {
        at_most: Duration::from_secs(100),
    }
}

/// Starts a call and notes, under `name`, how many milliseconds after `start` it was let through.
fn spawn(
    limiter: &RateLimiter,
    class: RateClass,
    name: &'static str,
    start: Instant,
    log: &Arc<Mutex<Vec<(&'static str, u128)>>>,
) -> tokio::task::JoinHandle<()> {
    let (limiter, log) = (limiter.clone(), Arc::clone(log));
    tokio::spawn(async move {
        limiter.acquire(class).await.unwrap();
        log.lock().unwrap().push((name, start.elapsed().as_millis()));
    })
}

#[tokio::test(start_paused = true)]
async fn ten_orders_a_second_by_default_to_the_instant() {
    let limiter = RateLimiter::new(&RateLimits::default(), waiting());
    let start = Instant::now();
    let mut at = Vec::new();
    for _ in 0..25 {
        limiter.acquire(RateClass::Order).await.unwrap();
        at.push(start.elapsed());
    }
    assert!(at[..10].iter().all(|at| at.is_zero()), "{at:?}");
    assert!(at[10..20].iter().all(|at| *at == SECOND), "{at:?}");
    assert!(at[20..].iter().all(|at| *at == 2 * SECOND), "{at:?}");
}

#[tokio::test(start_paused = true)]
async fn every_window_is_kept_at_once() {
    let windows = vec![Window::new(2, SECOND), Window::new(3, 10 * SECOND)];
    let limiter = limiter(windows, waiting());
    let start = Instant::now();
    let mut at = Vec::new();
    for _ in 0..5 {
        limiter.acquire(RateClass::Order).await.unwrap();
        at.push(start.elapsed().as_secs());
    }
    assert_eq!(at, [0, 0, 1, 10, 10]);
}

#[tokio::test(start_paused = true)]
async fn refusal_is_at_once_and_says_which_limit_and_for_how_long() {
    let limiter = limiter(vec![Window::new(1, SECOND)], LimitPolicy::Refuse);
    limiter.acquire(RateClass::Order).await.unwrap();
    advance(Duration::from_millis(400)).await;
    let start = Instant::now();
    let error = limiter.acquire(RateClass::Order).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.retry_after, Some(Duration::from_millis(600)));
    assert_eq!(
        error.to_string(),
        "the limit of 1 order calls in 1 s is reached: the next call is free in 600 ms"
    );
    advance(Duration::from_millis(600)).await;
    limiter.acquire(RateClass::Order).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_allowed_is_refused_before_it_starts() {
    let policy = LimitPolicy::Wait { at_most: SECOND };
    let limiter = limiter(vec![Window::new(1, 5 * SECOND)], policy);
    limiter.acquire(RateClass::Order).await.unwrap();
    let start = Instant::now();
    assert_eq!(
        limiter.acquire(RateClass::Order).await.unwrap_err().retry_after,
        Some(5 * SECOND)
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn one_behind_a_long_queue_gives_up_once_its_turn_is_known_to_come_too_late() {
    let policy = LimitPolicy::Wait {
        at_most: Duration::from_millis(2500),
    };
    let limiter = limiter(vec![Window::new(1, SECOND)], policy);
    let start = Instant::now();
    let log = Arc::default();
    limiter.acquire(RateClass::Order).await.unwrap();
    let tasks = [
        spawn(&limiter, RateClass::Order, "first", start, &log),
        spawn(&limiter, RateClass::Order, "second", start, &log),
    ];
    yield_now().await;
    let error = limiter.acquire(RateClass::Order).await.unwrap_err();
    // The second went at 2 s, so the next permit is at 3 s, and this one would wait until 2.5 s at most.
    assert_eq!(start.elapsed(), 2 * SECOND);
    assert_eq!(error.retry_after, Some(SECOND));
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*log.lock().unwrap(), [("first", 1000), ("second", 2000)]);
}

#[tokio::test(start_paused = true)]
async fn waiting_is_fair_and_cancels_go_first() {
    let limiter = limiter(vec![Window::new(1, SECOND)], waiting());
    let start = Instant::now();
    let log = Arc::default();
    limiter.acquire(RateClass::Order).await.unwrap();
    let mut tasks = Vec::new();
    for name in ["place 1", "place 2", "place 3"] {
        tasks.push(spawn(&limiter, RateClass::Order, name, start, &log));
        yield_now().await;
    }
    advance(Duration::from_millis(500)).await;
    for name in ["cancel 1", "cancel 2"] {
        tasks.push(spawn(&limiter, RateClass::Cancel, name, start, &log));
        yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    let expected = [
        ("cancel 1", 1000),
        ("cancel 2", 2000),
        ("place 1", 3000),
        ("place 2", 4000),
        ("place 3", 5000),
    ];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_places_cannot_lock_the_way_out() {
    let windows = vec![Window::new(5, 3600 * SECOND).keeping_for_cancels(2)];
    let limiter = limiter(windows, LimitPolicy::Refuse);
    for _ in 0..3 {
        limiter.acquire(RateClass::Order).await.unwrap();
    }
    let error = limiter.acquire(RateClass::Order).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the limit of 3 order calls in 3600 s"),
        "{error}"
    );
    limiter.acquire(RateClass::Cancel).await.unwrap();
    limiter.acquire(RateClass::Cancel).await.unwrap();
    limiter.acquire(RateClass::Cancel).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn who_leaves_the_queue_costs_nothing() {
    let limiter = limiter(vec![Window::new(1, SECOND)], waiting());
    let start = Instant::now();
    let log = Arc::default();
    limiter.acquire(RateClass::Order).await.unwrap();
    let leaver = spawn(&limiter, RateClass::Order, "leaver", start, &log);
    yield_now().await;
    let stayer = spawn(&limiter, RateClass::Order, "stayer", start, &log);
    yield_now().await;
    leaver.abort();
    assert!(leaver.await.unwrap_err().is_cancelled());
    stayer.await.unwrap();
    assert_eq!(*log.lock().unwrap(), [("stayer", 1000)]);
    assert!(
        limiter.lane(RateClass::Order).queue.is_ahead_of_all(false),
        "somebody is still queued"
    );
}

#[tokio::test(start_paused = true)]
async fn the_servers_pause_is_honoured_for_the_class() {
    let limiter = RateLimiter::new(&RateLimits::default(), waiting());
    limiter.pause(RateClass::Order, Duration::from_millis(1500));
    let start = Instant::now();
    limiter.acquire(RateClass::NonTrading).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    limiter.acquire(RateClass::Cancel).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(1500));
}

#[tokio::test(start_paused = true)]
async fn quota_shows_used_and_left() {
    let limiter = RateLimiter::new(&RateLimits::default(), waiting());
    for _ in 0..4 {
        limiter.acquire(RateClass::Order).await.unwrap();
    }
    limiter.acquire(RateClass::Cancel).await.unwrap();
    advance(Duration::from_millis(250)).await;
    let quota = limiter.quota();
    let seen: Vec<_> = quota
        .windows
        .iter()
        .map(|window| (window.used, window.left))
        .collect();
    let orders = [(5, 5), (5, 245), (5, 995), (5, 6995)];
    let data = [(0, 10), (0, 1000), (0, 5000), (0, 10_000)];
    assert_eq!(seen, [&orders[..], &data[..], &[(0, 20)]].concat());
    assert_eq!(quota.windows[0].next_free_in, Duration::from_millis(750));
    assert_eq!(quota.windows[4].next_free_in, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_nothing_says_so() {
    let limiter = limiter(vec![Window::new(0, SECOND)], waiting());
    let error = limiter.acquire(RateClass::Cancel).await.unwrap_err();
    assert_eq!(error.retry_after, None);
    assert_eq!(
        error.to_string(),
        "the limit of 0 order calls in 1 s is reached: it lets no call through"
    );
}

#[tokio::test(start_paused = true)]
async fn clones_share_their_counts() {
    let limiter = limiter(vec![Window::new(1, SECOND)], LimitPolicy::Refuse);
    limiter.clone().acquire(RateClass::Order).await.unwrap();
    limiter.acquire(RateClass::Cancel).await.unwrap_err();
}
