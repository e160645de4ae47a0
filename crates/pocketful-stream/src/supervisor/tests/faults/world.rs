//! The feed, the account and the people around a stream. A step is a moment in which everything may happen.

use std::collections::VecDeque;

use super::{
    account::{Account, frame},
    audience::{Looker, Reader},
    line::{Line, entry},
    market::{Counted, counted},
    reader::Seen,
    *,
};

pub(super) struct World {
    pub(super) feed: Feed,
    server: ScriptedServer,
    pub(super) tokens: Arc<TestTokens>,
    pub(super) clock: Arc<TestClock>,
    pub(super) machine: Arc<ManualClock>,
    pub(super) dice: Dice,
    pub(super) account: Arc<Account>,
    pub(super) connections: usize,
    pub(super) lines: Vec<Line>,
    /// What becomes of the next attempts.
    pub(super) doors: VecDeque<Door>,
    /// Why attempts were turned away.
    pub(super) turned_away: HashSet<SocketErrorKind>,
    /// Attempts that are never answered.
    ignored: Vec<Attempt>,
    pub(super) slows: bool,
    /// Until then what connections said before they were closed still arrives.
    pub(super) drains_until: Instant,
    pub(super) logins: u32,
    pub(super) counted: [Counted; 3],
    pub(super) wanted: Vec<(Instrument, DataMode)>,
    /// The first two are there from the beginning. The second is always in time.
    pub(super) readers: Vec<Reader>,
    pub(super) looker: Looker,
}

impl World {
    /// A third of all seeds has two connections or three.
    pub(super) fn new(seed: u64) -> Self {
        let connections = usize::try_from(1 + (seed % 6).saturating_sub(3)).unwrap();
        let account = Arc::new(Account::default());
        let books = Arc::clone(&account);
        let machine = Arc::new(ManualClock::new(MORNING));
        let clock = Arc::clone(&machine) as Arc<dyn Clock>;
        let jitter = Mutex::new(Dice::new(seed + 1));
        let random = move || u32::try_from(jitter.lock().unwrap().roll(1 << 32)).unwrap();
        let rig = rig_at(MORNING, |builder| {
            builder
                .queue(8)
                .connections(connections)
                .machine(clock)
                .backoff(Backoff::new(Duration::from_secs(1), Duration::from_secs(8)).with_random(random))
                .books(move || {
                    let account = Arc::clone(&books);
                    async move { account.books().await }
                })
        });
        rig.tokens.remembers.store(seed % 4 < 2, Ordering::SeqCst);
        let counted = counted(connections);
        let wanted: Vec<_> = counted.iter().map(|one| (one.instrument, one.mode)).collect();
        for (instrument, mode) in &wanted {
            rig.feed.subscribe([*instrument], *mode);
        }
        let seen = || Seen::new(&counted, connections, 0, true);
        Self {
            readers: vec![
                Reader::new(rig.events, seen()),
                Reader::new(rig.feed.events(), seen()),
            ],
            looker: Looker::new(rig.feed.latest()),
            feed: rig.feed,
            server: rig.server,
            tokens: rig.tokens,
            clock: rig.clock,
            machine,
            dice: Dice::new(seed),
            account,
            connections,
            lines: Vec::new(),
            doors: VecDeque::new(),
            turned_away: HashSet::new(),
            ignored: Vec::new(),
            slows: false,
            drains_until: Instant::now(),
            logins: 0,
            counted,
            wanted,
        }
    }

    /// One step: attempts, what the client says, ticks, orders, and people.
    pub(super) fn step(&mut self, is_calm: bool) {
        self.lines.retain(|line| !line.is_abandoned());
        while let Some(attempt) = self.server.try_attempt() {
            self.answer(attempt);
        }
        self.hear();
        self.trade();
        if self.dice.roll(3) == 0 {
            self.order();
        }
        self.log_in(is_calm);
    }

    fn answer(&mut self, attempt: Attempt) {
        let door = self.doors.pop_front().unwrap_or(Door::Open);
        match door {
            Door::Refuse(kind) => {
                self.turned_away.insert(kind);
                return attempt.refuse(kind);
            }
            Door::Hang => {
                self.turned_away.insert(SocketErrorKind::Timeout);
                return self.ignored.push(attempt);
            }
            Door::Open | Door::Slam | Door::Jam => {}
        }
        let peer = attempt.accept();
        match door {
            Door::Slam => {
                self.turned_away.insert(SocketErrorKind::Closed);
                return drop(peer);
            }
            Door::Jam => {
                self.turned_away.insert(SocketErrorKind::Closed);
                peer.get_stuck();
            }
            _ => {}
        }
        let line = Line::new(peer);
        if std::mem::take(&mut self.slows) {
            line.slow_down();
        }
        self.lines.push(line);
    }

    /// What was sent arrives, and the server acts on what it has come to.
    pub(super) fn hear(&mut self) {
        for line in &mut self.lines {
            line.receive(&mut self.dice);
            line.act(false);
        }
    }

    /// The market goes on, whoever listens. A tick that finds nobody is missing.
    fn trade(&mut self) {
        for which in 0..self.counted.len() {
            self.tick(which, usize::MAX);
        }
    }

    /// A tick that is cut off after `len` bytes.
    pub(super) fn tick(&mut self, which: usize, len: usize) {
        let one = &mut self.counted[which];
        let mut packet = one.packet();
        packet.truncate(len);
        let entry = entry(one.instrument, one.mode);
        let line = self
            .lines
            .iter()
            .find(|line| line.asked.contains(&entry) && !line.is_abandoned());
        let held = line.map_or(self.drains_until, |line| line.late_until);
        let due = held.max(Instant::now());
        if let Some(line) = line {
            line.says(packet);
        }
        one.due
            .push(self.clock.now() + due.duration_since(Instant::now()));
    }

    /// Something happens to an order, and the feed tells those who have asked.
    pub(super) fn order(&mut self) {
        for news in self.account.happen(&mut self.dice) {
            let bytes = frame(&news, &mut self.dice);
            self.tell(bytes);
        }
    }

    pub(super) fn tell(&self, bytes: Vec<u8>) {
        if let Some(line) = self
            .lines
            .iter()
            .find(|line| line.has_updates && !line.is_abandoned())
        {
            line.says(bytes);
        }
    }

    /// Whether the client asks for what is wanted and gets it.
    pub(super) fn is_well(&self) -> bool {
        self.lines.len() == self.connections
            && self.lines.iter().all(Line::is_well)
            && self.account.is_readable()
            && self.asked() == self.wanted_entries()
            && self.feed.state() == StreamState::Live
    }

    /// What the connections together were asked for; each on one of them only.
    pub(super) fn asked(&self) -> BTreeSet<line::Entry> {
        let mut asked = BTreeSet::new();
        for line in &self.lines {
            for entry in &line.asked {
                assert!(
                    asked.insert(entry.clone()),
                    "asked for on two connections: {entry:?}"
                );
            }
        }
        asked
    }

    pub(super) fn wanted_entries(&self) -> BTreeSet<line::Entry> {
        let wanted = self.wanted.iter();
        wanted
            .map(|(instrument, mode)| entry(*instrument, *mode))
            .collect()
    }
}
