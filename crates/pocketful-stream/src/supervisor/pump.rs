//! A connection while it stands: frames in, commands and heartbeats out, and a look at the clock every second.

mod catch_up;
mod liveness;
mod reading;
mod sleep;

use std::{collections::VecDeque, time::Duration};

use pocketful_auth::{AccessToken, ErrorKind};
use time::OffsetDateTime;
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use super::{Over, Supervisor, silence};
use crate::{
    Event, GapCause, Socket, SocketError, SocketErrorKind, StreamState,
    command::{Command, HEARTBEAT},
    fanout::Fanout,
    subscriptions::Set,
};
use catch_up::CatchUp;
use liveness::Liveness;
use sleep::Sleep;

/// A write that takes longer than this does not arrive any more.
const WRITE: Duration = Duration::from_secs(10);

/// The longest that saying goodbye takes.
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection and what is known of it.
struct Pump<'a> {
    socket: Box<dyn Socket>,
    token: &'a AccessToken,
    /// What the server was asked for.
    sent: Set,
    /// What it should be asked for.
    goal: Set,
    /// What remains to be said.
    commands: VecDeque<Command>,
    liveness: Liveness,
    /// When something last came, as far as it matters: while ticks are expected a frame, else any sign of life.
    heard: OffsetDateTime,
    expects_ticks: bool,
    sleep: Sleep,
    /// Since order updates were asked for.
    catch_up: Option<CatchUp>,
    batch: Vec<Event>,
}

impl Supervisor {
    /// The part of the desired set that this connection carries.
    pub(super) fn part(&self) -> Set {
        let desired = self.core.desired.lock();
        desired
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .part(self.shard, self.core.options.connections)
    }

    pub(super) async fn pump(&mut self, socket: Box<dyn Socket>, token: &AccessToken) -> Over {
        let mut changes = self.core.changes.subscribe();
        let goal = self.part();
        let now = Instant::now();
        let wall = self.core.clock.now();
        let mut pump = Pump {
            socket,
            token,
            commands: Set::default().commands_to(&goal),
            sent: Set::default(),
            liveness: Liveness::new(self.core.options.silence, now),
            heard: wall,
            expects_ticks: false,
            sleep: Sleep::new(self.core.machine.now(), wall, now),
            catch_up: None,
            batch: Vec::new(),
            goal,
        };
        // Order updates come first, so that the books which are read after that hold whatever came before them.
        if let Some(Command::Updates { .. }) = pump.commands.front()
            && let Err(over) = self.send_next(&mut pump).await
        {
            return match over {
                Over::Lost(_) => Over::Unmade(SocketError::closed("the connection took no subscription")),
                other => other,
            };
        }
        self.connected(&pump.goal, now);
        let over = match self.ping_behind_updates(&mut pump).await {
            Ok(()) => self.serve(&mut pump, &mut changes).await,
            Err(over) => over,
        };
        self.heard = pump.heard;
        let now = self.core.clock.now();
        self.core.fanout.publish(&mut pump.batch, now);
        if matches!(
            over,
            Over::Ended | Over::Lost(GapCause::SessionEnded | GapCause::Silent | GapCause::Suspended)
        ) {
            // The other end may be gone; that is not worth waiting for.
            let _ = timeout(GOODBYE, pump.socket.close()).await;
        }
        over
    }

    fn connected(&mut self, goal: &Set, now: Instant) {
        let connection = self.shard;
        tracing::info!(connection, "connected to the feed");
        self.core.fanout.latest.restart(&goal.instruments(), now);
        self.set_state(StreamState::Live);
        self.core.tell(match self.hole.take() {
            None => Event::Connected { connection },
            Some(since) => Event::Reconnected {
                connection,
                since,
                attempts: self.attempts,
            },
        });
        self.attempts = 0;
    }

    /// Written is not heard: the answer to a ping shows that what was sent before it has arrived.
    async fn ping_behind_updates(&mut self, pump: &mut Pump<'_>) -> Result<(), Over> {
        if pump.sent.has_updates() {
            self.write(pump.socket.ping()).await?;
            pump.catch_up = Some(CatchUp::asked(Instant::now()));
        }
        Ok(())
    }

    async fn serve(&mut self, pump: &mut Pump<'_>, changes: &mut watch::Receiver<u64>) -> Over {
        let mut seconds = interval(Duration::from_secs(1));
        seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Between two looks at what is wanted, one at the rest: whoever keeps changing their mind holds up nobody.
        let mut has_changed = false;
        loop {
            // One command at a time, and between two of them a look at what came in, so that neither side waits for the
            // other to read.
            if !pump.commands.is_empty()
                && let Err(over) = self.send_next(pump).await
            {
                return over;
            }
            tokio::select! {
                biased;
                () = self.life.ended() => return Over::Ended,
                Ok(()) = changes.changed(), if !has_changed => {
                    pump.goal = self.part();
                    pump.commands = pump.sent.commands_to(&pump.goal);
                    has_changed = true;
                    continue;
                }
                _ = seconds.tick() => {
                    if let Err(over) = self.look_at_the_clock(pump).await {
                        return over;
                    }
                }
                ready = pump.socket.ready() => match self.read_or_lose(ready, pump) {
                    Ok(true) => tokio::task::yield_now().await,
                    Ok(false) => {}
                    Err(over) => return over,
                },
                () = std::future::ready(()), if has_changed || !pump.commands.is_empty() => {}
            }
            has_changed = false;
        }
    }

