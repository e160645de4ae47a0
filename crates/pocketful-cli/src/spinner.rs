//! A sign of life on stderr while a person waits.

use std::{
    io::{self, IsTerminal},
    pin::pin,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use tracing::Level;

/// What takes less than this needs no sign of life: it would only flicker.
const CALM: Duration = Duration::from_millis(200);

/// Waits for `work`, with a spinner that says `message` if it takes a while and stderr is a terminal.
pub(crate) async fn wait<T>(message: &'static str, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    // Logs are on with `-v`, and it would run into them; they are on, for errors, with `-q` too, and nobody wants it.
    if !io::stderr().is_terminal() || tracing::enabled!(Level::ERROR) {
        return work.await;
    }
    if let Ok(done) = tokio::time::timeout(CALM, &mut work).await {
        return done;
    }
    // Not the default template: it fills the line, so that the echo of Ctrl-C would break it.
    let style =
        ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = Clearing(ProgressBar::new_spinner().with_style(style).with_message(message));
    bar.0.enable_steady_tick(Duration::from_millis(100));
    work.await
}

/// Leaves no trace, also when the wait is given up.
struct Clearing(ProgressBar);

impl Drop for Clearing {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
