//! Browsers that visit the portal: who they are, how far their login has come, and the token of their forms.

use time::OffsetDateTime;

use super::{accounts::same, random::Random};
use crate::assumed::BROWSER_SESSION_LIVES;

/// Browsers remembered. Programs without cookies open one with every page; the oldest of nobody makes room.
const REMEMBERED: usize = 1_000;

/// One browser.
#[derive(Clone)]
pub(crate) struct BrowserSession {
    /// The cookie's value.
    pub(crate) id: String,
    /// Repeated by every form of the session, so that no other site can send one.
    pub(crate) csrf: String,
    pub(crate) stage: Stage,
    expires_at: OffsetDateTime,
}

/// How far a login has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nobody yet.
    Anonymous,
    /// The password was right; TOTP is still to be asked of this client id.
    PasswordOnly(String),
    /// This client id is logged in.
    LoggedIn(String),
}

/// All browsers.
#[derive(Default)]
pub(crate) struct BrowserSessions(Vec<BrowserSession>);

impl BrowserSession {
    /// The client id of whoever is logged in.
    pub(crate) fn client_id(&self) -> Option<&str> {
        match &self.stage {
            Stage::LoggedIn(client_id) => Some(client_id),
            Stage::Anonymous | Stage::PasswordOnly(_) => None,
        }
    }

    /// Whether a form carried this session's token.
    pub(crate) fn accepts_csrf(&self, given: &str) -> bool {
        same(&self.csrf, given)
    }
}

impl BrowserSessions {
    /// A new session of nobody.
    pub(crate) fn open(&mut self, random: &mut Random, now: OffsetDateTime) -> BrowserSession {
        self.0.retain(|session| now < session.expires_at);
        if self.0.len() >= REMEMBERED {
            let nobody = self
                .0
                .iter()
                .position(|session| session.stage == Stage::Anonymous);
            self.0.remove(nobody.unwrap_or(0));
        }
        let session = BrowserSession {
            id: random.word(32),
            csrf: random.word(32),
            stage: Stage::Anonymous,
            expires_at: now + BROWSER_SESSION_LIVES,
        };
        self.0.push(session.clone());
        session
    }

    pub(crate) fn find(&self, id: &str, now: OffsetDateTime) -> Option<&BrowserSession> {
        self.0
            .iter()
            .find(|session| session.id == id && now < session.expires_at)
    }

    /// Moves a login on, under a new id and form token: whoever planted the old cookie does not get the new session.
    pub(crate) fn advance(
        &mut self,
        id: &str,
        stage: Stage,
        random: &mut Random,
        now: OffsetDateTime,
    ) -> Option<BrowserSession> {
        let session = self
            .0
            .iter_mut()
            .find(|session| session.id == id && now < session.expires_at)?;
        session.id = random.word(32);
        session.csrf = random.word(32);
        session.stage = stage;
        Some(session.clone())
    }

    pub(crate) fn close(&mut self, id: &str) {
        self.0.retain(|session| session.id != id);
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::state::random::Stream;

    #[test]
    fn a_login_changes_the_cookie_and_ends() {
        let now = datetime!(2026-11-23 10:00 +5:30);
        let mut random = Random::new(7, Stream::Secrets);
        let mut sessions = BrowserSessions::default();
        let anonymous = sessions.open(&mut random, now);
        assert_eq!(anonymous.client_id(), None);

        let stage = Stage::LoggedIn("AB1234".to_owned());
        let session = sessions.advance(&anonymous.id, stage, &mut random, now).unwrap();
        assert!(sessions.find(&anonymous.id, now).is_none());
        assert_eq!(session.client_id(), Some("AB1234"));
        assert!(session.accepts_csrf(&session.csrf) && !session.accepts_csrf(&anonymous.csrf));

        assert!(sessions.find(&session.id, now + BROWSER_SESSION_LIVES).is_none());
        sessions.close(&session.id);
        assert!(sessions.find(&session.id, now).is_none());
    }

    #[test]
    fn visitors_without_cookies_make_room_and_log_nobody_out() {
        let now = datetime!(2026-11-23 10:00 +5:30);
        let mut random = Random::new(7, Stream::Secrets);
        let mut sessions = BrowserSessions::default();
        let first = sessions.open(&mut random, now);
        let stage = Stage::LoggedIn("AB1234".to_owned());
        let member = sessions.advance(&first.id, stage, &mut random, now).unwrap();
        let nobody = sessions.open(&mut random, now);
        for _ in 0..REMEMBERED {
            sessions.open(&mut random, now);
        }
        assert_eq!(sessions.0.len(), REMEMBERED);
        assert!(sessions.find(&member.id, now).is_some());
        assert!(sessions.find(&nobody.id, now).is_none());
    }
}
