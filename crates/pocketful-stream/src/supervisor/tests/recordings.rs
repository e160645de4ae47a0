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

#[tokio::test(start_paused = true)]
async fn a_connector_and_a_clock_that_are_set_after_the_recorder_are_recorded_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("session");
    let recorder = Recorder::create(&path).unwrap();
    let (connector, server) = scripted();
    let later = MORNING + Duration::from_secs(3600);
    let mut rig = rig_at(MORNING, |builder| {
        builder
            .record(recorder)
            .connector(Arc::new(connector))
            .clock(Arc::new(ManualClock::new(later)))
    });
    rig.server = server;
    let peer = rig.accept().await;
    assert!(peer.binary(tick(1, 10)) && matches!(rig.event().await, Event::Detailed(_)));
    drop(rig);
    drop(peer);
    sleep(Duration::from_secs(1)).await;
    let file = std::fs::read(&path).unwrap();
    let at = i64::from_be_bytes(file[9..17].try_into().unwrap());
    assert_eq!(i128::from(at), later.unix_timestamp_nanos());
    assert!(file.windows(102).any(|bytes| bytes == tick(1, 10)));
}

/// A recording with these records: a kind, seconds after [`MORNING`], a payload.
fn recorded(records: &[(u8, i128, &[u8])]) -> Vec<u8> {
    let mut file = b"PKTFEED\x01".to_vec();
    for (kind, seconds, payload) in records {
        let at = MORNING.unix_timestamp_nanos() + seconds * 1_000_000_000;
        file.push(*kind);
        file.extend(i64::try_from(at).unwrap().to_be_bytes());
        file.extend(u32::try_from(payload.len()).unwrap().to_be_bytes());
        file.extend(*payload);
    }
    file
}

/// What a replay of the file tells.
async fn replayed(file: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("session");
    std::fs::write(&path, file).unwrap();
    let (feed, mut events) = StreamBuilder::replay(&path, ReplaySpeed::UNLIMITED)
        .unwrap()
        .start();
    feed.subscribe([nse(1)], DataMode::Detailed);
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        told.push(match event {
            Event::Detailed(tick) => format!("tick {}", tick.last_price_raw()),
            Event::Gap(gap) => {
                assert_eq!(gap.since.offset(), pocketful_types::IST);
                format!("gap {:?} {}", gap.cause, gap.instruments.len())
            }
            Event::Connected { .. } => "connected".to_owned(),
            Event::Reconnected { .. } => "reconnected".to_owned(),
            Event::Ended(reason) => format!("{reason:?}"),
            other => panic!("{other:?}"),
        });
    }
    assert!(feed.latest().get(nse(1)).unwrap().is_stale(DataMode::Detailed));
    told
}

#[tokio::test(start_paused = true)]
async fn frames_that_the_recorder_missed_are_a_hole() {
    let (one, two) = (tick(1, 1), tick(1, 2));
    let missed = 17_u64.to_be_bytes();
    let file = recorded(&[
        (0, 0, &[]),
        (1, 1, &one),
        (4, 2, &missed),
        (1, 2, &two),
        (3, 3, &[]),
    ]);
    let told = [
        "connected",
        "tick 1",
        "gap Disconnected 1",
        "reconnected",
        "tick 2",
        "RecordingOver",
    ];
    assert_eq!(replayed(&file).await, told);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_breaks_off_is_replayed_up_to_there() {
    let (one, two) = (tick(1, 1), tick(1, 2));
    let whole = recorded(&[(0, 0, &[]), (1, 1, &one)]);
    let file = recorded(&[(0, 0, &[]), (1, 1, &one), (1, 2, &two)]);
    for cut in whole.len()..file.len() {
        let told = replayed(&file[..cut]).await;
        assert_eq!(told, ["connected", "tick 1", "RecordingOver"], "{cut} bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_several_connections_is_no_loss() {
    let (one, two) = (tick(1, 1), tick(1, 2));
    let file = recorded(&[
        (0, 0, &[]),
        (0, 0, &[]),
        (1, 1, &one),
        // One of them is lost, and comes back.
        (3, 2, &[]),
        (0, 3, &[]),
        (1, 4, &two),
        (3, 5, &[]),
        (3, 5, &[]),
    ]);
    let told = [
        "connected",
        "tick 1",
        "gap Disconnected 1",
        "reconnected",
        "tick 2",
        "RecordingOver",
    ];
    assert_eq!(replayed(&file).await, told);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_damaged_in_the_middle_is_no_recording_that_is_over() {
    let (one, two) = (tick(1, 1), tick(1, 2));
    let good = recorded(&[(0, 0, &[]), (1, 1, &one)]);
    let mut file = recorded(&[(0, 0, &[]), (1, 1, &one), (1, 2, &two), (3, 3, &[])]);
    file[good.len()] = 99;
    assert_eq!(replayed(&file).await, ["connected", "tick 1", "RecordingDamaged"]);
    // Behind a loss.
    let good = recorded(&[(0, 0, &[]), (1, 1, &one), (3, 2, &[])]);
    let mut file = recorded(&[(0, 0, &[]), (1, 1, &one), (3, 2, &[]), (0, 3, &[])]);
    file[good.len()] = 99;
    assert_eq!(replayed(&file).await, ["connected", "tick 1", "RecordingDamaged"]);
}
