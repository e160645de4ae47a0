//! The pause before another attempt. It ends early when there is another token to try, or none any more.

use std::time::Duration;

use pocketful_auth::{AccessToken, ErrorKind};
use tokio::time::{Instant, sleep_until};

use super::{Next, Supervisor, token::LOOK};
use crate::{Event, SocketError, StreamState};

/// A pause, and why the last attempt failed, where it did.
pub(super) struct Pause {
    pub(super) length: Duration,
    failed: Option<SocketError>,
}

impl Supervisor {
    /// The pause that follows another failure.
    pub(super) fn next_pause(&mut self, failed: Option<SocketError>) -> Next {
        self.failures = self.failures.saturating_add(1);
        let length = self.core.options.backoff.pause(self.failures);
        Next::Pause(Pause { length, failed })
    }

    /// Says why an attempt failed, and waits; `false` when the stream ends meanwhile. The last attempt was made with `tried`.
    pub(super) async fn pause(&mut self, pause: Pause, tried: &AccessToken) -> bool {
        let Pause { length, failed } = pause;
        let (connection, attempts) = (self.shard, self.attempts);
        let cause = failed.as_ref().map(SocketError::kind);
        self.set_state(StreamState::Waiting {
            attempts,
            pause: length,
            cause,
        });
        if let Some(error) = failed {
            tracing::warn!(connection, %error, "no connection to the feed");
            self.core.tell(Event::ConnectFailed {
                connection,
                attempts,
                cause: error.kind(),
                error: error.to_string().into(),
                retry_at: self.core.clock.now() + length,
            });
        }
        let end = Instant::now() + length;
        loop {
            // However often somebody logs in, there is a moment between two attempts.
            let look = end.min(Instant::now() + LOOK);
            if self.life.unless_ended(sleep_until(look)).await.is_none() {
                return false;
            }
            if look == end || self.has_other_token(tried) {
                return true;
            }
        }
    }

    fn has_other_token(&self, tried: &AccessToken) -> bool {
        match self.core.tokens.token() {
            Ok(token) => !token.is_same(tried),
            Err(_) => self.is_signed_out(),
        }
    }

    /// Whether nobody is logged in any more.
    pub(super) fn is_signed_out(&self) -> bool {
        let token = self.core.tokens.token();
        token.is_err_and(|error| matches!(error.kind(), ErrorKind::NotLoggedIn | ErrorKind::WrongApp))
    }
}
