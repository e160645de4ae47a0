//! One silence follows the other: the next one is waited for longer, and nothing else is.

use super::*;

#[tokio::test(start_paused = true)]
async fn on_a_holiday_connections_are_given_up_ever_more_rarely_and_ticks_end_that() {
    let mut rig = rig();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    let mut lasted = Vec::new();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5 * 3600) {
        // A subscription may be answered with the price of the day before.
        let connected = Instant::now();
        assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
        loop {
            match rig.event().await {
                Event::Stale { .. } => {}
                Event::Gap(gap) => break assert_eq!(gap.cause, GapCause::Silent),
                other => panic!("{other:?}"),
            }
        }
        lasted.push(connected.elapsed().as_secs());
        peer = rig.accept().await;
    }
    assert_eq!(lasted[..7], [30, 60, 120, 240, 480, 900, 900]);
    // The exchange opens after all.
    for _ in 0..70 {
        assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
        sleep(Duration::from_secs(1)).await;
    }
    let last = Instant::now();
    assert_eq!(rig.gap().await.cause, GapCause::Silent);
    assert!(
        (28..=30).contains(&last.elapsed().as_secs()),
        "{:?}",
        last.elapsed()
    );
}

/// Lets silences follow one another until the limit has grown to a quarter of an hour; the connection after that.
async fn grown(rig: &mut Rig) -> Peer {
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    for _ in 0..5 {
        loop {
            match rig.event().await {
                Event::Stale { .. } => {}
                Event::Gap(gap) => break assert_eq!(gap.cause, GapCause::Silent),
                other => panic!("{other:?}"),
            }
        }
        peer = rig.accept().await;
    }
    peer
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_answering_is_lost_in_market_hours_too_however_long_a_silence_may_last() {
    let mut rig = rig();
    let mut peer = grown(&mut rig).await;
    // It answers for some minutes; then it is gone, and nobody says so.
    let until = Instant::now() + Duration::from_secs(300);
    let mut answered = rig.clock.now();
    while let Ok(Some(text)) = tokio::time::timeout_at(until, peer.hear()).await {
        if text == "ping" {
            peer.pong();
            answered = rig.clock.now();
        }
    }
    let gap = loop {
        match rig.event().await {
            Event::Stale { .. } => {}
            Event::Gap(gap) => break gap,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((gap.cause, gap.order_updates), (GapCause::Silent, true));
    let noticed = (rig.clock.now() - answered).whole_seconds();
    assert!((30..=39).contains(&noticed), "{noticed}: the next ping, and 30 s");
    assert!(gap.since < answered, "ticks were expected, and an answer is none");
}

#[tokio::test(start_paused = true)]
async fn the_silences_of_yesterday_are_not_held_against_today() {
    let mut rig = rig_at(datetime!(2026-03-11 23:40 +5:30), |builder| {
        builder.market_hours(crate::MarketHours::new(|_, _| true))
    });
    let _peer = grown(&mut rig).await;
    while !matches!(rig.event().await, Event::AwaitingToken(AwaitedToken::Expired)) {}
    *rig.tokens.token.lock().unwrap() = Some(token("next day", next_midnight(rig.clock.now())));
    let _peer = rig.accept().await;
    let connected = Instant::now();
    loop {
        match rig.event().await {
            Event::Stale { .. } => {}
            Event::Gap(gap) => break assert_eq!(gap.cause, GapCause::Silent),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(connected.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn an_instrument_that_hardly_trades_does_not_keep_order_updates_away() {
    let mut rig = rig();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    let (mut losses, mut offline) = (0, Duration::ZERO);
    for second in 0..3 * 3600 {
        if second % 45 == 0 {
            peer.binary(tick(1, second));
        }
        sleep(Duration::from_secs(1)).await;
        let mut lost = false;
        while let Ok(Some(event)) = timeout(Duration::from_micros(1), rig.events.next()).await {
            lost |= matches!(event, Event::Gap(_));
        }
        if lost {
            let began = Instant::now();
            losses += 1;
            peer = rig.accept().await;
            offline += began.elapsed();
        }
    }
    assert!(losses <= 2, "{losses} losses in three hours");
    assert!(offline <= Duration::from_secs(4), "{offline:?}");
}
