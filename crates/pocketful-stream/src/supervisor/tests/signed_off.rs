//! A session that ends, or becomes another's, while the connection stands.

use super::*;
use crate::Backoff;

#[tokio::test(start_paused = true)]
async fn a_session_that_was_logged_out_or_refused_elsewhere_ends_its_connection_within_a_second() {
    for (is_refused, why) in [(false, AwaitedToken::Missing), (true, AwaitedToken::Refused)] {
        let mut rig = rig();
        rig.tokens.remembers.store(true, Ordering::SeqCst);
        let mut peer = rig.accept().await;
        sleep(Duration::from_millis(100)).await;
        if is_refused {
            rig.tokens.invalidate(&token("first", MORNING));
        } else {
            *rig.tokens.token.lock().unwrap() = None;
        }
        let began = Instant::now();
        let gap = rig.gap().await;
        assert_eq!((gap.cause, gap.order_updates), (GapCause::SessionEnded, true));
        assert!(began.elapsed() <= Duration::from_secs(1));
        let last = std::iter::from_fn(|| peer.try_hear()).last();
        assert_eq!(last.as_deref(), Some("close"));
        let waiting = rig.event().await;
        assert!(
            matches!(waiting, Event::AwaitingToken(told) if told == why),
            "{waiting:?}"
        );
        sleep(Duration::from_secs(60)).await;
        assert!(rig.server.try_attempt().is_none());
        // The next login need not wait.
        *rig.tokens.token.lock().unwrap() = Some(token("second", next_midnight(MORNING)));
        rig.accept().await;
    }
}

#[tokio::test(start_paused = true)]
async fn updates_of_one_account_are_not_mixed_with_anothers() {
    let mut rig = rig();
    let _peer = rig.accept().await;
    sleep(Duration::from_secs(90)).await;
    let other = AccessToken::new(
        "other".to_owned().into(),
        ClientId::new("ZZ9999"),
        next_midnight(MORNING),
    );
    *rig.tokens.token.lock().unwrap() = Some(other);
    assert_eq!(rig.gap().await.cause, GapCause::SessionEnded);
    let began = Instant::now();
    let mut peer = rig.accept().await;
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(
        heard(&mut peer).await,
        UPDATES.replace("AB1234", "ZZ9999"),
        "updates of the account that is logged in"
    );
}

#[tokio::test(start_paused = true)]
async fn a_fresh_token_of_the_same_account_disturbs_nothing() {
    let mut rig = rig();
    let peer = rig.accept().await;
    *rig.tokens.token.lock().unwrap() = Some(token("second", next_midnight(MORNING)));
    sleep(Duration::from_secs(60)).await;
    assert!(rig.is_quiet().await);
    assert!(!peer.is_abandoned());
}

#[tokio::test(start_paused = true)]
async fn a_logout_of_another_process_is_noticed_and_so_is_the_next_login() {
    let mut rig = rig();
    let _peer = rig.accept().await;
    sleep(Duration::from_millis(100)).await;
    let soon = Duration::from_secs(4);
    *rig.tokens.elsewhere.lock().unwrap() = Some(None);
    let began = Instant::now();
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.retry_at), (GapCause::SessionEnded, None));
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Missing)
    ));
    assert!(began.elapsed() <= soon, "{:?}", began.elapsed());
    *rig.tokens.elsewhere.lock().unwrap() = Some(Some(token("second", next_midnight(MORNING))));
    let began = Instant::now();
    rig.accept().await;
    assert!(began.elapsed() <= soon, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_puts_the_client_out_is_asked_at_once_whether_the_token_is_dead() {
    let mut rig = rig();
    rig.tokens.remembers.store(true, Ordering::SeqCst);
    let peer = rig.accept().await;
    sleep(Duration::from_secs(5)).await;
    let began = Instant::now();
    peer.close(SocketErrorKind::Evicted);
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.retry_at), (GapCause::Disconnected, None));
    let attempt = rig.server.attempt().await.unwrap();
    attempt.refuse(SocketErrorKind::Unauthorised);
    assert!(matches!(
        rig.event().await,
        Event::AwaitingToken(AwaitedToken::Refused)
    ));
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_puts_the_client_out_again_and_again_is_not_hammered() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    let mut pauses = Vec::new();
    for _ in 0..6 {
        rig.accept().await.close(SocketErrorKind::Evicted);
        let gap = rig.gap().await;
        pauses.push(gap.retry_at.map(|at| (at - rig.clock.now()).whole_seconds()));
    }
    assert_eq!(pauses, [None, Some(2), Some(4), Some(8), Some(16), Some(32)]);
}
