//! One connection from its first attempt to the stream's end: get a token, connect, pump, lose it, wait, again.

mod core;
mod pausing;
mod pump;
mod token;

use std::{sync::Arc, time::Duration};

use pocketful_auth::AccessToken;
use time::OffsetDateTime;
use tokio::time::Instant;

pub(crate) use self::core::Core;
use self::pausing::Pause;
use crate::{
    AwaitedToken, EndReason, Event, FeedUrl, Gap, GapCause, Socket, SocketError, SocketErrorKind,
    StreamState, life::Life,
};

/// One connection and the task that owns it.
#[derive(Debug)]
pub(crate) struct Supervisor {
    core: Arc<Core>,
    shard: usize,
    life: Life,
    /// The token that the server refused last.
    refused: Option<AccessToken>,
    /// Tokens that it refused since a connection lasted.
    refusals: u32,
    /// Failures in a row by which the pauses grow: attempts, and connections that did not last.
    failures: u32,
    /// Attempts since a connection stood.
    attempts: u32,
    /// Silences in a row, of one session, by which the limit of the next one grows.
    silences: u32,
    /// When something last came on the latest connection.
    heard: OffsetDateTime,
    /// Since when something is missing.
    hole: Option<OffsetDateTime>,
}

/// Why a connection is no more.
enum Over {
    /// The stream is not wanted any more.
    Ended,
    Lost(GapCause),
    /// The server put the client out.
    Evicted,
    /// It broke before it was of any use.
    Unmade(SocketError),
    Recording(EndReason),
}

/// What follows an attempt or a connection.
enum Next {
    End(EndReason),
    AtOnce,
    Pause(Pause),
}

/// A connection that lasted this long was a good one.
const STABLE: Duration = Duration::from_secs(60);

/// After so many refused tokens in a row another login does not help: the token is left to those for whom it works, and
/// nobody is logged in for the feed's sake.
const MAX_REFUSALS: u32 = 3;

/// The longest silence that is waited for, where the limit has grown.
const LONGEST_SILENCE: Duration = Duration::from_secs(15 * 60);

/// How long a silence may last. Where one follows the other, on a holiday or with instruments that hardly trade, connecting
/// again changes nothing: each time it is waited twice as long.
fn silence(limit: Duration, silences: u32) -> Duration {
    let doubled = limit.saturating_mul(2_u32.saturating_pow(silences));
    doubled.min(LONGEST_SILENCE.max(limit))
}

impl Supervisor {
    pub(crate) fn new(core: Arc<Core>, shard: usize, life: Life) -> Self {
        let heard = core.clock.now();
        Self {
            core,
            shard,
            life,
            refused: None,
            refusals: 0,
            failures: 0,
            attempts: 0,
            silences: 0,
            heard,
            hole: None,
        }
    }

    /// Runs until the stream ends.
    pub(crate) async fn run(mut self) {
        let reason = self.keep_connected().await;
        tracing::debug!(connection = self.shard, ?reason, "the feed has ended");
        self.set_state(StreamState::Ended(reason));
    }

    async fn keep_connected(&mut self) -> EndReason {
        loop {
            let Some(token) = self.token().await else {
                return EndReason::Closed;
            };
            self.set_state(StreamState::Connecting);
            self.attempts = self.attempts.saturating_add(1);
            let url = FeedUrl::new(self.core.origin.clone(), token.clone(), self.core.parameter);
            let core = Arc::clone(&self.core);
            let Some(connected) = self.life.unless_ended(connect(&core, &url)).await else {
                return EndReason::Closed;
            };
            let next = match connected {
                Ok(socket) => {
                    let began = Instant::now();
                    let over = self.pump(socket, &token).await;
                    self.after(over, &token, began)
                }
                Err(error) => self.not_connected(error, &token),
            };
            match next {
                Next::End(reason) => return reason,
                Next::AtOnce => {}
                Next::Pause(pause) => {
                    if !self.pause(pause, &token).await {
                        return EndReason::Closed;
                    }
                }
            }
        }
    }

