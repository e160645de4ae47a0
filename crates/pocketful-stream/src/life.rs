//! Whether a stream is still wanted.

use tokio::sync::watch;

/// Held by the handles and readers. When the last of them is gone, or says so, the tasks end.
#[derive(Debug)]
pub(crate) struct Wanted(watch::Sender<bool>);

/// A task's look at it.
#[derive(Clone, Debug)]
pub(crate) struct Life(watch::Receiver<bool>);

pub(crate) fn life() -> (Wanted, Life) {
    let (sender, receiver) = watch::channel(true);
    (Wanted(sender), Life(receiver))
}

impl Wanted {
    pub(crate) fn end(&self) {
        self.0.send_replace(false);
    }
}

impl Life {
    /// Waits for the end.
    ///
    /// # Cancel safety
    /// It may be waited for again and again.
    pub(crate) async fn ended(&mut self) {
        // An error says that nobody is left to say so.
        let _ = self.0.wait_for(|wanted| !wanted).await;
    }

    /// What `work` yields, unless the end comes first.
    pub(crate) async fn unless_ended<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.ended() => None,
            value = work => Some(value),
        }
    }
}
