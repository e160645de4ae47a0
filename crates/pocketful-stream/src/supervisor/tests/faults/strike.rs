//! How each fault comes about.

use pocketful_types::{OrderUpdate, read_updates};

use super::{account::frame, line::Line, world::World, *};

impl World {
    /// So many steps, with faults and changes in between.
    pub(super) async fn mix(&mut self, steps: u64) {
        for _ in 0..steps {
            if self.dice.roll(2) == 0 {
                let fault = self.dice.pick(&FAULTS);
                self.put(fault);
            }
            if self.dice.roll(2) == 0 {
                self.change_what_is_wanted();
            }
            if self.dice.roll(8) == 0 {
                self.come_or_leave();
            }
            self.step(false);
            self.pass_time().await;
            self.read().await;
        }
    }

    pub(super) fn put(&mut self, fault: Fault) {
        match fault {
            Fault::Close => self.close_a_line(),
            Fault::Evict => {
                if let Some(line) = self.lose_a_line() {
                    line.evict();
                    self.close(line);
                }
            }
            Fault::BreakOff => {
                if let Some(line) = self.lose_a_line() {
                    line.break_off();
                }
            }
            Fault::Silence | Fault::Late | Fault::Stuck | Fault::Slow => self.spoil_a_line(fault),
            Fault::HalfPacket => {
                let which = self.dice.index(self.counted.len());
                let len = self.counted[which].packet().len();
                let len = self.dice.index(len);
                self.tick(which, len);
            }
            Fault::HalfUpdate => {
                for news in self.account.happen(&mut self.dice) {
                    let mut bytes = frame(&news, &mut self.dice);
                    // Without its first byte nobody can know what it was.
                    bytes.truncate(1 + self.dice.index(bytes.len() - 1));
                    // What is whole before the second of two would hide that there was one.
                    while bytes.len() > 5 && read_updates::<OrderUpdate>(&bytes[5..]).is_complete() {
                        bytes.pop();
                    }
                    self.tell(bytes);
                }
            }
            Fault::Updates => (0..20).for_each(|_| self.order()),
            Fault::UnknownMode => {
                for line in &self.lines {
                    line.says(vec![99, 1, 2]);
                    line.says_text("hello");
                }
            }
            Fault::Handshake(door) => {
                self.close_a_line();
                let times = match door {
                    Door::Hang | Door::Jam => 1,
                    _ => 1 + self.dice.index(4),
                };
                self.doors.extend(std::iter::repeat_n(door, times));
            }
            Fault::Expire => {
                // The clock cannot be moved, so the end of the day is moved to now.
                let text = format!("dying {}", self.logins);
                let dead = token(&text, self.clock.now() + Duration::from_secs(1));
                *self.tokens.token.lock().unwrap() = Some(dead);
                self.close_lines(|_| true);
            }
            Fault::Sleep => self.machine.advance(time::Duration::hours(1)),
            Fault::Unread(request) => {
                let times = 1 + self.dice.index(3);
                self.account.fail(request, times);
                // The next connection makes it read.
                self.close_lines(|line| line.has_updates);
            }
            Fault::SlowReader => {
                let at = match self.dice.index(self.readers.len()) {
                    1 => 0,
                    at => at,
                };
                let pause = Duration::from_secs(5 + self.dice.roll(60));
                self.readers[at].reads_again = Some(Instant::now() + pause);
            }
        }
    }

    fn close_a_line(&mut self) {
        if let Some(line) = self.lose_a_line() {
            self.close(line);
        }
    }

    fn close_lines(&mut self, is_closed: impl Fn(&Line) -> bool) {
        let (closed, left) = std::mem::take(&mut self.lines).into_iter().partition(is_closed);
        self.lines = left;
        let closed: Vec<Line> = closed;
        closed.into_iter().for_each(|line| self.close(line));
    }

    /// What it has said still arrives.
    fn close(&mut self, line: Line) {
        self.drains_until = self.drains_until.max(line.late_until);
    }

    fn lose_a_line(&mut self) -> Option<Line> {
        let count = self.lines.len();
        (count > 0).then(|| self.lines.swap_remove(self.dice.index(count)))
    }

    fn spoil_a_line(&mut self, fault: Fault) {
        self.slows |= fault == Fault::Slow;
        if self.lines.is_empty() {
            return;
        }
        let at = self.dice.index(self.lines.len());
        let late = Duration::from_millis(self.dice.roll(40_000));
        let line = &mut self.lines[at];
        match fault {
            Fault::Silence => line.is_silent = true,
            Fault::Late => line.hold_up(late),
            Fault::Stuck => line.get_stuck(),
            _ => line.slow_down(),
        }
    }
}
