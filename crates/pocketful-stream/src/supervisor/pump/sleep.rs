//! Whether the machine has slept: its wall clock has moved on then, and the clock of its timers has not, or not where it can be told
//! from. Pure.

use std::time::Duration;

use time::OffsetDateTime;
use tokio::time::Instant;

/// A shorter sleep is none; clocks are also put right by a little.
const NAP: Duration = Duration::from_secs(10);

/// Where the clock of the timers goes on in sleep, a program that is held up for so long is taken to have slept.
const ABSENCE: Duration = Duration::from_secs(30);

/// On Windows it does.
const TIMERS_GO_ON: bool = cfg!(windows);

/// The last look at both clocks, and when something had last come by then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sleep {
    machine: OffsetDateTime,
    /// By the stream's own clock, which a test or a sandbox may move as it likes.
    heard: OffsetDateTime,
    at: Instant,
}

impl Sleep {
    pub(super) fn new(machine: OffsetDateTime, heard: OffsetDateTime, at: Instant) -> Self {
        Self { machine, heard, at }
    }

    /// When something had last come at the last look, if the machine has slept since: what has come after that may have come after
    /// the sleep.
    pub(super) fn look(
        &mut self,
        machine: OffsetDateTime,
        heard: OffsetDateTime,
        at: Instant,
    ) -> Option<OffsetDateTime> {
        let before = std::mem::replace(self, Self::new(machine, heard, at));
        let (wall, timers) = (machine - before.machine, at.duration_since(before.at));
        has_slept(wall, timers, TIMERS_GO_ON).then_some(before.heard)
    }
}

fn has_slept(wall: time::Duration, timers: Duration, timers_go_on: bool) -> bool {
    wall >= timers + NAP || (timers_go_on && wall >= ABSENCE && timers >= ABSENCE)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn only_time_that_the_timers_do_not_know_is_sleep() {
        for (wall, timers, slept) in [
            (1, 1, false),
            // Held up: both went on.
            (3600, 3600, false),
            (3600, 1, true),
            (11, 1, true),
            (10, 1, false),
            // Set back.
            (-3600, 1, false),
        ] {
            let (wall, timers) = (time::Duration::seconds(wall), Duration::from_secs(timers));
            assert_eq!(has_slept(wall, timers, false), slept, "{wall}");
        }
    }

    #[test]
    fn where_the_timers_know_of_it_a_long_absence_is_sleep() {
        for (wall, timers, slept) in [
            (1, 1, false),
            (29, 29, false),
            (30, 30, true),
            (3600, 3600, true),
            (0, 40, false),
        ] {
            let (wall, timers) = (time::Duration::seconds(wall), Duration::from_secs(timers));
            assert_eq!(has_slept(wall, timers, true), slept, "{wall}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_once_with_what_had_come_by_the_last_look() {
        let (machine, heard) = (datetime!(2026-03-11 10:00 UTC), datetime!(2030-01-01 0:00 UTC));
        let at = Instant::now();
        let mut sleep = Sleep::new(machine, heard, at);
        let (later, at) = (machine + time::Duration::HOUR, at + Duration::from_secs(1));
        assert_eq!(sleep.look(later, heard + time::Duration::HOUR, at), Some(heard));
        assert_eq!(sleep.look(later, heard + time::Duration::HOUR, at), None);
    }
}
