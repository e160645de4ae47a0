//! The passing of time as news: one task per watched session, gone with its last clone.

use std::{
    sync::{Arc, Weak, atomic::Ordering},
    time::Duration,
};

use tokio::sync::watch;

use super::{SessionState, Shared, slot::Slot};
use crate::expiry;

/// The clock is looked at this often at least: it may be set, and the machine may sleep.
const AT_LEAST_EVERY: Duration = Duration::from_secs(30);

/// Starts the task, unless it runs or there is no runtime to run it.
pub(super) fn ensure(session: &Arc<Shared>) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    if !session.timed.swap(true, Ordering::AcqRel) {
        let running = Running(Arc::downgrade(session));
        runtime.spawn(run(running, session.states.subscribe()));
    }
}

/// Says that the task is gone, also when its runtime was shut down.
struct Running(Weak<Shared>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(session) = self.0.upgrade() {
            session.timed.store(false, Ordering::Release);
        }
    }
}

async fn run(session: Running, mut states: watch::Receiver<SessionState>) {
    while let Some(wait) = session.0.upgrade().map(|session| tell(&session)) {
        states.mark_unchanged();
        tokio::select! {
            // An error: the last clone is gone, and the sender with it.
            news = states.changed() => if news.is_err() { return },
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Publishes the state of the moment and says how long it lasts at most.
fn tell(session: &Shared) -> Duration {
    session.publish();
    match &**session.slot.load() {
        Slot::Live(live) => {
            expiry::next_step(live.record.expires_at(), &session.lead_times, session.clock.now())
                .map_or(AT_LEAST_EVERY, |wait| wait.min(AT_LEAST_EVERY))
        }
        _ => AT_LEAST_EVERY,
    }
}
