//! A feed that refuses tokens which are good elsewhere: nobody is logged in again and again, and nobody else's token is spoilt.

use super::*;
use crate::{Backoff, Books};

#[tokio::test(start_paused = true)]
async fn fresh_tokens_that_are_refused_do_not_lead_to_one_login_after_the_other() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.backoff(Backoff::default().with_random(|| u32::MAX))
    });
    rig.tokens.logs_in.store(true, Ordering::SeqCst);
    rig.tokens.remembers.store(true, Ordering::SeqCst);
    let mut attempts = Vec::new();
    let began = Instant::now();
    let refusing = async {
        loop {
            let attempt = rig.server.attempt().await.unwrap();
            attempts.push(began.elapsed().as_secs());
            attempt.refuse(SocketErrorKind::Unauthorised);
        }
    };
    assert!(timeout(Duration::from_secs(3600), refusing).await.is_err());
    assert_eq!(attempts, [0, 0, 1], "two logins, the second after a pause");
    assert_eq!(rig.tokens.renewals.load(Ordering::SeqCst), 2);
    // The third token may be of use for others.
    assert!(rig.tokens.token().is_ok());
    assert_eq!(
        rig.feed.state(),
        StreamState::AwaitingToken(AwaitedToken::Refused)
    );
    let mut failed = 0;
    while let Ok(Some(event)) = timeout(Duration::from_millis(1), rig.events.next()).await {
        match event {
            Event::ConnectFailed { cause, .. } => {
                assert_eq!(cause, SocketErrorKind::Unauthorised);
                failed += 1;
            }
            Event::AwaitingToken(AwaitedToken::Refused) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(failed, 2);
    // Others log in again: each of their tokens is tried once, with a pause.
    for (text, pause) in [("fourth", 4), ("fifth", 8)] {
        *rig.tokens.token.lock().unwrap() = Some(token(text, next_midnight(MORNING)));
        let attempt = rig.server.attempt().await.unwrap();
        attempt.refuse(SocketErrorKind::Unauthorised);
        let event = rig.event().await;
        let Event::ConnectFailed { retry_at, .. } = event else {
            panic!("{event:?}")
        };
        assert_eq!((retry_at - rig.clock.now()).whole_seconds(), pause);
        sleep(Duration::from_secs(600)).await;
        assert!(rig.server.try_attempt().is_none());
        assert!(rig.tokens.token().is_ok());
        assert!(matches!(rig.event().await, Event::AwaitingToken(_)));
    }
    // At last one is let in, and lasts: then refusals count from the beginning.
    *rig.tokens.token.lock().unwrap() = Some(token("sixth", next_midnight(MORNING)));
    let peer = rig.accept().await;
    sleep(Duration::from_secs(61)).await;
    drop(peer);
    rig.gap().await;
    let attempt = rig.server.attempt().await.unwrap();
    attempt.refuse(SocketErrorKind::Unauthorised);
    let attempt = rig.server.attempt().await.unwrap();
    assert!(!attempt.url.token().is_same(&token("sixth", MORNING)));
    assert_eq!(rig.tokens.renewals.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn a_feed_that_lets_nobody_in_says_nothing_about_the_token() {
    let reads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .backoff(Backoff::default().with_random(|| u32::MAX))
            .books(move || {
                counted.fetch_add(1, Ordering::SeqCst);
                async { Ok::<_, std::io::Error>(Books::default()) }
            })
    });
    let mut pauses = Vec::new();
    for number in 1..=8 {
        let attempt = rig.server.attempt().await.unwrap();
        attempt.refuse(SocketErrorKind::Forbidden);
        let retry_at = loop {
            match rig.event().await {
                Event::ConnectFailed {
                    attempts,
                    cause: SocketErrorKind::Forbidden,
                    retry_at,
                    ..
                } => {
                    assert_eq!(attempts, number);
                    break retry_at;
                }
                Event::Books(_) => {}
                other => panic!("{other:?}"),
            }
        };
        pauses.push((retry_at - rig.clock.now()).whole_seconds());
        assert!(matches!(
            rig.feed.state(),
            StreamState::Waiting { cause: Some(SocketErrorKind::Forbidden), attempts, .. } if attempts == number
        ));
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(rig.tokens.refused.load(Ordering::SeqCst), 0);
    // Whether it is the token after all, a call over REST tells.
    assert!(reads.load(Ordering::SeqCst) >= 2);
    rig.tokens.invalidate(&token("first", MORNING));
    loop {
        match rig.event().await {
            Event::AwaitingToken(_) => break,
            Event::Books(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_ends_when_somebody_has_logged_in_or_out_meanwhile() {
    for kind in [
        SocketErrorKind::Unauthorised,
        SocketErrorKind::Forbidden,
        SocketErrorKind::Refused,
    ] {
        let mut rig = rig_at(MORNING, |builder| {
            let pause = Duration::from_secs(60);
            builder.backoff(Backoff::new(pause, pause).with_random(|| u32::MAX))
        });
        rig.tokens.logs_in.store(true, Ordering::SeqCst);
        rig.tokens.remembers.store(true, Ordering::SeqCst);
        // A refused token is replaced by a fresh one, which is refused, too.
        for _ in 0..if kind == SocketErrorKind::Unauthorised {
            2
        } else {
            1
        } {
            rig.server.attempt().await.unwrap().refuse(kind);
        }
        while !matches!(rig.event().await, Event::ConnectFailed { .. }) {}
        sleep(Duration::from_secs(10)).await;
        assert!(rig.server.try_attempt().is_none());
        // A login of another process.
        *rig.tokens.elsewhere.lock().unwrap() = Some(Some(token("forced", next_midnight(MORNING))));
        let began = Instant::now();
        let attempt = rig.server.attempt().await.unwrap();
        assert!(attempt.url.token().is_same(&token("forced", MORNING)));
        assert!(began.elapsed() <= Duration::from_secs(4), "{:?}", began.elapsed());
        attempt.refuse(SocketErrorKind::Refused);
        while !matches!(rig.event().await, Event::ConnectFailed { .. }) {}
        // And a logout.
        rig.tokens.logs_in.store(false, Ordering::SeqCst);
        rig.tokens.remembers.store(false, Ordering::SeqCst);
        *rig.tokens.elsewhere.lock().unwrap() = Some(None);
        let began = Instant::now();
        let event = rig.event().await;
        assert!(
            matches!(event, Event::AwaitingToken(AwaitedToken::Missing)),
            "{event:?}"
        );
        assert!(began.elapsed() <= Duration::from_secs(4), "{:?}", began.elapsed());
    }
}
