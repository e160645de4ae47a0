//! How a connection is lost, and that every hole is marked.

use super::*;

#[tokio::test(start_paused = true)]
async fn what_was_wanted_is_asked_for_again() {
    let mut rig = rig();
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    heard(&mut peer).await;
    heard(&mut peer).await;
    sleep(Duration::from_secs(2)).await;
    assert!(peer.binary(tick(1, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    sleep(Duration::from_secs(2)).await;
    drop(peer);
    let gap = rig.gap().await;
    assert_eq!((gap.cause, gap.missed), (GapCause::Disconnected, None));
    assert_eq!((&gap.instruments[..], gap.order_updates), (&[nse(1)][..], true));
    assert_eq!(
        gap.since,
        MORNING + Duration::from_secs(2),
        "the last that came: nobody knows when the connection died"
    );
    // Meanwhile somebody changes their mind.
    rig.feed.unsubscribe([nse(1)], DataMode::Detailed);
    rig.feed.subscribe([nse(2)], DataMode::Compact);
    rig.server
        .attempt()
        .await
        .unwrap()
        .refuse(SocketErrorKind::Connect);
    assert!(matches!(
        rig.event().await,
        Event::ConnectFailed { attempts: 1, .. }
    ));
    let mut peer = rig.server.attempt().await.unwrap().accept();
    match rig.event().await {
        Event::Reconnected {
            connection: 0,
            since,
            attempts: 2,
        } => assert_eq!(since, gap.since),
        other => panic!("{other:?}"),
    }
    assert_eq!(heard(&mut peer).await, UPDATES);
    assert_eq!(
        heard(&mut peer).await,
        r#"{"a":"subscribe","v":[[1,2]],"m":"compact_marketdata"}"#
    );
}

#[tokio::test(start_paused = true)]
async fn minds_that_change_in_the_middle_of_the_replay_leave_nothing_out() {
    let mut rig = rig_at(MORNING, |builder| builder.order_updates(false));
    rig.feed.subscribe((1..=120).map(nse), DataMode::Depth);
    drop(rig.accept().await);
    rig.gap().await;
    let mut peer = rig.server.attempt().await.unwrap().accept();
    peer.slow_down(Duration::from_secs(1));
    // Fifty are asked for, and the next fifty are on their way.
    assert!(heard(&mut peer).await.contains("[1,1],[1,2],"));
    rig.feed.unsubscribe([nse(2), nse(119)], DataMode::Depth);
    rig.feed.subscribe([nse(121)], DataMode::Depth);
    let mut asked: std::collections::BTreeSet<u64> = (1..=50).collect();
    sleep(Duration::from_secs(10)).await;
    while let Some(text) = peer.try_hear().filter(|text| text != HEARTBEAT) {
        let frame: serde_json::Value = serde_json::from_str(&text).unwrap();
        for pair in frame["v"].as_array().unwrap() {
            let token = pair[1].as_u64().unwrap();
            let is_news = match frame["a"].as_str().unwrap() {
                "subscribe" => asked.insert(token),
                _ => asked.remove(&token),
            };
            assert!(is_news, "the client repeats itself: {text}");
        }
    }
    assert_eq!(
        asked,
        (1..=121).filter(|token| ![2, 119].contains(token)).collect()
    );
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_that_cannot_be_sent_is_a_loss() {
    let mut rig = rig_at(MORNING, |builder| builder.silence(Duration::MAX));
    let peer = rig.accept().await;
    peer.get_stuck();
    let gap = rig.gap().await;
    assert_eq!(gap.cause, GapCause::Unwritable);
    assert!((gap.since - MORNING).whole_seconds() <= 1, "{}", gap.since);
    let seconds = (rig.clock.now() - MORNING).whole_seconds();
    assert!(
        (18..=19).contains(&seconds),
        "{seconds}: 8 to the heartbeat, 10 for the write"
    );
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_is_cut_off_is_a_hole_of_one() {
    let mut rig = rig();
    let peer = rig.accept().await;
    for (bytes, instruments) in [
        (tick(5, 1)[..60].to_vec(), vec![nse(5)]),
        (tick(5, 1)[..4].to_vec(), vec![]),
        (vec![], vec![]),
    ] {
        peer.binary(bytes);
        let gap = rig.gap().await;
        assert_eq!((gap.cause, gap.missed), (GapCause::BadFrame, Some(1)));
        assert_eq!(&gap.instruments[..], &instruments[..]);
    }
    // The connection is none the worse for it, nor for what is not known.
    peer.binary(vec![77; 9]);
    assert!(matches!(rig.event().await, Event::Unknown { mode: 77, len: 9 }));
    peer.text("{}");
    peer.binary(tick(5, 1));
    assert!(matches!(rig.event().await, Event::Detailed(_)));
}
