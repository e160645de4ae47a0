//! No token, a refused token, the end of the day.

use super::*;
use crate::Backoff;

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_reported_and_another_one_waited_for() {
    let mut rig = rig();
    rig.server
        .attempt()
        .await
        .unwrap()
        .refuse(SocketErrorKind::Unauthorised);
    assert!(matches!(rig.event().await, Event::AwaitingToken(_)));
    assert_eq!(rig.tokens.refused.load(Ordering::SeqCst), 1);
    // The source still gives the same one out: that changes nothing.
    *rig.tokens.token.lock().unwrap() = Some(token("first", next_midnight(MORNING)));
    sleep(Duration::from_secs(600)).await;
    assert!(rig.server.try_attempt().is_none(), "the server is not hammered");
    assert_eq!(
        rig.feed.state(),
        StreamState::AwaitingToken(AwaitedToken::Refused)
    );
    let renewals = rig.tokens.renewals.load(Ordering::SeqCst);
    assert!((5..=20).contains(&renewals), "{renewals} renewals in ten minutes");
    // Somebody logs in: within a second.
    *rig.tokens.token.lock().unwrap() = Some(token("second", next_midnight(MORNING)));
    let began = Instant::now();
    let attempt = rig.server.attempt().await.unwrap();
    assert!(began.elapsed() <= Duration::from_secs(1));
    assert!(attempt.url.token().is_same(&token("second", MORNING)));
    let _peer = attempt.accept();
    loop {
        match rig.event().await {
            Event::AwaitingToken(_) => {}
            Event::Connected { .. } => break,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_later_login_may_yield_the_text_that_was_refused() {
    let mut rig = rig();
    rig.tokens.remembers.store(true, Ordering::SeqCst);
    let attempt = rig.server.attempt().await.unwrap();
    attempt.refuse(SocketErrorKind::Unauthorised);
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Refused)
    ));
    *rig.tokens.token.lock().unwrap() = Some(token("first", next_midnight(MORNING)));
    rig.accept().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_login_it_waits_and_says_so_once() {
    let mut rig = rig();
    *rig.tokens.token.lock().unwrap() = None;
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Missing)
    ));
    sleep(Duration::from_secs(3600)).await;
    assert!(rig.is_quiet().await);
    assert!(rig.server.try_attempt().is_none());
    *rig.tokens.token.lock().unwrap() = Some(token("x", next_midnight(MORNING)));
    rig.accept().await;
}

#[tokio::test(start_paused = true)]
async fn midnight_ends_the_connection_and_the_next_login_resumes_it() {
    let evening = datetime!(2026-03-11 23:59:50 +5:30);
    let mut rig = rig_at(evening, |builder| builder);
    rig.feed.subscribe([nse(1)], DataMode::Compact);
    let mut peer = rig.accept().await;
    let gap = rig.gap().await;
    assert_eq!(gap.cause, GapCause::SessionEnded);
    let late = rig.clock.now() - datetime!(2026-03-12 00:00 +5:30);
    assert!((0..=1).contains(&late.whole_seconds()), "{late}");
    assert_eq!(gap.since, evening, "nothing ever came");
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Expired)
    ));
    assert_eq!(
        rig.feed.state(),
        StreamState::AwaitingToken(AwaitedToken::Expired)
    );
    while let Some(text) = peer.try_hear() {
        if text == "close" {
            break;
        }
    }
    assert!(peer.is_abandoned());
    sleep(Duration::from_secs(8 * 3600)).await;
    assert!(rig.server.try_attempt().is_none(), "a dead token is not tried");
    let morning = rig.clock.now();
    *rig.tokens.token.lock().unwrap() = Some(token("next day", next_midnight(morning)));
    let mut peer = rig.accept().await;
    assert_eq!(heard(&mut peer).await, UPDATES);
    assert_eq!(
        heard(&mut peer).await,
        r#"{"a":"subscribe","v":[[1,1]],"m":"compact_marketdata"}"#
    );
}

#[tokio::test(start_paused = true)]
async fn the_failures_of_yesterday_are_not_held_against_today() {
    let evening = datetime!(2026-03-11 23:59:00 +5:30);
    let mut rig = rig_at(evening, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    for _ in 0..4 {
        let attempt = rig.server.attempt().await.unwrap();
        attempt.refuse(SocketErrorKind::Refused);
    }
    let _peer = rig.accept().await;
    assert_eq!(rig.gap().await.cause, GapCause::SessionEnded);
    assert!(matches!(rig.event().await, Event::AwaitingToken(_)));
    *rig.tokens.token.lock().unwrap() = Some(token("next day", next_midnight(rig.clock.now())));
    drop(rig.accept().await);
    rig.gap().await;
    let began = Instant::now();
    rig.accept().await;
    assert_eq!(began.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_closes_at_midnight_has_only_noticed_first() {
    let midnight = datetime!(2026-03-12 00:00 +5:30);
    let last = midnight - Duration::from_millis(500);
    let mut rig = rig_at(midnight - Duration::from_millis(1500), |builder| builder);
    let peer = rig.accept().await;
    sleep(Duration::from_millis(1000)).await;
    assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    sleep(Duration::from_millis(500)).await;
    drop(peer);
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.since), (GapCause::SessionEnded, last));
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Expired)
    ));
}
