//! Access tokens: opaque two-part text that dies at midnight IST.

use pocketful_types::next_midnight;
use time::OffsetDateTime;

use super::random::Random;

/// One access token.
#[derive(Clone)]
pub(crate) struct Token {
    /// The text a client sends.
    pub(crate) secret: String,
    pub(crate) client_id: String,
    /// None for a direct login, which knows no app.
    pub(crate) app_id: Option<String>,
    pub(crate) scope: String,
    pub(crate) issued_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) revoked: bool,
}

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeadToken {
    Unknown,
    Expired,
    Revoked,
}

/// All tokens ever issued, in order.
#[derive(Default)]
pub(crate) struct Tokens(Vec<Token>);

impl Token {
    pub(crate) fn check(&self, now: OffsetDateTime) -> Result<&Self, DeadToken> {
        if self.revoked {
            Err(DeadToken::Revoked)
        } else if now >= self.expires_at {
            Err(DeadToken::Expired)
        } else {
            Ok(self)
        }
    }
}

impl Tokens {
    /// A new token, good until the next 00:00 IST. Older tokens stay good.
    pub(crate) fn issue(
        &mut self,
        client_id: &str,
        app_id: Option<&str>,
        scope: &str,
        random: &mut Random,
        now: OffsetDateTime,
    ) -> Token {
        let token = Token {
            secret: format!("{}.{}", random.word(43), random.word(43)),
            client_id: client_id.to_owned(),
            app_id: app_id.map(str::to_owned),
            scope: scope.to_owned(),
            issued_at: now,
            expires_at: next_midnight(now),
            revoked: false,
        };
        self.0.push(token.clone());
        token
    }

    /// The live token with this text.
    pub(crate) fn find(&self, secret: &str, now: OffsetDateTime) -> Result<&Token, DeadToken> {
        self.0
            .iter()
            .rev()
            .find(|token| token.secret == secret)
            .ok_or(DeadToken::Unknown)?
            .check(now)
    }

    /// The newest live token of an app, for its page.
    pub(crate) fn newest_of(&self, app_id: &str, now: OffsetDateTime) -> Option<&Token> {
        self.0
            .iter()
            .rev()
            .find(|token| token.app_id.as_deref() == Some(app_id) && token.check(now).is_ok())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Token> {
        self.0.iter()
    }

    /// Kills one token. Whether there was one to kill.
    pub(crate) fn revoke(&mut self, secret: &str) -> bool {
        let found = self.0.iter_mut().find(|token| token.secret == secret);
        found.is_some_and(|token| !std::mem::replace(&mut token.revoked, true))
    }

    /// Kills every token.
    pub(crate) fn revoke_all(&mut self) {
        for token in &mut self.0 {
            token.revoked = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::state::random::Stream;

    #[test]
    fn lives_until_midnight_in_india_and_no_longer() {
        let mut random = Random::new(7, Stream::Secrets);
        let mut tokens = Tokens::default();
        let midnight = datetime!(2026-11-24 00:00 +5:30);
        for issued in [datetime!(2026-11-23 00:00 +5:30), midnight - Duration::SECOND] {
            let token = tokens.issue("AB1234", None, "orders", &mut random, issued);
            assert_eq!(token.expires_at, midnight);
            assert!(
                tokens
                    .find(&token.secret, midnight - Duration::NANOSECOND)
                    .is_ok()
            );
            assert_eq!(
                tokens.find(&token.secret, midnight).err(),
                Some(DeadToken::Expired)
            );
        }
        assert_eq!(tokens.find("x.y", midnight).err(), Some(DeadToken::Unknown));
    }

    #[test]
    fn revoking_one_leaves_the_others() {
        let mut random = Random::new(7, Stream::Secrets);
        let mut tokens = Tokens::default();
        let now = datetime!(2026-11-23 10:00 +5:30);
        let one = tokens.issue("AB1234", Some("app"), "orders", &mut random, now);
        let two = tokens.issue("AB1234", Some("app"), "orders", &mut random, now);
        assert!(tokens.revoke(&two.secret));
        assert!(!tokens.revoke(&two.secret));
        assert_eq!(tokens.find(&two.secret, now).err(), Some(DeadToken::Revoked));
        assert!(tokens.newest_of("app", now).unwrap().secret == one.secret);
        tokens.revoke_all();
        assert!(tokens.newest_of("app", now).is_none());
    }
}
