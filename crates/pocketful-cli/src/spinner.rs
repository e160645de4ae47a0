//! A sign of life on stderr while a person waits.

use std::{
    io::{self, IsTerminal},
    pin::pin,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use tracing::Level;

/// What takes less than this needs no sign of life: it would only flicker.
const CALM: Duration = Duration::from_millis(200);

/// Waits for `work`, with a spinner that says `message` if it takes a while and stderr is a terminal.
pub(crate) async fn wait<T>(message: &'static str, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    // With `-q` nobody wants it, with `-v` it would run into the logs.
    let is_calm = tracing::enabled!(Level::WARN) && !tracing::enabled!(Level::INFO);
    if !io::stderr().is_terminal() || !is_calm {
        return work.await;
    }
    if let Ok(done) = tokio::time::timeout(CALM, &mut work).await {
        return done;
    }
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::default_spinner())
        .with_message(message)
        .with_finish(ProgressFinish::AndClear);
    bar.enable_steady_tick(Duration::from_millis(100));
    let done = work.await;
    bar.finish_and_clear();
    done
}