    async fn send_next(&mut self, pump: &mut Pump<'_>) -> Result<(), Over> {
        let Some(command) = pump.commands.pop_front() else {
            return Ok(());
        };
        let text = command.to_text(pump.token.client_id());
        self.write(pump.socket.send(&text)).await?;
        pump.sent.apply(&command, &pump.goal);
        Ok(())
    }

    async fn look_at_the_clock(&mut self, pump: &mut Pump<'_>) -> Result<(), Over> {
        let now = Instant::now();
        if pump.token.is_expired_at_nanos(self.core.clock.unix_nanos()) || self.is_signed_off(pump.token) {
            return Err(Over::Lost(GapCause::SessionEnded));
        }
        if pump
            .catch_up
            .as_mut()
            .is_some_and(|catch_up| catch_up.is_due(now))
        {
            self.core.books.after_connection();
        }
        let wall = self.core.clock.now();
        if let Some(since) = pump.sleep.look(self.core.machine.now(), pump.heard, now) {
            pump.heard = since;
            return Err(Over::Lost(GapCause::Suspended));
        }
        let hours = &self.core.options.market_hours;
        let expects_ticks = pump
            .goal
            .exchanges()
            .iter()
            .any(|exchange| hours.is_open(*exchange, wall));
        pump.expects_ticks = expects_ticks;
        // The limit of a silence grows; the patience with somebody who does not answer never does.
        let patience = self.core.options.silence;
        let limit = expects_ticks.then(|| silence(patience, self.silences));
        if pump.liveness.is_dead(limit, patience, now) {
            // It may be this program that was held up, and what came meanwhile still waits.
            self.read_what_waits(pump).await?;
            if pump.liveness.is_dead(limit, patience, now) {
                return Err(Over::Lost(GapCause::Silent));
            }
        }
        if let Some(limit) = self.core.options.stale_after {
            self.tell_stale(&pump.goal, limit, now);
        }
        if pump.liveness.heartbeat_is_due(self.core.options.heartbeat, now) {
            self.write(pump.socket.send(HEARTBEAT)).await?;
            // Where no ticks come, only an answer shows that somebody is still there.
            self.write(pump.socket.ping()).await?;
            pump.liveness.asked(now);
        }
        Ok(())
    }

    /// Whether the session has ended, or is another account's, although its token was to live on.
    fn is_signed_off(&self, token: &AccessToken) -> bool {
        match self.core.tokens.token() {
            Ok(current) => current.client_id() != token.client_id(),
            Err(error) => matches!(
                error.kind(),
                ErrorKind::NotLoggedIn | ErrorKind::Revoked | ErrorKind::WrongApp
            ),
        }
    }

    /// That a socket can be read is known once the runtime has asked the system. After a stop of this process the timers come
    /// first, and the first time it asks may be interrupted: so it gets several turns.
    async fn read_what_waits(&mut self, pump: &mut Pump<'_>) -> Result<(), Over> {
        let turns = async {
            for _ in 0..4 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            ready = pump.socket.ready() => self.read_or_lose(ready, pump).map(drop),
            () = turns => Ok(()),
        }
    }

    /// Reads once the socket is `ready`; whether there may be more.
    fn read_or_lose(&mut self, ready: Result<(), SocketError>, pump: &mut Pump<'_>) -> Result<bool, Over> {
        let Err(error) = ready else {
            return Ok(self.read(pump));
        };
        tracing::debug!(connection = self.shard, %error, "the feed's connection is gone");
        Err(match error.end() {
            Some(reason) => Over::Recording(reason),
            None if error.kind() == SocketErrorKind::Evicted => Over::Evicted,
            None => Over::Lost(GapCause::Disconnected),
        })
    }

    fn tell_stale(&self, goal: &Set, limit: Duration, now: Instant) {
        let wall = self.core.clock.now();
        let hours = &self.core.options.market_hours;
        let fanout: &Fanout = &self.core.fanout;
        let is_open = |exchange| hours.is_open(exchange, wall);
        let mut events = fanout.latest.gone_quiet(&goal.instruments(), limit, now, is_open);
        fanout.publish(&mut events, wall);
    }

    /// A write that is bounded in time, and by the stream's end.
    async fn write(&mut self, write: impl Future<Output = Result<(), SocketError>>) -> Result<(), Over> {
        match self.life.unless_ended(timeout(WRITE, write)).await {
            None => Err(Over::Ended),
            Some(Ok(Ok(()))) => Ok(()),
            Some(Ok(Err(error))) => {
                tracing::debug!(connection = self.shard, %error, "the feed takes no more");
                Err(error
                    .end()
                    .map_or(Over::Lost(GapCause::Unwritable), Over::Recording))
            }
            Some(Err(_)) => Err(Over::Lost(GapCause::Unwritable)),
        }
    }
}
