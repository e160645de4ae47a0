//! What callers do while the stream runs: they change their minds, come, read, leave and log in; and time passes.

use super::{audience::Reader, line::Line, reader::Seen, world::World, *};

impl World {
    /// Callers change their minds, on this handle or another one.
    pub(super) fn change_what_is_wanted(&mut self) {
        let feed = match self.dice.roll(2) {
            0 => self.feed.clone(),
            _ => self.feed.events().feed().clone(),
        };
        let fixed = self.counted.len();
        if self.dice.roll(3) == 0 && self.wanted.len() > fixed {
            let at = fixed + self.dice.index(self.wanted.len() - fixed);
            let (instrument, mode) = self.wanted.swap_remove(at);
            feed.unsubscribe([instrument], mode);
        } else {
            let instrument = nse(u32::try_from(1 + self.dice.roll(150)).unwrap());
            let mode = self.dice.pick(&DataMode::ALL);
            feed.subscribe([instrument], mode);
            self.wanted.push((instrument, mode));
        }
    }

    /// A reader comes, or one that came later leaves.
    pub(super) fn come_or_leave(&mut self) {
        if self.readers.len() < 4 {
            let began = self.account.ledger().last;
            let seen = Seen::new(&self.counted, self.connections, began, false);
            self.readers.push(Reader::new(self.feed.events(), seen));
        } else {
            let at = 2 + self.dice.index(self.readers.len() - 2);
            let problems = self.readers.swap_remove(at).seen.problems;
            assert!(problems.is_empty(), "{problems:?}");
        }
    }

    /// Where there is no token, somebody logs in, sooner or later. After several refused tokens nobody is logged in for the feed's
    /// sake; a person sees that and does it.
    pub(super) fn log_in(&mut self, is_calm: bool) {
        let now = self.clock.unix_nanos();
        let mut ours = self.tokens.token.lock().unwrap();
        let has_token = ours.as_ref().is_some_and(|token| !token.is_expired_at_nanos(now));
        let refused = StreamState::AwaitingToken(AwaitedToken::Refused);
        let is_wanted = !has_token || self.feed.watch().borrow().contains(&refused);
        if is_wanted && (is_calm || self.dice.roll(10) == 0) {
            self.logins += 1;
            let text = format!("login {}", self.logins);
            *ours = Some(token(&text, next_midnight(self.clock.now())));
        }
    }

    /// All that read now take what waits.
    pub(super) async fn read(&mut self) {
        // Whatever is on its way arrives first.
        sleep(Duration::from_millis(1)).await;
        for (at, reader) in self.readers.iter_mut().enumerate() {
            match at {
                1 => reader.read_batches().await,
                _ => reader.read().await,
            }
        }
        self.looker.look(&self.counted, &self.readers[1].seen).await;
    }

    /// Up to four seconds, in which the server acts on what it hears.
    pub(super) async fn pass_time(&mut self) {
        let end = Instant::now() + Duration::from_millis(self.dice.roll(4000));
        while Instant::now() < end {
            let next = self.lines.iter().filter_map(Line::acts_at).min();
            tokio::time::sleep_until(next.unwrap_or(end).min(end)).await;
            self.hear();
        }
    }

    /// So many steps of two seconds each, without a new fault.
    pub(super) async fn calm(&mut self, steps: usize) {
        for _ in 0..steps {
            self.step(true);
            sleep(Duration::from_secs(2)).await;
            self.read().await;
        }
    }

    /// Waits until everything has been well for longer than any limit and pause of a connection that stands; then everybody reads
    /// the last of it.
    pub(super) async fn quiet(&mut self) {
        let mut well = 0;
        // A silence is waited for up to a quarter of an hour, where several followed each other.
        for step in 0..900 {
            self.calm(1).await;
            // Failures that met no reading are over some day.
            if step == 60 {
                self.account.recover();
            }
            well = if self.is_well() { well + 1 } else { 0 };
            if well == 20 {
                break;
            }
        }
        for reader in &mut self.readers {
            reader.reads_again = None;
        }
        self.read().await;
        // Whoever was too slow for the last ticks gets these.
        self.calm(1).await;
        self.hear();
    }
}
