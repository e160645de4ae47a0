//! One connection as the server has it: what it was asked for, and what it says.

use std::collections::VecDeque;

use super::*;

/// How long a slow write takes.
const SLOW: Duration = Duration::from_millis(700);

/// Mode, exchange and token, as asked for.
pub(super) type Entry = (String, u64, u64);

pub(super) fn entry(instrument: Instrument, mode: DataMode) -> Entry {
    (mode.as_str().to_owned(), 1, u64::from(instrument.token.get()))
}

pub(super) struct Line {
    peer: Peer,
    /// What the server has received, and when it will have acted on it.
    inbox: VecDeque<(Instant, String)>,
    /// When it acts on what it received last; it keeps the order.
    busy_until: Instant,
    pub(super) asked: BTreeSet<Entry>,
    pub(super) has_updates: bool,
    pub(super) is_silent: bool,
    pub(super) is_stuck: bool,
    /// When what is said now arrives, at the earliest.
    pub(super) late_until: Instant,
}

impl Line {
    pub(super) fn new(peer: Peer) -> Self {
        Self {
            peer,
            inbox: VecDeque::new(),
            busy_until: Instant::now(),
            asked: BTreeSet::new(),
            has_updates: false,
            is_silent: false,
            is_stuck: false,
            late_until: Instant::now(),
        }
    }

    /// Whether what is said reaches somebody.
    pub(super) fn says(&self, bytes: Vec<u8>) -> bool {
        !self.is_silent && self.peer.binary(bytes)
    }

    pub(super) fn says_text(&self, text: &str) {
        if !self.is_silent {
            self.peer.text(text);
        }
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.peer.is_abandoned()
    }

    /// Whether it does what a connection should.
    pub(super) fn is_well(&self) -> bool {
        !self.is_silent && !self.is_stuck && !self.is_abandoned() && self.late_until <= Instant::now()
    }

    /// What is said next is so late, and all behind it waits.
    pub(super) fn hold_up(&mut self, delay: Duration) {
        self.peer.hold_up(delay);
        self.late_until = self.late_until.max(Instant::now()) + delay;
    }

    pub(super) fn get_stuck(&mut self) {
        self.is_stuck = true;
        self.peer.get_stuck();
    }

    pub(super) fn slow_down(&self) {
        if !self.is_stuck {
            self.peer.slow_down(SLOW);
        }
    }

    /// The server ends it with a word about authorisation.
    pub(super) fn evict(&self) {
        self.peer.close(SocketErrorKind::Evicted);
    }

    pub(super) fn break_off(self) {
        self.peer.break_off();
    }

    /// What was sent arrives, and waits until the server comes to it.
    pub(super) fn receive(&mut self, dice: &mut Dice) {
        while let Some(text) = self.peer.try_hear() {
            let takes = Duration::from_millis(dice.roll(600));
            self.busy_until = self.busy_until.max(Instant::now()) + takes;
            self.inbox.push_back((self.busy_until, text));
        }
    }

    /// When the server comes to what it received first.
    pub(super) fn acts_at(&self) -> Option<Instant> {
        self.inbox.front().map(|(at, _)| *at)
    }

    /// The server acts on what it has come to, or on all that it has received.
    pub(super) fn act(&mut self, is_patient: bool) {
        let now = Instant::now();
        while self.inbox.front().is_some_and(|(at, _)| is_patient || *at <= now) {
            if let Some((_, text)) = self.inbox.pop_front() {
                self.hear(&text);
            }
        }
    }

    fn hear(&mut self, text: &str) {
        match text {
            "ping" if !self.is_silent => {
                self.peer.pong();
                return;
            }
            "ping" | "close" => return,
            _ => {}
        }
        let frame: serde_json::Value = serde_json::from_str(text).unwrap();
        let (verb, mode) = (frame["a"].as_str().unwrap(), frame["m"].as_str().unwrap());
        match (verb, mode) {
            ("h", _) => return,
            (_, "updates") => {
                self.has_updates = verb == "subscribe";
                return;
            }
            _ => {}
        }
        for pair in frame["v"].as_array().unwrap() {
            let entry = (
                mode.to_owned(),
                pair[0].as_u64().unwrap(),
                pair[1].as_u64().unwrap(),
            );
            let changed = match verb {
                "subscribe" => self.asked.insert(entry),
                _ => self.asked.remove(&entry),
            };
            assert!(changed, "the client repeats itself: {text}");
        }
    }
}
