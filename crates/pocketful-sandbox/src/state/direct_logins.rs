//! Direct logins that wait for their second answer (wire reference, section 2).

use time::OffsetDateTime;

use super::random::Random;
use crate::assumed::TWOFA_WAITS;

/// A login whose password was right.
#[derive(Clone)]
pub(crate) struct Waiting {
    pub(crate) twofa_token: String,
    pub(crate) reference_token: String,
    pub(crate) client_id: String,
    /// The one-time password that completes it, instead of PIN or TOTP code.
    pub(crate) otp: Option<String>,
    until: OffsetDateTime,
}

/// All of them.
#[derive(Default)]
pub(crate) struct DirectLogins {
    waiting: Vec<Waiting>,
    /// Whether a login is completed by a one-time password. Nothing says when the broker asks for one.
    pub(crate) asks_for_otp: bool,
}

impl DirectLogins {
    /// A login that waits for its second answer.
    pub(crate) fn open(&mut self, client_id: &str, random: &mut Random, now: OffsetDateTime) -> Waiting {
        self.waiting.retain(|waiting| now < waiting.until);
        let opened = Waiting {
            twofa_token: random.word(32),
            reference_token: random.word(32),
            client_id: client_id.to_owned(),
            otp: self.asks_for_otp.then(|| random.digits(6)),
            until: now + TWOFA_WAITS,
        };
        self.waiting.push(opened.clone());
        opened
    }

    /// Whose PIN or TOTP code this token stands for.
    pub(crate) fn find(&self, twofa_token: &str, now: OffsetDateTime) -> Option<&str> {
        self.waiting(now)
            .find(|waiting| waiting.twofa_token == twofa_token && waiting.otp.is_none())
            .map(|waiting| waiting.client_id.as_str())
    }

    /// The login that this token and a one-time password complete: whose it is, the password, and its other token.
    pub(crate) fn find_reference(
        &self,
        reference_token: &str,
        now: OffsetDateTime,
    ) -> Option<(String, String, String)> {
        let waiting = self
            .waiting(now)
            .find(|waiting| waiting.reference_token == reference_token)?;
        let otp = waiting.otp.clone()?;
        Some((waiting.client_id.clone(), otp, waiting.twofa_token.clone()))
    }

    /// Those that still may be completed, the oldest first.
    pub(crate) fn waiting(&self, now: OffsetDateTime) -> impl Iterator<Item = &Waiting> {
        self.waiting.iter().filter(move |waiting| now < waiting.until)
    }

    /// The login is done; its token is good for nothing more.
    pub(crate) fn close(&mut self, twofa_token: &str) {
        self.waiting.retain(|waiting| waiting.twofa_token != twofa_token);
    }
}
