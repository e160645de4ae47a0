//! Whether anybody is still there. Pure: every moment is an argument.

use std::time::Duration;

use tokio::time::Instant;

/// When a connection last gave signs of life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Liveness {
    last_frame: Instant,
    last_sign: Instant,
    last_heartbeat: Instant,
    /// Since when frames have come without a pause of `pause`.
    steady_since: Instant,
    pause: Duration,
    /// Whether this server has answered a ping before, so that it means something when it does not.
    answers_pings: bool,
}

impl Liveness {
    /// A pause of `pause` between two frames is a long one.
    pub(super) fn new(pause: Duration, now: Instant) -> Self {
        Self {
            steady_since: now,
            pause,
            last_frame: now,
            last_sign: now,
            last_heartbeat: now,
            answers_pings: false,
        }
    }

    pub(super) fn frame(&mut self, now: Instant) {
        if now.duration_since(self.last_frame) >= self.pause {
            self.steady_since = now;
        }
        self.last_frame = now;
        self.last_sign = now;
    }

    /// Whether frames have come for at least `time` without a long pause.
    pub(super) fn is_steady(&self, time: Duration) -> bool {
        self.last_frame.duration_since(self.steady_since) >= time
    }

    pub(super) fn pong(&mut self, now: Instant) {
        self.last_sign = now;
        self.answers_pings = true;
    }

    /// Whether to give the connection up: no frame for `limit` although ticks are expected; or, where none are, no answer
    /// to pings from a server that used to answer them.
    pub(super) fn is_dead(&mut self, expects_ticks: bool, limit: Duration, now: Instant) -> bool {
        if expects_ticks {
            return now.duration_since(self.last_frame) >= limit;
        }
        // A quiet night is not held against the morning.
        (self.last_frame, self.steady_since) = (now, now);
        self.answers_pings && now.duration_since(self.last_sign) >= limit
    }

    /// When something last came, as far as it matters: while ticks are expected a frame, else any sign of life.
    pub(super) fn heard(&self) -> Instant {
        self.last_frame.min(self.last_sign)
    }

    /// Whether a heartbeat is due; if so, it is taken as sent.
    pub(super) fn heartbeat_is_due(&mut self, every: Duration, now: Instant) -> bool {
        let due = now.duration_since(self.last_heartbeat) >= every;
        if due {
            self.last_heartbeat = now;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(30);

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn ticks_that_are_expected_and_do_not_come() {
        let start = Instant::now();
        let mut liveness = Liveness::new(LIMIT, start);
        assert!(!liveness.is_dead(true, LIMIT, after(start, 29)));
        assert!(liveness.is_dead(true, LIMIT, after(start, 30)));
        liveness.frame(after(start, 30));
        assert!(!liveness.is_dead(true, LIMIT, after(start, 59)));
        // An answered ping is no tick.
        liveness.pong(after(start, 59));
        assert!(liveness.is_dead(true, LIMIT, after(start, 60)));
    }

    #[tokio::test(start_paused = true)]
    async fn frames_are_steady_when_none_is_long_in_coming() {
        let start = Instant::now();
        let minute = Duration::from_secs(60);
        let mut liveness = Liveness::new(LIMIT, start);
        for (second, is_steady) in [
            (0, false),
            (29, false),
            (58, false),
            (60, true),
            (90, false),
            (120, false),
            (149, false),
            (178, false),
            (180, true),
        ] {
            liveness.frame(after(start, second));
            assert_eq!(liveness.is_steady(minute), is_steady, "{second}");
        }
        // The quiet night before does not count.
        assert!(!liveness.is_dead(false, LIMIT, after(start, 3600)));
        liveness.frame(after(start, 3601));
        assert!(!liveness.is_steady(minute));
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_night_is_no_death_and_the_morning_starts_afresh() {
        let start = Instant::now();
        let mut liveness = Liveness::new(LIMIT, start);
        assert!(!liveness.is_dead(false, LIMIT, after(start, 3600)));
        assert!(!liveness.is_dead(true, LIMIT, after(start, 3601)));
        liveness.pong(after(start, 3601));
        assert!(!liveness.is_dead(false, LIMIT, after(start, 3630)));
        assert!(
            liveness.is_dead(false, LIMIT, after(start, 3631)),
            "it used to answer"
        );
    }
}