    /// What follows a connection that began then.
    fn after(&mut self, over: Over, token: &AccessToken, began: Instant) -> Next {
        let was_evicted = matches!(over, Over::Evicted);
        let cause = match over {
            Over::Ended => return Next::End(EndReason::Closed),
            Over::Recording(reason) => return Next::End(reason),
            Over::Unmade(error) => return self.next_pause(Some(error)),
            Over::Evicted => GapCause::Disconnected,
            Over::Lost(cause) => cause,
        };
        // The server may have noticed first that the day is over.
        let is_midnight = token.is_expired_at_nanos(self.core.clock.unix_nanos());
        let cause = if is_midnight {
            GapCause::SessionEnded
        } else {
            cause
        };
        let was_stable = began.elapsed() >= STABLE;
        if was_stable {
            (self.failures, self.refusals) = (0, 0);
        }
        if cause == GapCause::SessionEnded {
            self.silences = 0;
        }
        let next = match cause {
            // Nothing failed.
            GapCause::SessionEnded if is_midnight || was_stable || self.is_signed_out() => {
                self.failures = 0;
                Next::AtOnce
            }
            // The handshake tells whether it was the token. That it failed is noted, so that the next time there is a pause.
            _ if was_evicted && self.failures == 0 => {
                self.failures = 1;
                Next::AtOnce
            }
            GapCause::Silent => {
                self.silences = self.silences.saturating_add(1);
                self.next_pause(None)
            }
            _ => self.next_pause(None),
        };
        self.lost(cause, &next);
        next
    }

    /// What follows an attempt that failed.
    fn not_connected(&mut self, error: SocketError, token: &AccessToken) -> Next {
        if let Some(reason) = error.end() {
            return Next::End(reason);
        }
        match error.kind() {
            SocketErrorKind::Unauthorised => {
                tracing::warn!(connection = self.shard, "the feed refused the token");
                self.refusals = self.refusals.saturating_add(1);
                if self.refusals < MAX_REFUSALS {
                    self.core.tokens.invalidate(token);
                }
                self.refused = Some(token.clone());
                match self.refusals {
                    1 => Next::AtOnce,
                    // A fresh one too: logins must not follow each other as fast as the network allows.
                    _ => self.next_pause(Some(error)),
                }
            }
            SocketErrorKind::Forbidden => {
                // Whether the token is dead, the account has no feed or the address is not let in: a call over REST tells,
                // and tells what happens to the orders meanwhile.
                if self.part().has_updates() {
                    self.core.books.read_again();
                }
                self.next_pause(Some(error))
            }
            _ => self.next_pause(Some(error)),
        }
    }

    /// Notes the hole and tells everybody.
    fn lost(&mut self, cause: GapCause, next: &Next) {
        let part = self.part();
        let instruments: Arc<[_]> = part.instruments().into();
        tracing::warn!(connection = self.shard, ?cause, "the feed's connection is lost");
        self.core.fanout.latest.mark_stale(&instruments);
        self.hole = Some(self.heard);
        if part.has_updates() {
            self.core.books.lost();
        }
        self.core.tell(Event::Gap(Gap {
            since: self.heard,
            cause,
            instruments,
            missed: None,
            order_updates: part.has_updates(),
            retry_at: match next {
                Next::Pause(pause) => Some(self.core.clock.now() + pause.length),
                _ => None,
            },
        }));
    }

    fn set_state(&self, state: StreamState) {
        self.core.states.send_if_modified(|states| {
            let Some(ours) = states.get_mut(self.shard) else {
                return false;
            };
            let news = *ours != state && !ours.is_ended();
            if news {
                *ours = state;
            }
            news
        });
    }

    /// Says that there is no token, unless that was said last.
    fn await_token(&mut self, why: AwaitedToken) {
        // How quiet the feed was says nothing about the next session's.
        self.silences = 0;
        let state = StreamState::AwaitingToken(why);
        if self.core.states.borrow().get(self.shard) != Some(&state) {
            self.set_state(state);
            self.core.tell(Event::AwaitingToken(why));
        }
    }
}

async fn connect(core: &Core, url: &FeedUrl) -> Result<Box<dyn Socket>, SocketError> {
    let limit = core.options.connect_timeout;
    match tokio::time::timeout(limit, core.connector.connect(url)).await {
        Ok(connected) => connected,
        Err(_) => Err(SocketError::new(
            SocketErrorKind::Timeout,
            format!("{url} did not answer within {} s", limit.as_secs_f64()),
        )),
    }
}

#[cfg(test)]
mod tests;
