//! Configuration, session and rate limits.

use pocketful::{Client, Session, SessionState, auth, http::LimitName, types::RateClass};

use super::Finding;
use crate::{
    clock,
    error::{Exit, hint},
    output::time,
    profile::Profile,
};

/// Whether there is a configuration file, and whether others can read a secret in it.
pub(super) fn config(profile: &Profile) -> Finding {
    let file = profile.config_file.display();
    if !profile.config_file.exists() {
        return Finding::ok("config", format!("none: there is no {file}"));
    }
    if profile.has_secret_in_file && is_open_to_others(profile) {
        return Finding::warning(
            "config",
            format!("{file} holds the app's secret, and other users of this machine can read it"),
            format!("chmod 600 {file}"),
        );
    }
    Finding::ok("config", file.to_string())
}

#[cfg(unix)]
fn is_open_to_others(profile: &Profile) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(&profile.config_file).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_profile: &Profile) -> bool {
    false
}

/// Whether there is a session, and whether the server still takes it.
pub(super) async fn session(
    session: &Session,
    restored: Result<SessionState, auth::Error>,
    client: Option<&Client>,
) -> Finding {
    const LOG_IN: &str = "pocketful login";
    if let Err(error) = restored {
        let error = pocketful::Error::from(error);
        return Finding::failure("session", Exit::Usage, error.to_string(), hint(&error));
    }
    let token = match session.token() {
        Ok(token) => token,
        Err(error) => return Finding::failure("session", Exit::Login, error.to_string(), LOG_IN),
    };
    let left = time::span(token.expires_at() - clock::now());
    let alive = format!(
        "{} until {} (in {left})",
        token.client_id(),
        time::long(token.expires_at())
    );
    let Some(client) = client else {
        return Finding::ok("session", alive);
    };
    match client.user().trading_info().await {
        Ok(info) if info.client_id == *token.client_id() => Finding::ok("session", alive),
        Ok(info) => Finding::failure(
            "session",
            Exit::Login,
            format!("the token is {}'s, not {}'s", info.client_id, token.client_id()),
            "pocketful login --force",
        ),
        Err(error) if error.is_login_required() => Finding::failure(
            "session",
            Exit::Login,
            format!("the server refuses it: {error}"),
            LOG_IN,
        ),
        Err(error) => Finding::warning(
            "session",
            format!("{alive}; the server was not asked: {error}"),
            error.hint(),
        ),
    }
}

/// The limits that this process keeps to, and what is left of them.
pub(super) fn limits(client: &Client) -> Finding {
    let orders = client
        .quota()
        .windows
        .into_iter()
        .filter_map(|window| match window.limit {
            LimitName::Window {
                class: RateClass::Order,
                window: of,
            } => {
                let per = match of.per.as_secs() {
                    1 => "a second".to_owned(),
                    60 => "a minute".to_owned(),
                    3600 => "an hour".to_owned(),
                    86_400 => "a day".to_owned(),
                    other => format!("in {other} s"),
                };
                Some(format!("{} {per}", window.left))
            }
            _ => None,
        });
    let orders: Vec<_> = orders.collect();
    Finding::ok(
        "limits",
        format!("orders left in this run: {}", orders.join(", ")),
    )
}
