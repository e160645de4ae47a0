//! The session of a profile, as it is stored, and a client that works with it.

use std::sync::Arc;

use pocketful::{
    Client, Session, SessionState, TokenStore,
    auth::{EnvStore, FileStore},
};
use serde::Serialize;
use time::OffsetDateTime;

use crate::{
    clock::clock,
    error::Result,
    output::{Style, time as moment},
    profile::Profile,
};

/// The session of `profile`, read from its store.
pub(crate) async fn open(profile: &Profile) -> Result<Session> {
    let session = build(profile);
    session.restore().await?;
    Ok(session)
}

/// The session of `profile`, not yet read.
pub(crate) fn build(profile: &Profile) -> Session {
    let builder = Session::builder(profile.environment.api().clone(), store(profile)).clock(clock());
    match profile.app_id() {
        Some(id) => builder.app_id(id.clone()).build(),
        None => builder.build(),
    }
}

/// Where the session of `profile` is kept: the environment, if it holds a token, else the profile's own file.
pub(crate) fn store(profile: &Profile) -> Arc<dyn TokenStore> {
    if profile.has_access_token {
        Arc::new(EnvStore::new(profile.environment.api().clone()).with_clock(clock()))
    } else {
        Arc::new(FileStore::new(profile.token_file()))
    }
}

/// A client with the session of `profile`.
pub(crate) async fn client(profile: &Profile) -> Result<Client> {
    let session = open(profile).await?;
    // Said before anything is sent, and in the session's own words: expired, revoked, never logged in, other app.
    session.token()?;
    connect(profile, session)
}

/// A client with `session`, whatever its state.
pub(crate) fn connect(profile: &Profile, session: Session) -> Result<Client> {
    let mut builder = Client::builder(profile.environment.clone(), session)
        .clock(clock())
        .timeout(profile.timeout)
        .contracts_cache(profile.contracts());
    if let Some(source) = profile.source {
        builder = builder.source_addresses(source);
    }
    Ok(builder.build()?)
}

/// What `status` and `login` say of a session.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Status {
    pub(crate) state: &'static str,
    pub(crate) client_id: Option<String>,
    pub(crate) expires_at: Option<String>,
    pub(crate) expires_in_s: Option<i64>,
    pub(crate) store: String,
    #[serde(skip)]
    expiry: Option<OffsetDateTime>,
}

impl Status {
    /// Describes `session` at `now`.
    pub(crate) fn of(session: &Session, store: &dyn TokenStore, now: OffsetDateTime) -> Self {
        let state = session.state();
        let record = session.record();
        let expiry = match (state, &record) {
            (SessionState::SignedOut, _) => None,
            (_, Some(record)) => Some(record.expires_at()),
            (_, None) => None,
        };
        Self {
            state: name(state),
            client_id: session.client_id().map(|client_id| client_id.to_string()),
            expires_at: expiry.map(moment::rfc3339),
            expires_in_s: expiry.map(|at| (at - now).whole_seconds().max(0)),
            store: store.describe(),
            expiry,
        }
    }

    /// `valid`, with the colour that it deserves.
    pub(crate) fn painted_state(&self, style: Style) -> String {
        let text = self.state.replace('_', " ");
        match self.state {
            "valid" => style.good(text),
            "expiring" => style.warn(text),
            _ => style.bad(text),
        }
    }

    /// `Wed 25 Nov 2026, 00:00:00 IST (in 15 h 22 min)`.
    pub(crate) fn expiry_text(&self, now: OffsetDateTime) -> Option<String> {
        self.expiry.map(|at| {
            let left = at - now;
            if left.is_positive() {
                format!("{} (in {})", moment::long(at), moment::span(left))
            } else {
                format!("{} ({} ago)", moment::long(at), moment::span(-left))
            }
        })
    }
}

fn name(state: SessionState) -> &'static str {
    match state {
        SessionState::Valid { .. } => "valid",
        SessionState::Expiring { .. } => "expiring",
        SessionState::Expired { .. } => "expired",
        SessionState::Revoked => "revoked",
        SessionState::WrongApp => "wrong_app",
        SessionState::ClockSetBack => "clock_set_back",
        _ => "signed_out",
    }
}
