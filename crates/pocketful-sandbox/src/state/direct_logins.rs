//! Direct logins that wait for their second answer (wire reference, section 2).

use time::OffsetDateTime;

use super::random::Random;
use crate::assumed::TWOFA_WAITS;

/// A login whose password was right.
struct Waiting {
    twofa_token: String,
    client_id: String,
    until: OffsetDateTime,
}

/// All of them.
#[derive(Default)]
pub(crate) struct DirectLogins(Vec<Waiting>);

impl DirectLogins {
    /// The `twofa_token` under which the second answer is expected.
    pub(crate) fn open(&mut self, client_id: &str, random: &mut Random, now: OffsetDateTime) -> String {
        self.0.retain(|waiting| now < waiting.until);
        let twofa_token = random.word(32);
        self.0.push(Waiting {
            twofa_token: twofa_token.clone(),
            client_id: client_id.to_owned(),
            until: now + TWOFA_WAITS,
        });
        twofa_token
    }

    /// Whose second answer this token stands for.
    pub(crate) fn find(&self, twofa_token: &str, now: OffsetDateTime) -> Option<&str> {
        self.0
            .iter()
            .find(|waiting| waiting.twofa_token == twofa_token && now < waiting.until)
            .map(|waiting| waiting.client_id.as_str())
    }

    /// The login is done; its token is good for nothing more.
    pub(crate) fn close(&mut self, twofa_token: &str) {
        self.0.retain(|waiting| waiting.twofa_token != twofa_token);
    }
}
