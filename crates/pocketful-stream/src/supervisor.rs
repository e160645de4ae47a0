//! One connection from its first attempt to the stream's end: get a token, connect, pump, lose it, wait, again.

mod pump;
mod token;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use pocketful_auth::{AccessToken, TokenSource};
use pocketful_types::{Clock, Origin};
use time::OffsetDateTime;
use tokio::{
    sync::{Notify, watch},
    time::Instant,
};

use crate::{
    AwaitedToken, Connector, EndReason, Event, FeedUrl, Gap, GapCause, Socket, SocketError, SocketErrorKind,
    StreamState, TokenParameter, fanout::Fanout, life::Life, options::Options, subscriptions::Desired,
};

/// What all connections of a stream share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) origin: Origin,
    pub(crate) parameter: TokenParameter,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) options: Options,
    pub(crate) desired: Mutex<Desired>,
    /// Counts the changes of the desired set.
    pub(crate) changes: watch::Sender<u64>,
    pub(crate) fanout: Arc<Fanout>,
    pub(crate) states: watch::Sender<Vec<StreamState>>,
    pub(crate) books_wanted: Notify,
}

impl Core {
    pub(crate) fn tell(&self, event: Event) {
        self.fanout.publish_one(event, self.clock.now());
    }
}

/// One connection and the task that owns it.
#[derive(Debug)]
pub(crate) struct Supervisor {
    core: Arc<Core>,
    shard: usize,
    life: Life,
    /// The token that the server refused last.
    refused: Option<AccessToken>,
    /// Attempts that failed in a row, connections that did not last among them.
    failures: u32,
    /// When something last came on the latest connection.
    heard: Instant,
    hole: Option<Hole>,
}

/// What is missing since the connection was lost.
#[derive(Debug)]
struct Hole {
    since: OffsetDateTime,
    attempts: u32,
}

/// Why a connection is no more.
enum Over {
    /// The stream is not wanted any more.
    Ended,
    Lost(GapCause),
    Recording,
}

/// A connection that lasted this long was a good one.
const STABLE: Duration = Duration::from_secs(60);

impl Supervisor {
    pub(crate) fn new(core: Arc<Core>, shard: usize, life: Life) -> Self {
        Self {
            core,
            shard,
            life,
            refused: None,
            failures: 0,
            heard: Instant::now(),
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
            if let Some(hole) = &mut self.hole {
                hole.attempts += 1;
            }
            let url = FeedUrl::new(self.core.origin.clone(), token.clone(), self.core.parameter);
            let core = Arc::clone(&self.core);
            let Some(connected) = self.life.unless_ended(connect(&core, &url)).await else {
                return EndReason::Closed;
            };
            match connected {
                Ok(socket) => {
                    let began = Instant::now();
                    match self.pump(socket, &token).await {
                        Over::Ended => return EndReason::Closed,
                        Over::Recording => return EndReason::RecordingOver,
                        Over::Lost(cause) => {
                            // The server may have noticed first that the day is over.
                            let is_over = token.is_expired_at_nanos(self.core.clock.unix_nanos());
                            let cause = if is_over { GapCause::SessionEnded } else { cause };
                            self.lost(cause);
                            // At midnight nothing failed.
                            if cause == GapCause::SessionEnded {
                                self.failures = 0;
                                continue;
                            }
                            if began.elapsed() >= STABLE {
                                self.failures = 0;
                            }
                        }
                    }
                }
                Err(error) if error.kind() == SocketErrorKind::Unauthorised => {
                    tracing::warn!(connection = self.shard, "the feed refused the token");
                    self.core.tokens.invalidate(&token);
                    self.refused = Some(token);
                    continue;
                }
                Err(error) if error.kind() == SocketErrorKind::RecordingOver => {
                    return EndReason::RecordingOver;
                }
                Err(error) => tracing::warn!(connection = self.shard, %error, "no connection to the feed"),
            }
            if !self.pause().await {
                return EndReason::Closed;
            }
        }
    }

    /// Notes the hole and tells everybody.
    fn lost(&mut self, cause: GapCause) {
        let now = self.core.clock.now();
        let since = match cause {
            // Noticed long after it began: what was to come since the last that came is missing.
            GapCause::Silent | GapCause::Unwritable => now - self.heard.elapsed(),
            _ => now,
        };
        let part = self.part();
        let instruments: Arc<[_]> = part.instruments().into();
        tracing::warn!(connection = self.shard, ?cause, "the feed's connection is lost");
        self.core.fanout.latest.mark_stale(&instruments);
        self.hole = Some(Hole { since, attempts: 0 });
        self.core.tell(Event::Gap(Gap {
            since,
            cause,
            instruments,
            missed: None,
            order_updates: part.has_updates(),
        }));
    }

    /// Waits before the next attempt; `false` when the stream ends meanwhile.
    async fn pause(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        let attempts = self.failures;
        let pause = self.core.options.backoff.pause(attempts);
        self.set_state(StreamState::Waiting { attempts, pause });
        self.life.unless_ended(tokio::time::sleep(pause)).await.is_some()
    }

    fn set_state(&self, state: StreamState) {
        self.core.states.send_if_modified(|states| {
            let Some(ours) = states.get_mut(self.shard) else {
                return false;
            };
            let news = *ours != state;
            *ours = state;
            news
        });
    }

    /// Says that there is no token, unless that was said last.
    fn await_token(&self, why: AwaitedToken) {
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
            format!("{url} did not answer within {limit:?}"),
        )),
    }
}

#[cfg(test)]
mod tests;
