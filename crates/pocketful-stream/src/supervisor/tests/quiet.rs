//! Nothing comes: when that is a loss, when it is none, and since when something is missing.

use super::*;

#[tokio::test(start_paused = true)]
async fn silence_in_market_hours_is_a_loss_whatever_the_server_answers_to_pings() {
    let mut rig = rig();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    sleep(Duration::from_secs(20)).await;
    assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    sleep(Duration::from_secs(20)).await;
    peer.text("a sign of life");
    sleep(Duration::from_secs(20)).await;
    peer.pong();
    assert!(rig.is_quiet().await);
    let gap = rig.gap().await;
    assert_eq!(gap.cause, GapCause::Silent);
    let noticed = (rig.clock.now() - MORNING).whole_seconds();
    assert!((70..=71).contains(&noticed), "{noticed}");
    let since = (gap.since - MORNING).whole_seconds();
    assert!((39..=40).contains(&since), "{since}: the last that came");
    assert!(peer.is_abandoned());
}

#[tokio::test(start_paused = true)]
async fn silence_means_nothing_where_no_ticks_are_expected() {
    // Nobody subscribed; at night; on a day without trading.
    for (at, subscribed) in [
        (MORNING, false),
        (datetime!(2026-03-11 16:00 +5:30), true),
        (datetime!(2026-03-14 11:00 +5:30), true),
    ] {
        let mut rig = rig_at(at, |builder| builder);
        if subscribed {
            rig.feed.subscribe([nse(1)], DataMode::Detailed);
        }
        let _peer = rig.accept().await;
        sleep(Duration::from_secs(1800)).await;
        assert!(rig.is_quiet().await, "{at}");
        assert_eq!(rig.feed.state(), StreamState::Live);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_answering_pings_is_lost_even_at_night() {
    let mut rig = rig_at(datetime!(2026-03-11 18:00 +5:30), |builder| builder);
    let mut peer = rig.accept().await;
    while peer.hear().await.unwrap() != "ping" {}
    peer.pong();
    let answered = rig.clock.now();
    let gap = rig.gap().await;
    assert_eq!(gap.cause, GapCause::Silent);
    // The next ping, and the time for its answer.
    assert!((38..=39).contains(&(rig.clock.now() - answered).whole_seconds()));
    assert!((gap.since - answered).abs() <= time::Duration::SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_instrument_that_goes_quiet_is_stale_once() {
    let mut rig = rig_at(MORNING, |builder| {
        builder.stale_after(Some(Duration::from_secs(20)))
    });
    rig.feed.subscribe([nse(1), nse(2)], DataMode::Detailed);
    let peer = rig.accept().await;
    let view = rig.feed.latest();
    let mut stale = Vec::new();
    for second in 0..100 {
        peer.binary(tick(1, second));
        if second == 50 {
            peer.binary(tick(2, 1));
        }
        sleep(Duration::from_secs(1)).await;
        while let Ok(Some(event)) = timeout(Duration::from_millis(1), rig.events.next()).await {
            if let Event::Stale {
                instrument, since, ..
            } = event
            {
                assert!(view.get(instrument).unwrap().is_stale(DataMode::Detailed));
                stale.push((instrument, since.is_some(), second));
            }
        }
    }
    let [first, second] = stale[..] else {
        panic!("{stale:?}")
    };
    assert_eq!((first.0, first.1), (nse(2), false));
    assert_eq!((second.0, second.1), (nse(2), true));
    assert!(
        (19..=21).contains(&first.2) && (69..=72).contains(&second.2),
        "{stale:?}"
    );
    assert!(!view.get(nse(1)).unwrap().is_stale(DataMode::Detailed));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answers_every_ping_is_not_given_up_at_night_whatever_the_limits() {
    for (heartbeat, silence) in [(8, 5), (8, 30), (30, 30), (45, 30), (60, 1)] {
        let mut rig = rig_at(datetime!(2026-03-11 18:00 +5:30), |builder| {
            builder
                .heartbeat(Duration::from_secs(heartbeat))
                .silence(Duration::from_secs(silence))
        });
        rig.feed.subscribe([nse(1)], DataMode::Detailed);
        let mut peer = rig.accept().await;
        let until = Instant::now() + Duration::from_secs(3600);
        let mut pings = 0;
        while let Ok(Some(text)) = tokio::time::timeout_at(until, peer.hear()).await {
            if text == "ping" {
                pings += 1;
                peer.pong();
            }
        }
        assert!(rig.is_quiet().await, "heartbeat {heartbeat}, silence {silence}");
        assert!(pings >= 3600 / heartbeat - 2, "{pings} of heartbeat {heartbeat}");
        assert!(!peer.is_abandoned());
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_arrived_while_this_program_was_held_up_is_read_before_the_connection_is_given_up() {
    let mut rig = rig();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    sleep(Duration::from_secs(5)).await;
    for _ in 0..3 {
        // The runtime's only thread does something else for 40 s. What came first, a frame, and the timers wait together.
        let feed = tokio::spawn(async move {
            sleep(Duration::from_millis(1)).await;
            assert!(peer.binary(tick(1, 1)));
            peer
        });
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_secs(40)).await;
        let event = rig.event().await;
        assert!(matches!(event, Event::Detailed(_)), "{event:?}");
        peer = feed.await.unwrap();
    }
    assert!(!peer.is_abandoned());
    tokio::time::advance(Duration::from_secs(40)).await;
    assert_eq!(rig.gap().await.cause, GapCause::Silent);
}

#[tokio::test(start_paused = true)]
async fn after_the_machine_has_slept_the_hole_begins_before_the_sleep_even_if_the_connection_outlasted_it() {
    let machine = Arc::new(ManualClock::new(MORNING));
    let mut rig = rig_at(MORNING, |builder| builder.machine(Arc::clone(&machine) as _));
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    for second in 1..=5 {
        sleep(Duration::from_secs(1)).await;
        machine.advance(time::Duration::SECOND);
        assert!(peer.binary(tick(1, second)) && matches!(rig.event().await, Event::Detailed(_)));
    }
    let last = rig.clock.now();
    // It says nothing more, for whatever reason, and the lid is closed for an hour. What the server had sent before comes first.
    for _ in 0..20 {
        sleep(Duration::from_secs(1)).await;
        machine.advance(time::Duration::SECOND);
    }
    sleep(Duration::from_millis(300)).await;
    machine.advance(time::Duration::HOUR);
    sleep(Duration::from_millis(300)).await;
    assert!(peer.binary(tick(1, 6)) && matches!(rig.event().await, Event::Detailed(_)));
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.order_updates), (GapCause::Suspended, true));
    assert_eq!(gap.since, last, "nobody knows since when nothing was sent");
    assert!(peer.is_abandoned());
    let _peer = rig.server.attempt().await.unwrap().accept();
    match rig.event().await {
        Event::Reconnected { since, .. } => assert_eq!(since, gap.since),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_silence_before_the_machine_slept_belongs_to_the_hole() {
    let machine = Arc::new(ManualClock::new(MORNING));
    let mut rig = rig_at(MORNING, |builder| builder.machine(Arc::clone(&machine) as _));
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    // The server falls silent; before that is long enough to tell, the lid is closed.
    sleep(Duration::from_secs(20)).await;
    machine.advance(time::Duration::HOUR);
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.since), (GapCause::Suspended, MORNING));
}

#[tokio::test(start_paused = true)]
async fn a_silence_that_is_noticed_after_midnight_began_before_it() {
    let evening = datetime!(2026-03-11 23:59:40 +5:30);
    let mut rig = rig_at(evening, |builder| {
        builder.market_hours(crate::MarketHours::new(|_, _| true))
    });
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let peer = rig.accept().await;
    sleep(Duration::from_secs(2)).await;
    assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    let gap = rig.gap().await;
    assert_eq!(gap.cause, GapCause::SessionEnded);
    assert_eq!(gap.since, evening + Duration::from_secs(2));
}
