//! Ctrl-C and the termination signal.

use crate::error::{Failure, Result};

/// Listens from the moment it is made, so that nothing is missed between two waits.
pub(crate) struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
    #[cfg(windows)]
    ctrl_c: tokio::signal::windows::CtrlC,
}

impl Stop {
    pub(crate) fn listen() -> Result<Self> {
        let failed = |error| Failure::system("cannot listen for Ctrl-C", &error);
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
            let terminate = signal(SignalKind::terminate()).map_err(failed)?;
            Ok(Self {
                signals: [interrupt, terminate],
            })
        }
        #[cfg(windows)]
        {
            let ctrl_c = tokio::signal::windows::ctrl_c().map_err(failed)?;
            Ok(Self { ctrl_c })
        }
    }

    /// Waits for Ctrl-C or, where there is such a thing, the termination signal.
    pub(crate) async fn stopped(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate] = &mut self.signals;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        #[cfg(windows)]
        self.ctrl_c.recv().await;
    }
}

/// Waits for `work`; Ctrl-C ends it, whatever it holds is given back, and the exit status is 130.
pub(crate) async fn or<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut stop = Stop::listen()?;
    tokio::select! {
        biased;
        done = work => done,
        () = stop.stopped() => Err(Failure::interrupted()),
    }
}
