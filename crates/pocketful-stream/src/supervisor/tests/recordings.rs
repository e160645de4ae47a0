//! A session is recorded and replayed: the same ticks, at the same times, with the same hole.

use super::*;
use crate::{Recorder, RecordingError, ReplaySpeed};

#[tokio::test(start_paused = true)]
async fn what_was_recorded_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("session");
    let recorder = Recorder::create(&path).unwrap();
    assert!(
        matches!(Recorder::create(&path), Err(RecordingError::Io(_))),
        "nothing is overwritten"
    );
    let handle = recorder.clone();
    let mut rig = rig_at(MORNING, |builder| builder.record(recorder));
    let peer = rig.accept().await;
    peer.binary(tick(1, 10));
    sleep(Duration::from_secs(5)).await;
    peer.binary(tick(1, 11));
    peer.text("{}");
    peer.binary(order(7));
    sleep(Duration::from_secs(1)).await;
    drop(peer);
    sleep(Duration::from_secs(4)).await;
    let peer = rig.server.attempt().await.unwrap().accept();
    peer.binary(tick(1, 12));
    sleep(Duration::from_secs(1)).await;
    rig.feed.close().await;
    assert_eq!((handle.missed(), handle.has_failed()), (0, false));
    // The file is whole when the last of them is gone.
    drop((rig, handle));
    assert!(
        !std::fs::read(&path)
            .unwrap()
            .windows(5)
            .any(|bytes| bytes == b"first"),
        "the token is in the file"
    );

    for (speed, seconds) in [
        (ReplaySpeed::ORIGINAL, 10),
        (ReplaySpeed::times(10.0), 1),
        (ReplaySpeed::UNLIMITED, 0),
    ] {
        let began = Instant::now();
        let (_feed, mut events) = StreamBuilder::replay(&path, speed).unwrap().start();
        let mut told = Vec::new();
        while let Some(event) = events.next().await {
            told.push(match event {
                Event::Detailed(tick) => format!("tick {}", tick.last_price_raw()),
                Event::OrderUpdate(update) => format!("order {}", update.order.oms_order_id),
                Event::Gap(gap) => format!("{:?} at {}", gap.cause, (gap.since - MORNING).whole_seconds()),
                Event::Connected { .. } => "connected".to_owned(),
                Event::Reconnected { .. } => "reconnected".to_owned(),
                Event::Ended(reason) => format!("{reason:?}"),
                other => panic!("{other:?}"),
            });
        }
        assert_eq!(
            told,
            [
                "connected",
                "tick 10",
                "tick 11",
                "order 7",
                "Disconnected at 5",
                "reconnected",
                "tick 12",
                "RecordingOver"
            ]
        );
        let took = began.elapsed().as_secs();
        assert!((seconds..=seconds + 2).contains(&took), "{speed:?}: {took}");
    }
    std::fs::write(&path, b"PKTFEED\x02").unwrap();
    assert!(matches!(
        StreamBuilder::replay(&path, ReplaySpeed::ORIGINAL),
        Err(RecordingError::Format)
    ));
}
