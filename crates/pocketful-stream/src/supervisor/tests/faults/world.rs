//! The feed, the account and the people around a stream, with everything that can go wrong there.

use std::collections::VecDeque;

use super::*;

/// A small generator: the same seed, the same mixture (xorshift64*).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

/// How long a slow write takes.
const SLOW: Duration = Duration::from_millis(700);

/// What the account's orders have come to, as REST would tell it.
#[derive(Debug, Default)]
pub(super) struct Account {
    orders: AtomicUsize,
    is_unreachable: AtomicBool,
}

/// The feed's side: what it was asked for, and what it has said.
pub(super) struct World {
    pub(super) rig: Rig,
    pub(super) dice: Dice,
    account: Arc<Account>,
    pub(super) peer: Option<Peer>,
    /// What the server has received, and when it will have acted on it.
    inbox: VecDeque<(Instant, String)>,
    /// When it acts on what it received last; it keeps the order.
    busy_until: Instant,
    /// Attempts that are never answered.
    pub(super) ignored: Vec<Attempt>,
    asked: BTreeSet<(String, u64, u64)>,
    has_updates: bool,
    wanted: Vec<(Instrument, DataMode)>,
    is_silent: bool,
    is_stuck: bool,
    slows: bool,
    refusals: u64,
    ignores: bool,
    revokes: bool,
    logins: u32,
    reads_again: Option<Instant>,
    /// The number of the last tick that happened at the exchange.
    ticks: u32,
    pub(super) seen: Seen,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let account = Arc::new(Account::default());
        let books = Arc::clone(&account);
        let mut jitter = Dice(seed | 1);
        let jitter = Mutex::new(move || u32::try_from(jitter.roll(1 << 32)).unwrap());
        let rig = rig_at(MORNING, |builder| {
            builder
                .queue(8)
                .backoff(
                    Backoff::new(Duration::from_secs(1), Duration::from_secs(8))
                        .with_random(move || (jitter.lock().unwrap())()),
                )
                .books(move || {
                    let books = Arc::clone(&books);
                    async move {
                        sleep(Duration::from_millis(300)).await;
                        if books.is_unreachable.load(Ordering::SeqCst) {
                            return Err(std::io::Error::other("no route"));
                        }
                        Ok(books_of(books.orders.load(Ordering::SeqCst)))
                    }
                })
        });
        rig.feed.subscribe([nse(COUNTED)], DataMode::Detailed);
        Self {
            rig,
            dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            account,
            peer: None,
            inbox: VecDeque::new(),
            busy_until: Instant::now(),
            ignored: Vec::new(),
            asked: BTreeSet::new(),
            has_updates: false,
            wanted: vec![(nse(COUNTED), DataMode::Detailed)],
            is_silent: false,
            is_stuck: false,
            slows: false,
            refusals: 0,
            ignores: false,
            revokes: false,
            logins: 0,
            reads_again: None,
            ticks: 0,
            seen: Seen::default(),
        }
    }

    pub(super) fn put(&mut self, fault: Fault) {
        match fault {
            Fault::Close => self.peer = None,
            Fault::Silence => self.is_silent = true,
            Fault::Stuck => {
                self.is_stuck = true;
                if let Some(peer) = &self.peer {
                    peer.get_stuck();
                }
            }
            Fault::Slow => {
                self.slows = true;
                if let Some(peer) = self.peer.as_ref().filter(|_| !self.is_stuck) {
                    peer.slow_down(SLOW);
                }
            }
            Fault::HalfFrame => {
                if let Some(peer) = self.listening() {
                    let half = tick(COUNTED, self.ticks + 1)[..50].to_vec();
                    if peer.binary(half) {
                        self.ticks += 1;
                    }
                }
            }
            Fault::HalfUpdate => {
                let id = self.account.orders.fetch_add(1, Ordering::SeqCst);
                if let Some(peer) = &self.peer {
                    let bytes = order(id);
                    peer.binary(bytes[..bytes.len() / 2].to_vec());
                }
            }
            Fault::UnknownMode => {
                if let Some(peer) = &self.peer {
                    peer.binary(vec![99, 1, 2]);
                    peer.text("hello");
                }
            }
            Fault::Refuse => self.refusals = 1 + self.dice.roll(4),
            Fault::NoAnswer => self.ignores = true,
            Fault::Revoke => self.revokes = true,
            Fault::Expire => {
                // The clock cannot be moved, so the end of the day is moved to now.
                let dead = token(
                    &format!("dying {}", self.logins),
                    self.rig.clock.now() + Duration::from_secs(1),
                );
                *self.rig.tokens.token.lock().unwrap() = Some(dead);
                self.peer = None;
            }
            Fault::NoBooks => self.account.is_unreachable.store(true, Ordering::SeqCst),
            Fault::SlowReader => {
                self.reads_again = Some(Instant::now() + Duration::from_secs(5 + self.dice.roll(60)));
            }
        }
    }

    /// The connection, if ticks of the counted instrument go over it.
    pub(super) fn listening(&self) -> Option<&Peer> {
        let asked = self
            .asked
            .contains(&("marketdata".to_owned(), 1, u64::from(COUNTED)));
        self.peer.as_ref().filter(|_| asked && !self.is_silent)
    }

    /// Callers change their minds.
    pub(super) fn change_what_is_wanted(&mut self) {
        let instrument = nse(u32::try_from(2 + self.dice.roll(150)).unwrap());
        let mode = DataMode::ALL[usize::try_from(self.dice.roll(3)).unwrap()];
        match self.dice.roll(3) {
            0 if self.wanted.len() > 1 => {
                let at = 1 + usize::try_from(self.dice.roll(u64::try_from(self.wanted.len() - 1).unwrap()))
                    .unwrap();
                let (instrument, mode) = self.wanted.swap_remove(at);
                self.rig.feed.unsubscribe([instrument], mode);
            }
            _ => {
                self.rig.feed.subscribe([instrument], mode);
                self.wanted.push((instrument, mode));
            }
        }
    }

    /// One step of the world: attempts, what the client says, ticks, orders, and the reader.
    pub(super) fn step(&mut self, is_calm: bool) {
        while let Some(attempt) = self.rig.server.try_attempt() {
            if self.revokes {
                self.revokes = false;
                attempt.refuse(SocketErrorKind::Unauthorised);
            } else if self.refusals > 0 {
                self.refusals -= 1;
                attempt.refuse(SocketErrorKind::Refused);
            } else if self.ignores {
                self.ignores = false;
                self.ignored.push(attempt);
            } else {
                self.asked.clear();
                self.inbox.clear();
                (self.is_silent, self.is_stuck, self.has_updates) = (false, false, false);
                let peer = attempt.accept();
                if std::mem::take(&mut self.slows) {
                    peer.slow_down(SLOW);
                }
                self.peer = Some(peer);
            }
        }
        self.receive();
        self.act(Instant::now());
        // The market goes on, whoever listens. A tick that finds nobody is missing.
        let price = self.ticks + 1;
        let is_gone = self.peer.as_ref().is_none_or(Peer::is_abandoned);
        match self.listening() {
            Some(peer) if peer.binary(tick(COUNTED, price)) => self.ticks += 1,
            None if is_gone => self.ticks += 1,
            _ => {}
        }
        if self.dice.roll(4) == 0 {
            let id = self.account.orders.fetch_add(1, Ordering::SeqCst);
            if let Some(peer) = self.peer.as_ref().filter(|_| self.has_updates && !self.is_silent) {
                peer.binary(order(id));
            }
        }
        let has_token = self
            .rig
            .tokens
            .token
            .lock()
            .unwrap()
            .as_ref()
            .is_some_and(|token| !token.is_expired_at_nanos(self.rig.clock.unix_nanos()));
        // After several refused tokens nobody is logged in for the feed's sake; a person sees that and does it.
        let refused = StreamState::AwaitingToken(AwaitedToken::Refused);
        let is_wanted = !has_token || self.rig.feed.state() == refused;
        if is_wanted && (is_calm || self.dice.roll(10) == 0) {
            self.logins += 1;
            let fresh = token(
                &format!("login {}", self.logins),
                next_midnight(self.rig.clock.now()),
            );
            *self.rig.tokens.token.lock().unwrap() = Some(fresh);
        }
        if is_calm || self.dice.roll(20) == 0 {
            self.account.is_unreachable.store(false, Ordering::SeqCst);
        }
    }

    /// What was sent arrives, and waits until the server comes to it.
    fn receive(&mut self) {
        while let Some(text) = self.peer.as_mut().and_then(Peer::try_hear) {
            let takes = Duration::from_millis(self.dice.roll(600));
            self.busy_until = self.busy_until.max(Instant::now()) + takes;
            self.inbox.push_back((self.busy_until, text));
        }
    }

    fn act(&mut self, now: Instant) {
        while self.inbox.front().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, text)) = self.inbox.pop_front() {
                self.hear(&text);
            }
        }
    }

    fn hear(&mut self, text: &str) {
        if text == "ping" {
            if let Some(peer) = self.peer.as_ref().filter(|_| !self.is_silent) {
                peer.pong();
            }
            return;
        }
        if text == "close" {
            return;
        }
        let frame: serde_json::Value = serde_json::from_str(text).unwrap();
        let (verb, mode) = (frame["a"].as_str().unwrap(), frame["m"].as_str().unwrap());
        if verb == "h" {
            return;
        }
        if mode == "updates" {
            self.has_updates = verb == "subscribe";
            return;
        }
        for pair in frame["v"].as_array().unwrap() {
            let entry = (
                mode.to_owned(),
                pair[0].as_u64().unwrap(),
                pair[1].as_u64().unwrap(),
            );
            let changed = if verb == "subscribe" {
                self.asked.insert(entry)
            } else {
                self.asked.remove(&entry)
            };
            assert!(changed, "the client repeats itself: {text}");
        }
    }

    pub(super) async fn read(&mut self) {
        if self.reads_again.is_some_and(|at| at > Instant::now()) {
            return;
        }
        self.reads_again = None;
        while let Ok(Some(event)) = timeout(Duration::from_micros(1), self.rig.events.next()).await {
            self.seen.take(event);
        }
    }

    /// What must be so when nothing has happened for a while.
    pub(super) fn check(&self, what: &str) {
        let wanted: BTreeSet<_> = self
            .wanted
            .iter()
            .map(|(instrument, mode)| (mode.as_str().to_owned(), 1, u64::from(instrument.token.get())))
            .collect();
        assert_eq!(
            self.asked, wanted,
            "{what}: the server was asked for something else"
        );
        assert!(self.has_updates, "{what}");
        assert_eq!(self.rig.feed.state(), StreamState::Live, "{what}");
        let holes = &self.seen.unmarked_holes;
        assert!(holes.is_empty(), "{what}: holes without a mark: {holes:?}");
        assert!(self.seen.problems.is_empty(), "{what}: {:?}", self.seen.problems);
        assert_eq!(self.seen.tick, self.ticks, "{what}: the last tick");
        for id in 0..self.account.orders.load(Ordering::SeqCst) {
            let id = OrderId::new(id.to_string()).unwrap();
            assert!(self.seen.orders.contains(&id), "{what}: order {id} is lost");
        }
    }
}

