//! What surrounds every page: the banner, the clock, the way around, who is logged in; and how a page is sent.

use super::when;
use crate::{broker::Broker, clock::SandboxClock, state::sessions::BrowserSession};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

/// What every template is given beside its own values.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) clock: ClockFace,
    pub(crate) user: Option<User>,
    /// The token that each form carries back.
    pub(crate) csrf: String,
    /// The part of the portal that is shown, to mark it in the navigation.
    pub(crate) here: &'static str,
    /// False on pages that somebody was sent to by an app, who has not come to look around.
    pub(crate) with_nav: bool,
    pub(crate) notice: Option<Notice>,
}

/// The virtual clock as a page shows it.
#[derive(Clone, Debug)]
pub(crate) struct ClockFace {
    pub(crate) text: String,
    pub(crate) iso: String,
    pub(crate) unix_ms: i128,
    pub(crate) paused: bool,
    /// Virtual seconds in a real one, 0 while paused: for the script that lets the clock tick.
    pub(crate) rate: f64,
}

/// The person who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) client_id: String,
    pub(crate) name: String,
}

/// A line above the page that says what has just been done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notice {
    /// A class of the style sheet: `good`, or nothing.
    pub(crate) tone: &'static str,
    pub(crate) text: &'static str,
}

impl Broker {
    /// The frame of a page under `here`, a part of the portal.
    pub(crate) fn frame(&self, session: &BrowserSession, here: &'static str) -> Frame {
        let user = session.client_id().and_then(|client_id| {
            let state = self.state();
            state.accounts.find(client_id).map(|account| User {
                client_id: account.client_id.clone(),
                name: account.name.clone(),
            })
        });
        Frame {
            clock: ClockFace::of(self.clock()),
            user,
            csrf: session.csrf.clone(),
            here,
            with_nav: true,
            notice: None,
        }
    }

    /// The frame of a page without a form, for a browser that is not known.
    pub(crate) fn frame_for_nobody(&self) -> Frame {
        Frame {
            clock: ClockFace::of(self.clock()),
            user: None,
            csrf: String::new(),
            here: "",
            with_nav: false,
            notice: None,
        }
    }

    /// The frame of a page that somebody is to deal with before looking around.
    pub(crate) fn bare_frame(&self, session: &BrowserSession) -> Frame {
        Frame {
            with_nav: false,
            ..self.frame(session, "")
        }
    }
}

impl Notice {
    /// What a redirect says has just been done. Fixed texts only: an address cannot put words into the page.
    pub(crate) fn of(done: &str) -> Option<Self> {
        let text = match done {
            "created" => "The app has been created.",
            "token" => "A new access token has been made.",
            "mapped" => "The address has been mapped.",
            "totp" => "TOTP is on. From now on, logging in asks for a code.",
            "clock" => "The clock has been set.",
            "faults" => "The faults have been set.",
            "filled" => "The order has been filled.",
            "not_filled" => {
                return Some(Self {
                    tone: "",
                    text: "That order cannot be filled now.",
                });
            }
            _ => return None,
        };
        Some(Self { tone: "good", text })
    }
}

impl Frame {
    /// Marks the link to the part of the portal that is being shown.
    pub(crate) fn current(&self, part: &str) -> CurrentPage {
        CurrentPage(self.here == part)
    }
}

/// An attribute that names the current page, or nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurrentPage(bool);

impl std::fmt::Display for CurrentPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0 { " aria-current=page" } else { "" })
    }
}

impl ClockFace {
    fn of(clock: &SandboxClock) -> Self {
        let (now, paused) = (clock.now(), clock.is_paused());
        Self {
            text: when::full(now),
            iso: when::machine(now),
            unix_ms: now.unix_timestamp_nanos() / 1_000_000,
            paused,
            rate: if paused { 0.0 } else { clock.speed() },
        }
    }
}

/// A page with the status that belongs to it.
pub(crate) fn send(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a portal page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
