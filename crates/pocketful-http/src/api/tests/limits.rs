//! The limiter's place on the path.

use http::{HeaderValue, Response, header::RETRY_AFTER};

use super::*;
use crate::{ErrorKind, LimitPolicy, Outcome, RateLimits, Window};

fn one_a_second() -> RateLimits {
    let window = || vec![Window::new(1, SECOND)];
    RateLimits::default()
        .with_order(window())
        .with_non_trading(window())
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_its_permit() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = builder(&transport, fixed_token()).limits(one_a_second()).build();
    api.call(&Write).await.unwrap();
    api.call(&Write).await.unwrap();
    assert_eq!(instants(&transport), [0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_is_not_sent() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = builder(&transport, fixed_token())
        .limits(one_a_second())
        .limit_policy(LimitPolicy::Refuse)
        .build();
    api.call(&Write).await.unwrap();
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Limit, Outcome::NotSent)
    );
    assert_eq!(error.retry_after(), Some(SECOND));
    assert_eq!(transport.recorded().len(), 1);
    // Other classes go on, and clones share the count.
    api.clone().call(&Read).await.unwrap();
    assert!(api.call(&Read).await.unwrap_err().is_limit());
}

#[tokio::test(start_paused = true)]
async fn waiting_costs_the_call_none_of_its_time() {
    let transport = ScriptedTransport::new()
        .reply(200, SUCCESS)
        .reply(200, SUCCESS)
        .after(6 * SECOND);
    let api = builder(&transport, fixed_token())
        .limits(RateLimits::default().with_order(vec![Window::new(1, 3 * SECOND)]))
        .build();
    api.call(&Write).await.unwrap();
    // 3 s in the queue and 6 s on the way, with a timeout of 7 s.
    api.call(&Write).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_servers_pause_holds_for_the_calls_that_follow() {
    let mut limited = Response::new(r#"{"message":"slow down","status":"error"}"#.into());
    *limited.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    limited
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_static("2"));
    let transport = ScriptedTransport::new().response(limited).reply(200, SUCCESS);
    let api = api(&transport);
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Limit, Outcome::Rejected)
    );
    api.call(&Write).await.unwrap();
    assert_eq!(instants(&transport), [0, 2000]);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_counts_and_nothing_else_does() {
    let transport = ScriptedTransport::new().reply(503, "").reply(200, SUCCESS);
    let api = api(&transport);
    let used = |api: &Api| -> Vec<u32> { api.quota().windows.iter().map(|window| window.used).collect() };
    assert!(used(&api).iter().all(|used| *used == 0));
    api.call(&Read).await.unwrap();
    assert_eq!(used(&api).iter().max(), Some(&2));
}