impl World {
    /// Up to four seconds.
    pub(super) async fn pass_time(&mut self) {
        let pause = self.dice.roll(4000);
        sleep(Duration::from_millis(pause)).await;
    }

    pub(super) async fn calm(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.step(true);
            sleep(Duration::from_secs(1)).await;
            self.read().await;
        }
    }

    /// Reads the last of it.
    pub(super) async fn settle(&mut self) {
        sleep(Duration::from_secs(1)).await;
        self.reads_again = None;
        self.read().await;
        self.receive();
        self.act(self.busy_until);
    }
}

/// The books of an account with so many orders.
pub(super) fn books_of(count: usize) -> Books {
    let rows: Vec<_> = (0..count)
        .map(|id| format!(r#"{{"oms_order_id":"{id}","order_status":"COMPLETE"}}"#))
        .collect();
    let completed: Orders = serde_json::from_str(&format!("[{}]", rows.join(","))).unwrap();
    Books {
        completed,
        ..Books::default()
    }
}

/// Runs a world in paused time on a runtime of its own, so that what is left of it can be counted.
pub(super) fn run(seed: u64, faults: impl AsyncFnOnce(&mut World)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut world = World::new(seed);
        for _ in 0..5 {
            world.calm(1).await;
        }
        faults(&mut world).await;
        // Long enough for every limit and pause there is.
        world.calm(150).await;
        world.settle().await;
        world.check(&format!("seed {seed}"));
        let World {
            rig, peer, ignored, ..
        } = world;
        drop((rig, peer, ignored));
        sleep(Duration::from_secs(3)).await;
        let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert_eq!(left, 0, "seed {seed}: tasks are left");
    });
}
