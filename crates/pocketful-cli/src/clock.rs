//! The clock of the whole command: this machine's.

use std::sync::Arc;

use pocketful::types::{Clock, SystemClock};
use time::OffsetDateTime;

/// What every part of the command asks for the time.
pub(crate) fn clock() -> Arc<dyn Clock> {
    #[cfg(debug_assertions)]
    if let Some(clock) = *debug::STOPPED {
        return Arc::new(clock);
    }
    Arc::new(SystemClock)
}

/// The present moment.
pub(crate) fn now() -> OffsetDateTime {
    clock().now()
}

/// So that tests can run the command at any time of any day; a release build has none of it.
#[cfg(debug_assertions)]
mod debug {
    use std::sync::LazyLock;

    use pocketful::types::Clock;
    use time::OffsetDateTime;

    /// A clock that stands still at the moment that is in `POCKETFUL_DEBUG_NOW`, in seconds since the Unix epoch.
    pub(super) static STOPPED: LazyLock<Option<Stopped>> = LazyLock::new(|| {
        let seconds = std::env::var("POCKETFUL_DEBUG_NOW").ok()?.parse().ok()?;
        OffsetDateTime::from_unix_timestamp(seconds).ok().map(Stopped)
    });

    #[derive(Clone, Copy, Debug)]
    pub(super) struct Stopped(OffsetDateTime);

    impl Clock for Stopped {
        fn now(&self) -> OffsetDateTime {
            self.0.to_offset(pocketful::types::IST)
        }
    }
}
