//! Somebody who keeps changing their mind.

use std::sync::OnceLock;

use super::*;
use crate::{Connector, FeedUrl, Frame, Socket, SocketError};

/// Subscriptions that follow one another.
const STORM: usize = 500;

/// A connection on which there is always something to read. Each of its writes brings another subscription, as of another thread
/// that subscribes one instrument after the other.
#[derive(Clone, Debug, Default)]
struct Busy {
    feed: Arc<OnceLock<Feed>>,
    sent: usize,
    read: Arc<AtomicUsize>,
    has_frame: bool,
}

#[async_trait]
impl Connector for Busy {
    async fn connect(&self, _url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
        Ok(Box::new(self.clone()))
    }
}

#[async_trait]
impl Socket for Busy {
    async fn ready(&mut self) -> Result<(), SocketError> {
        if self.sent >= STORM {
            std::future::pending::<()>().await;
        }
        self.has_frame = true;
        Ok(())
    }

    fn next_frame(&mut self) -> Option<Frame<'_>> {
        std::mem::take(&mut self.has_frame).then(|| {
            self.read.fetch_add(1, Ordering::SeqCst);
            Frame::Text(b"{}")
        })
    }

    async fn send(&mut self, _text: &str) -> Result<(), SocketError> {
        self.sent += 1;
        let feed = self.feed.get().filter(|_| self.sent < STORM);
        if let Some(feed) = feed {
            let token = u32::try_from(self.sent).unwrap();
            feed.subscribe([nse(token)], DataMode::Compact);
        }
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), SocketError> {
        Ok(())
    }

    async fn close(&mut self) {}
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_subscriptions_does_not_keep_frames_waiting() {
    let busy = Busy::default();
    let (feed, read) = (Arc::clone(&busy.feed), Arc::clone(&busy.read));
    let rig = rig_at(MORNING, |builder| {
        builder.order_updates(false).connector(Arc::new(busy))
    });
    rig.feed.subscribe([nse(0)], DataMode::Compact);
    feed.set(rig.feed.clone()).unwrap();
    sleep(Duration::from_secs(1)).await;
    let read = read.load(Ordering::SeqCst);
    assert!(read >= STORM / 2, "{read} frames beside {STORM} subscriptions");
    rig.feed.close().await;
}
