//! Calls over a scripted transport, at paused time.

use std::{sync::Arc, time::Duration};

use pocketful_auth::TokenSource;
use pocketful_types::ManualClock;
use time::macros::datetime;

use crate::{
    Api, ApiBuilder, Environment, ScriptedTransport,
    test_endpoints::{Answer, Read, SECRET, SUCCESS, UNAUTHORISED, Write, fixed_token, token},
};

mod limits;
mod outcomes;
mod raw;
mod repeats;
mod sent;
mod sentinel;
mod tokens;

/// Calls over `transport`, with jitter at its largest so that waits are exact.
fn builder(transport: &ScriptedTransport, tokens: Arc<dyn TokenSource>) -> ApiBuilder {
    Api::builder(Environment::algo(), tokens)
        .transport(Arc::new(transport.clone()))
        .clock(Arc::new(ManualClock::new(datetime!(2026-03-10 14:45 +5:30))))
        .random(|| u32::MAX)
}

fn api(transport: &ScriptedTransport) -> Api {
    builder(transport, fixed_token()).build()
}

/// Milliseconds between the first request and each.
fn instants(transport: &ScriptedTransport) -> Vec<u128> {
    let recorded = transport.recorded();
    let first = recorded.first().map(|request| request.at);
    recorded
        .iter()
        .filter_map(|request| Some(request.at.duration_since(first?).as_millis()))
        .collect()
}

/// An error's own text and those of its causes.
fn text_of(error: &crate::Error) -> String {
    let mut text = format!("{error} | {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(this) = cause {
        text = format!("{text} | {this} | {this:?}");
        cause = this.source();
    }
    text
}

const SECOND: Duration = Duration::from_secs(1);
