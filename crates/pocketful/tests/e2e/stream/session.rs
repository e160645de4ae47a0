//! The feed and the session: the end of the day, a token that is taken away, and the next login.

use pocketful::{
    DataMode, StreamState,
    stream::{AwaitedToken, GapCause},
    types::next_midnight,
};

use super::{
    Event,
    viewer::{IDEA, Viewer},
};
use crate::day::MORNING;

impl Viewer {
    async fn awaits(&mut self, why: AwaitedToken) {
        let state = StreamState::AwaitingToken(why);
        self.expect(|event| matches!(event, Event::AwaitingToken(told) if *told == why).then_some(()))
            .await;
        assert_eq!(self.feed.state(), state);
    }

    /// Somebody logs in, and the stream goes on as it was.
    async fn goes_on_after_a_login(&mut self, id: u64) {
        self.day.session.log_in(&self.day.browser()).await.unwrap();
        // The stream looks for a token every second.
        tokio::time::pause();
        self.stands(|state| !matches!(state, StreamState::AwaitingToken(_)))
            .await;
        tokio::time::resume();
        self.reconnected().await;
        self.books().await;
        self.until(|open| open.len() == 1 && open[0].id == id && open[0].updates && open[0].packets > 0)
            .await;
    }
}

#[tokio::test]
async fn midnight_ends_the_feed_and_the_next_login_resumes_it() {
    let mut viewer = Viewer::new().await;
    viewer.feed.subscribe([IDEA], DataMode::Compact);
    viewer.until(|open| open[0].packets == 1).await;
    let midnight = next_midnight(MORNING);
    viewer.day.sandbox.clock().jump(midnight - time::Duration::SECOND);
    viewer.until(|open| open[0].packets == 2).await;
    viewer.day.sandbox.clock().jump(midnight);
    let gap = viewer.gap().await;
    assert_eq!(gap.cause, GapCause::SessionEnded);
    let since = midnight - gap.since;
    assert!((0..=1).contains(&since.whole_seconds()), "{since}: the last tick");
    assert!(gap.order_updates);
    viewer.awaits(AwaitedToken::Expired).await;
    viewer.goes_on_after_a_login(2).await;
    assert_eq!(viewer.feed.state(), StreamState::Live);
}

#[tokio::test]
async fn a_token_that_is_taken_away_is_not_tried_twice() {
    let mut viewer = Viewer::new().await;
    viewer.feed.subscribe([IDEA], DataMode::Compact);
    viewer.until(|open| open[0].packets == 1).await;
    viewer.day.sandbox.revoke_tokens();
    assert_eq!(viewer.gap().await.cause, GapCause::Disconnected);
    viewer.awaits(AwaitedToken::Refused).await;
    let refusals = || {
        let log = viewer.day.sandbox.request_log();
        log.iter()
            .filter(|entry| entry.target.starts_with("/ws/v1/feeds?") && entry.status == Some(401))
            .count()
    };
    // Ten minutes of trying nothing.
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(600)).await;
    tokio::time::resume();
    assert_eq!(refusals(), 1);
    assert!(viewer.day.session.token().is_err(), "the session knows of it");
    viewer.goes_on_after_a_login(2).await;
}
