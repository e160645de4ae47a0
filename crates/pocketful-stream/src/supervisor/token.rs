//! Waits for a token to connect with. While there is none, nobody is hammered: the store is read and an automatic login is tried
//! now and then, and a login elsewhere is noticed within a second of the session's knowing it. Where the feed refuses one fresh token after the
//! other, that alone is waited for.

use std::time::Duration;

use pocketful_auth::{AccessToken, Error, ErrorKind};
use tokio::time::{Instant, sleep};

use super::{MAX_REFUSALS, Supervisor};
use crate::AwaitedToken;

/// How often the source is asked for what it has: it has it at hand.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// The first and the longest pause between renewals.
const RENEW: Duration = Duration::from_secs(5);
const RENEW_CAP: Duration = Duration::from_secs(60);

impl Supervisor {
    /// A token that the server has not refused yet; `None` when the stream ends before there is one.
    pub(super) async fn token(&mut self) -> Option<AccessToken> {
        let mut pause = RENEW;
        loop {
            let had = self.core.tokens.token();
            let mut why = match self.usable(had) {
                Ok(token) => return Some(token),
                Err(why) => why,
            };
            self.await_token(why);
            if why != AwaitedToken::Refused || self.refusals < MAX_REFUSALS {
                let tokens = std::sync::Arc::clone(&self.core.tokens);
                let renewed = self.life.unless_ended(tokens.renew()).await?;
                match self.usable(renewed) {
                    Ok(token) => return Some(token),
                    // An error of the store says less than what was the matter before.
                    Err(AwaitedToken::Missing) => {}
                    Err(other) => why = other,
                }
                self.await_token(why);
            }
            let next = Instant::now() + pause;
            pause = (pause * 2).min(RENEW_CAP);
            while Instant::now() < next {
                self.life.unless_ended(sleep(LOOK)).await?;
                let had = self.core.tokens.token();
                if let Ok(token) = self.usable(had) {
                    return Some(token);
                }
            }
        }
    }

    fn usable(&mut self, token: Result<AccessToken, Error>) -> Result<AccessToken, AwaitedToken> {
        match token {
            Ok(token)
                if self
                    .refused
                    .as_ref()
                    .is_some_and(|refused| refused.is_same(&token)) =>
            {
                Err(AwaitedToken::Refused)
            }
            Ok(token) if token.is_expired_at_nanos(self.core.clock.unix_nanos()) => {
                Err(AwaitedToken::Expired)
            }
            Ok(token) => Ok(token),
            Err(error) => Err(match error.kind() {
                ErrorKind::Expired | ErrorKind::Expiring => AwaitedToken::Expired,
                ErrorKind::Revoked => {
                    // The source knows it. What it gives out next comes of another login, even if it is the same text.
                    self.refused = None;
                    AwaitedToken::Refused
                }
                _ => AwaitedToken::Missing,
            }),
        }
    }
}
