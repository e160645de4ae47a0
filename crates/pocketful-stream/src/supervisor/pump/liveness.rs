//! Whether anybody is still there. Pure: every moment is an argument.

use std::time::Duration;

use tokio::time::Instant;

/// When a connection last gave signs of life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Liveness {
    last_frame: Instant,
    /// When the first ping was sent that has had no answer, nor anything else since.
    unanswered: Option<Instant>,
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
            unanswered: None,
            last_heartbeat: now,
            answers_pings: false,
        }
    }

    pub(super) fn frame(&mut self, now: Instant) {
        if now.duration_since(self.last_frame) >= self.pause {
            self.steady_since = now;
        }
        self.last_frame = now;
        self.unanswered = None;
    }

    /// Whether frames have come for at least `time` without a long pause.
    pub(super) fn is_steady(&self, time: Duration) -> bool {
        self.last_frame.duration_since(self.steady_since) >= time
    }

    /// A ping was sent.
    pub(super) fn asked(&mut self, now: Instant) {
        self.unanswered.get_or_insert(now);
    }

    pub(super) fn pong(&mut self) {
        self.unanswered = None;
        self.answers_pings = true;
    }

    /// Whether to give the connection up: no answer to a ping, nor anything else, for `patience` from a server that used to answer
    /// them; or no frame for `silence`, which is given while ticks are expected.
    pub(super) fn is_dead(&mut self, silence: Option<Duration>, patience: Duration, now: Instant) -> bool {
        let asked = self.unanswered.filter(|_| self.answers_pings);
        let is_mute = asked.is_some_and(|asked| now.duration_since(asked) >= patience);
        let Some(silence) = silence else {
            // A quiet night is not held against the morning.
            (self.last_frame, self.steady_since) = (now, now);
            return is_mute;
        };
        is_mute || now.duration_since(self.last_frame) >= silence
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
        assert!(!liveness.is_dead(Some(LIMIT), LIMIT, after(start, 29)));
        assert!(liveness.is_dead(Some(LIMIT), LIMIT, after(start, 30)));
        liveness.frame(after(start, 30));
        assert!(!liveness.is_dead(Some(LIMIT), LIMIT, after(start, 59)));
        // An answered ping is no tick.
        liveness.pong();
        assert!(liveness.is_dead(Some(LIMIT), LIMIT, after(start, 60)));
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
        assert!(!liveness.is_dead(None, LIMIT, after(start, 3600)));
        liveness.frame(after(start, 3601));
        assert!(!liveness.is_steady(minute));
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_night_is_no_death_and_the_morning_starts_afresh() {
        let start = Instant::now();
        let mut liveness = Liveness::new(LIMIT, start);
        assert!(!liveness.is_dead(None, LIMIT, after(start, 3600)));
        assert!(!liveness.is_dead(Some(LIMIT), LIMIT, after(start, 3601)));
        // Whoever has never answered a ping may go on like that.
        liveness.asked(after(start, 3601));
        assert!(!liveness.is_dead(None, LIMIT, after(start, 7200)));
        liveness.pong();
        // Nobody asks for an hour; then two questions.
        liveness.asked(after(start, 10_800));
        liveness.asked(after(start, 10_808));
        assert!(!liveness.is_dead(None, LIMIT, after(start, 10_829)));
        assert!(
            liveness.is_dead(None, LIMIT, after(start, 10_830)),
            "it used to answer"
        );
        liveness.pong();
        assert!(!liveness.is_dead(None, LIMIT, after(start, 10_900)));
    }
}
