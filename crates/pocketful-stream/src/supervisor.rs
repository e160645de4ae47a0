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
    /// Failures in a row by which the pauses grow: attempts, and connections that did not last.
    failures: u32,
    /// Attempts since a connection stood.
    attempts: u32,
    /// Silences in a row by which the limit of the next one grows.
    silences: u32,
    /// When something last came on the latest connection.
    heard: Instant,
    /// Since when something is missing.
    hole: Option<OffsetDateTime>,
}

/// Why a connection is no more.
enum Over {
    /// The stream is not wanted any more.
    Ended,
    Lost(GapCause),
    /// It broke before it was of any use.
    Unmade(SocketError),
    Recording,
}

/// A connection that lasted this long was a good one.
const STABLE: Duration = Duration::from_secs(60);

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
        Self {
            core,
            shard,
            life,
            refused: None,
            failures: 0,
            attempts: 0,
            silences: 0,
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
            self.attempts = self.attempts.saturating_add(1);
            let url = FeedUrl::new(self.core.origin.clone(), token.clone(), self.core.parameter);
            let core = Arc::clone(&self.core);
            let Some(connected) = self.life.unless_ended(connect(&core, &url)).await else {
                return EndReason::Closed;
            };
            let failed = match connected {
                Ok(socket) => {
                    let began = Instant::now();
                    match self.pump(socket, &token).await {
                        Over::Ended => return EndReason::Closed,
                        Over::Recording => return EndReason::RecordingOver,
                        Over::Unmade(error) => Some(error),
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
                            if cause == GapCause::Silent {
                                self.silences = self.silences.saturating_add(1);
                            }
                            if began.elapsed() >= STABLE {
                                self.failures = 0;
                            }
                            None
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
                Err(error) => Some(error),
            };
            if !self.pause(failed).await {
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
        self.hole = Some(since);
        self.core.tell(Event::Gap(Gap {
            since,
            cause,
            instruments,
            missed: None,
            order_updates: part.has_updates(),
        }));
    }

    /// Waits before the next attempt, and says why where the last one `failed`; `false` when the stream ends meanwhile.
    async fn pause(&mut self, failed: Option<SocketError>) -> bool {
        self.failures = self.failures.saturating_add(1);
        let pause = self.core.options.backoff.pause(self.failures);
        let (connection, attempts) = (self.shard, self.attempts);
        let cause = failed.as_ref().map(SocketError::kind);
        self.set_state(StreamState::Waiting {
            attempts,
            pause,
            cause,
        });
        if let Some(error) = failed {
            tracing::warn!(connection, %error, "no connection to the feed");
            self.core.tell(Event::ConnectFailed {
                connection,
                attempts,
                cause: error.kind(),
                error: error.to_string().into(),
                retry_at: self.core.clock.now() + pause,
            });
        }
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
