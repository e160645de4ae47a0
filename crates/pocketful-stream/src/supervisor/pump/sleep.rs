//! Whether the machine has slept: its wall clock has moved on then, and the clock of its timers has not. Pure.

use std::time::Duration;

use time::OffsetDateTime;
use tokio::time::Instant;

/// A shorter sleep is none; clocks are also put right by a little.
const NAP: Duration = Duration::from_secs(10);

/// The last look at both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sleep {
    machine: OffsetDateTime,
    /// What the stream's own clock showed, which a test or a sandbox may move as it likes.
    shown: OffsetDateTime,
    at: Instant,
}

impl Sleep {
    pub(super) fn new(machine: OffsetDateTime, shown: OffsetDateTime, at: Instant) -> Self {
        Self { machine, shown, at }
    }

    /// What the stream's clock showed at the last look, if the machine has slept since.
    pub(super) fn look(
        &mut self,
        machine: OffsetDateTime,
        shown: OffsetDateTime,
        at: Instant,
    ) -> Option<OffsetDateTime> {
        let before = std::mem::replace(self, Self::new(machine, shown, at));
        let has_slept = machine - before.machine >= at.duration_since(before.at) + NAP;
        has_slept.then_some(before.shown)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_time_that_the_timers_do_not_know_is_sleep() {
        let (machine, shown) = (datetime!(2026-03-11 10:00 UTC), datetime!(2030-01-01 0:00 UTC));
        for (wall, timers, has_slept) in [
            (1, 1, false),
            // Held up: both went on.
            (3600, 3600, false),
            (3600, 1, true),
            (11, 1, true),
            (10, 1, false),
            // Set back.
            (-3600, 1, false),
        ] {
            let at = Instant::now();
            let mut sleep = Sleep::new(machine, shown, at);
            let (wall, at) = (
                machine + time::Duration::seconds(wall),
                at + Duration::from_secs(timers),
            );
            assert_eq!(sleep.look(wall, shown, at), has_slept.then_some(shown), "{wall}");
            assert_eq!(sleep.look(wall, shown, at), None, "it is told once");
        }
    }
}
