//! What is said after connecting, and how often it is tried.

use super::*;
use crate::Backoff;

#[tokio::test(start_paused = true)]
async fn order_updates_come_first_then_what_is_wanted_in_batches() {
    let mut rig = rig();
    rig.feed.subscribe((1..=120).map(nse), DataMode::Depth);
    rig.feed.subscribe([nse(7)], DataMode::Compact);
    let mut peer = rig.accept().await;
    assert_eq!(heard(&mut peer).await, UPDATES);
    assert_eq!(
        heard(&mut peer).await,
        r#"{"a":"subscribe","v":[[1,7]],"m":"compact_marketdata"}"#
    );
    let sizes: Vec<_> = [
        heard(&mut peer).await,
        heard(&mut peer).await,
        heard(&mut peer).await,
    ]
    .iter()
    .map(|frame| frame.matches("[1,").count())
    .collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(rig.feed.state(), StreamState::Live);
    // Only the difference is said from here on, and only when there is one.
    rig.feed.subscribe([nse(7)], DataMode::Compact);
    rig.feed.unsubscribe([nse(7)], DataMode::Compact);
    rig.feed.unsubscribe([nse(3), nse(999)], DataMode::Depth);
    assert_eq!(
        heard(&mut peer).await,
        r#"{"a":"unsubscribe","v":[[1,3]],"m":"full_snapquote"}"#
    );
    rig.feed.unsubscribe([nse(7)], DataMode::Compact);
    assert_eq!(
        heard(&mut peer).await,
        r#"{"a":"unsubscribe","v":[[1,7]],"m":"compact_marketdata"}"#
    );
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_of_a_connection_before_order_updates_are_asked_for() {
    let mut rig = rig();
    let mut peer = rig.server.attempt().await.unwrap().accept();
    peer.slow_down(Duration::from_secs(1));
    let began = Instant::now();
    assert!(matches!(rig.event().await, Event::Connected { .. }));
    assert_eq!(peer.try_hear().as_deref(), Some(UPDATES));
    assert_eq!(began.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_and_a_ping_are_sent_as_often_as_asked_whether_ticks_are_expected_or_not() {
    for (every, subscribed) in [(8, true), (8, false), (5, true)] {
        let mut rig = rig_at(MORNING, |builder| {
            builder
                .order_updates(false)
                .heartbeat(Duration::from_secs(every))
                .silence(Duration::MAX)
        });
        if subscribed {
            rig.feed.subscribe([nse(1)], DataMode::Compact);
        }
        let mut peer = rig.accept().await;
        sleep(Duration::from_secs(60)).await;
        let mut counts = [0; 2];
        while let Some(text) = peer.try_hear() {
            counts[0] += u64::from(text == HEARTBEAT);
            counts[1] += u64::from(text == "ping");
        }
        let beats = 60 / every;
        assert!((beats - 1..=beats).contains(&counts[0]), "{counts:?}");
        assert_eq!(counts[1], counts[0]);
    }
}

#[tokio::test(start_paused = true)]
async fn who_never_wants_to_try_again_waits_for_ever() {
    let never = Backoff::new(Duration::MAX, Duration::MAX).with_random(|| u32::MAX);
    let mut rig = rig_at(MORNING, |builder| builder.backoff(never));
    let attempt = rig.server.attempt().await.unwrap();
    attempt.refuse(SocketErrorKind::Refused);
    assert!(matches!(rig.event().await, Event::ConnectFailed { .. }));
    assert!(rig.is_quiet().await);
    rig.feed.close().await;
    assert!(matches!(rig.event().await, Event::Ended(EndReason::Closed)));
}

#[tokio::test(start_paused = true)]
async fn attempts_get_rarer_and_never_stop() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    let mut pauses = Vec::new();
    let mut last = Instant::now();
    for _ in 0..9 {
        rig.server
            .attempt()
            .await
            .unwrap()
            .refuse(SocketErrorKind::Refused);
        pauses.push(last.elapsed().as_secs());
        last = Instant::now();
    }
    assert_eq!(pauses, [0, 1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(
        rig.feed.state(),
        StreamState::Connecting,
        "the last refusal has not arrived yet"
    );
    // A minute on one connection makes up for it.
    let peer = rig.accept().await;
    rig.feed.subscribe([nse(1)], DataMode::Compact);
    for _ in 0..7 {
        sleep(Duration::from_secs(10)).await;
        assert!(peer.binary(compact(1, 1)));
    }
    drop(peer);
    last = Instant::now();
    drop(rig.server.attempt().await);
    assert_eq!(last.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_lets_everybody_in_and_throws_everybody_out_is_not_hammered() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    let mut pauses = Vec::new();
    let mut last = Instant::now();
    for second in [0, 0, 30, 59, 0] {
        let peer = rig.accept().await;
        pauses.push(last.elapsed().as_secs());
        sleep(Duration::from_secs(second)).await;
        drop(peer);
        rig.gap().await;
        last = Instant::now();
    }
    assert_eq!(pauses, [0, 1, 2, 4, 8]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_given_up() {
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .connect_timeout(Duration::from_secs(4))
            .backoff(Backoff::new(Duration::ZERO, Duration::ZERO))
    });
    let first = rig.server.attempt().await.unwrap();
    let began = Instant::now();
    let _second = rig.server.attempt().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 4);
    drop(first);
}

#[tokio::test(start_paused = true)]
async fn the_token_is_in_the_address_and_the_watcher_sees_every_state() {
    let mut rig = rig();
    let mut states = rig.feed.watch();
    let attempt = rig.server.attempt().await.unwrap();
    assert!(attempt.url.token().is_same(&rig.tokens.token().unwrap()));
    assert_eq!(attempt.url.to_string(), "wss://feed.example.com/ws/v1/feeds");
    let peer = attempt.accept();
    states
        .wait_for(|states| states[0] == StreamState::Live)
        .await
        .unwrap();
    drop(peer);
    states
        .wait_for(|states| matches!(states[0], StreamState::Waiting { .. }))
        .await
        .unwrap();
    rig.feed.close().await;
    assert_eq!(states.borrow()[0], StreamState::Ended(EndReason::Closed));
}

/// What the next event says of an attempt that failed, and what the state says.
async fn failed(rig: &mut Rig) -> (u32, SocketErrorKind, i64) {
    let event = rig.event().await;
    let Event::ConnectFailed {
        connection: 0,
        attempts,
        cause,
        error,
        retry_at,
    } = event
    else {
        panic!("{event:?}")
    };
    assert_eq!(&*error, "refused by the script");
    let waiting = StreamState::Waiting {
        attempts,
        pause: (retry_at - rig.clock.now()).unsigned_abs(),
        cause: Some(cause),
    };
    assert_eq!(rig.feed.state(), waiting);
    (attempts, cause, (retry_at - rig.clock.now()).whole_seconds())
}

#[tokio::test(start_paused = true)]
async fn each_failed_attempt_is_told_with_its_cause_and_when_the_next_one_comes() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    for (attempt, cause, pause) in [
        (1, SocketErrorKind::Connect, 1),
        (2, SocketErrorKind::Refused, 2),
        (3, SocketErrorKind::Tls, 4),
    ] {
        rig.server.attempt().await.unwrap().refuse(cause);
        assert_eq!(failed(&mut rig).await, (attempt, cause, pause));
    }
    // It is lost before it has lasted: the pauses go on growing, attempts are counted afresh.
    drop(rig.accept().await);
    rig.gap().await;
    assert!(matches!(
        rig.feed.state(),
        StreamState::Waiting { attempts: 0, pause, cause: None } if pause.as_secs() == 8
    ));
    rig.server
        .attempt()
        .await
        .unwrap()
        .refuse(SocketErrorKind::Timeout);
    assert_eq!(failed(&mut rig).await, (1, SocketErrorKind::Timeout, 16));
    let _peer = rig.server.attempt().await.unwrap().accept();
    let event = rig.event().await;
    assert!(
        matches!(event, Event::Reconnected { attempts: 2, .. }),
        "{event:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_takes_no_subscription_is_a_failed_attempt_and_the_hole_keeps_its_beginning() {
    let mut rig = rig();
    drop(rig.accept().await);
    let gap = rig.gap().await;
    sleep(Duration::from_millis(10)).await;
    let peer = rig.server.attempt().await.unwrap().accept();
    peer.get_stuck();
    let event = rig.event().await;
    assert!(
        matches!(
            event,
            Event::ConnectFailed {
                attempts: 1,
                cause: SocketErrorKind::Closed,
                ..
            }
        ),
        "{event:?}"
    );
    let _peer = rig.server.attempt().await.unwrap().accept();
    match rig.event().await {
        Event::Reconnected {
            since, attempts: 2, ..
        } => assert_eq!(since, gap.since),
        other => panic!("{other:?}"),
    }
}
