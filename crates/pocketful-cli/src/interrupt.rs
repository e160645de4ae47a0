//! Ctrl-C and the termination signal.

use std::io;

use crate::error::{Failure, Result};

/// Waits for `work`; Ctrl-C ends it, whatever it holds is given back, and the exit status is 130.
pub(crate) async fn or<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        biased;
        done = work => done,
        stopped = stopped() => {
            stopped.map_err(|error| Failure::system("cannot listen for Ctrl-C", &error))?;
            Err(Failure::interrupted())
        }
    }
}

/// Waits for Ctrl-C or, where there is such a thing, the termination signal.
pub(crate) async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
