//! Logs on stderr: how much, and in which colours. Secrets never reach them; that is the libraries' promise.

use std::io::{self, IsTerminal};

use tracing_subscriber::{
    EnvFilter, filter::LevelFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::{args::global::Global, output::wants_color};

/// Starts logging as `-v`, `-vv`, `-q` or `RUST_LOG` say; without any of them only warnings are shown.
pub(crate) fn start(global: &Global) {
    let layer = fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(wants_color(global.color, io::stderr().is_terminal()));
    let level = match (global.quiet, global.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 1) => LevelFilter::INFO,
        (_, 2..) => LevelFilter::DEBUG,
        // Building a filter from text costs more than all of `pocketful status`: only for those who ask.
        (_, 0) if std::env::var_os("RUST_LOG").is_some_and(|value| !value.is_empty()) => {
            let registry = tracing_subscriber::registry()
                .with(layer)
                .with(EnvFilter::from_default_env());
            return drop(registry.try_init());
        }
        (_, 0) => LevelFilter::WARN,
    };
    drop(tracing_subscriber::registry().with(layer).with(level).try_init());
}
