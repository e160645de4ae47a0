//! The faults of the sandbox's feed, seen through the client.

use std::time::Duration;

use pocketful::{
    DataMode,
    stream::{GapCause, SocketErrorKind},
};
use pocketful_sandbox::Fault;

use super::{
    Event,
    viewer::{IDEA, Viewer},
};

const COMPACT: &str = "compact_marketdata";

impl Viewer {
    /// With ticks of one instrument.
    async fn ticking(viewer: Viewer) -> Viewer {
        let mut viewer = viewer;
        viewer.feed.subscribe([IDEA], DataMode::Compact);
        viewer.tick().await;
        viewer
    }

    async fn tick(&mut self) {
        self.expect(|event| {
            matches!(event, Event::Compact(tick) if tick.instrument() == Some(IDEA)).then_some(())
        })
        .await;
    }

    /// A connection was lost for `cause`; everything comes back.
    async fn recovers_from(&mut self, cause: GapCause) {
        let gap = self.gap().await;
        assert_eq!((gap.cause, gap.missed, gap.order_updates), (cause, None, true));
        assert_eq!(&gap.instruments[..], [IDEA]);
        self.reconnected().await;
        // The books and the first tick come from different connections, in either order.
        let (mut books, mut ticks) = (0, 0);
        while (books, ticks) != (1, 1) {
            match self.next().await {
                Event::Books(_) => books += 1,
                Event::Compact(_) => ticks += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(self.day.sandbox.feed().connections().len(), 1);
    }
}

#[tokio::test]
async fn a_feed_that_closes_and_one_that_breaks_off_in_the_middle_of_a_frame() {
    let mut viewer = Viewer::ticking(Viewer::new().await).await;
    for fault in [Fault::FeedClose, Fault::FeedHalfFrame] {
        viewer.once(COMPACT, fault);
        viewer.a_minute_passes();
        viewer.recovers_from(GapCause::Disconnected).await;
    }
    viewer.day.sandbox.feed().disconnect();
    viewer.recovers_from(GapCause::Disconnected).await;
    assert_eq!(viewer.day.sandbox.feed().accepted(), 4);
}

#[tokio::test]
async fn a_packet_cut_in_half_is_a_hole_of_one_and_a_stranger_is_passed_on() {
    let mut viewer = Viewer::ticking(Viewer::new().await).await;
    viewer.once(COMPACT, Fault::FeedHalfPacket);
    viewer.a_minute_passes();
    let gap = viewer.gap().await;
    assert_eq!((gap.cause, gap.missed), (GapCause::BadFrame, Some(1)));
    assert_eq!((&gap.instruments[..], gap.order_updates), (&[IDEA][..], false));
    viewer.once(COMPACT, Fault::FeedUnknownMode);
    viewer.a_minute_passes();
    viewer
        .expect(|event| matches!(event, Event::Unknown { mode: 99, len: 42 }).then_some(()))
        .await;
    viewer.tick().await;
    assert_eq!(viewer.day.sandbox.feed().accepted(), 1, "the connection stays");
}

#[tokio::test]
async fn a_feed_that_falls_silent_is_given_up() {
    let viewer = Viewer::with(|builder| {
        builder
            .silence(Duration::from_secs(20))
            .heartbeat(Duration::from_secs(5))
    });
    let mut viewer = Viewer::ticking(viewer.await).await;
    viewer.once(COMPACT, Fault::FeedSilent);
    viewer.a_minute_passes();
    viewer
        .until(|_| viewer.day.sandbox.faults().list().is_empty())
        .await;
    // Nothing is on its way any more; the rest is time.
    tokio::time::pause();
    let gap = viewer.gap().await;
    tokio::time::resume();
    assert_eq!(gap.cause, GapCause::Silent);
    viewer.reconnected().await;
    viewer
        .past_ticks(|event| matches!(event, Event::Books(_)).then_some(()))
        .await;
    viewer.until(|open| open.len() == 1 && open[0].packets > 0).await;
}

#[tokio::test]
async fn a_client_without_a_heartbeat_is_put_out_after_thirty_seconds_and_comes_back() {
    let viewer = Viewer::with(|builder| builder.silence(Duration::MAX).heartbeat(Duration::MAX));
    let mut viewer = Viewer::ticking(viewer.await).await;
    let began = tokio::time::Instant::now();
    tokio::time::pause();
    let gap = viewer.gap().await;
    tokio::time::resume();
    assert_eq!(gap.cause, GapCause::Disconnected);
    assert!(
        began.elapsed() >= Duration::from_secs(29),
        "{:?}",
        began.elapsed()
    );
    viewer.reconnected().await;
}

#[tokio::test]
async fn heartbeats_keep_it_for_as_long_as_one_likes() {
    let viewer = Viewer::with(|builder| builder.silence(Duration::MAX));
    let viewer = Viewer::ticking(viewer.await).await;
    tokio::time::pause();
    viewer
        .day
        .sandbox
        .feed()
        .until(|open| open[0].heartbeats >= 20)
        .await;
    tokio::time::resume();
    assert_eq!(viewer.day.sandbox.feed().accepted(), 1);
}

#[tokio::test]
async fn a_feed_that_is_refused_for_a_while_is_tried_again() {
    let mut viewer = Viewer::ticking(Viewer::new().await).await;
    let error = Fault::ServerError {
        status: 503,
        after: false,
    };
    let rule = pocketful_sandbox::FaultRule::new("GET /ws/v1/feeds", error).times(3);
    viewer.day.sandbox.faults().add(rule).unwrap();
    viewer.day.sandbox.feed().disconnect();
    viewer.gap().await;
    // The last of the refusals may be all that is left of them.
    let mut failed = 0;
    while failed < 3 {
        failed = viewer
            .expect(|event| match event {
                Event::ConnectFailed { attempts, cause, .. } if *cause == SocketErrorKind::Refused => {
                    Some(*attempts)
                }
                _ => None,
            })
            .await;
    }
    viewer
        .expect(|event| matches!(event, Event::Reconnected { attempts: 4, .. }).then_some(()))
        .await;
}

#[tokio::test]
async fn a_feed_that_lets_nobody_in_leaves_the_session_to_those_who_trade_with_it() {
    let mut viewer = Viewer::ticking(Viewer::new().await).await;
    let rule = pocketful_sandbox::FaultRule::new("GET /ws/v1/feeds", Fault::AddressRefusedPlain).times(2);
    viewer.day.sandbox.faults().add(rule).unwrap();
    viewer.day.sandbox.feed().disconnect();
    viewer.gap().await;
    let mut failed = 0;
    loop {
        match viewer.next().await {
            Event::ConnectFailed { attempts, cause, .. } => {
                assert_eq!(cause, SocketErrorKind::Forbidden);
                failed = attempts;
            }
            // The books are read, so that a call over REST says whether the token lives.
            Event::Books(_) => {}
            Event::Reconnected { attempts, .. } => {
                assert_eq!((failed, attempts), (2, 3));
                break;
            }
            other => panic!("{other:?}"),
        }
        assert!(viewer.day.session.token().is_ok());
    }
}
