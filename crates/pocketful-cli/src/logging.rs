//! Logs on stderr: how much, and in which colours. Secrets never reach them; that is the libraries' promise.

use std::io::{self, IsTerminal};

use tracing_subscriber::{
    EnvFilter, Layer, filter::LevelFilter, fmt, layer::SubscriberExt, registry::LookupSpan,
    util::SubscriberInitExt,
};

use crate::{args::global::Global, output::wants_color};

/// Starts logging as `-v`, `-vv`, `-q` or `RUST_LOG` say. Without any of them there are no logs at all: what matters is
/// an error, and with `--json` that error is all there is on stderr.
pub(crate) fn start(global: &Global) {
    let level = match (global.quiet, global.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 1) => LevelFilter::INFO,
        (_, 2..) => LevelFilter::DEBUG,
        (_, 0) => {
            // Building a filter from text costs more than all of `pocketful status`: only for those who ask.
            if std::env::var_os("RUST_LOG").is_some_and(|value| !value.is_empty()) {
                let filtered = tracing_subscriber::registry().with(EnvFilter::from_default_env());
                drop(filtered.with(layer(global)).try_init());
            }
            return;
        }
    };
    drop(
        tracing_subscriber::registry()
            .with(level)
            .with(layer(global))
            .try_init(),
    );
}

fn layer<S>(global: &Global) -> impl Layer<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(wants_color(global.color, io::stderr().is_terminal()))
}
