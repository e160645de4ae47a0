//! When to read the books after order updates were asked for: not before the server has heard of it, or a fill in between would
//! be in neither. Pure.

use std::time::Duration;

use tokio::time::Instant;

/// How long the answer to the ping behind the subscription is waited for.
const ANSWER: Duration = Duration::from_secs(2);

/// A subscription of updates and the ping behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct CatchUp {
    /// When the books are read without an answer.
    due: Option<Instant>,
    is_answered: bool,
}

impl CatchUp {
    /// Updates were asked for, and a ping was sent behind that.
    pub(super) fn asked(now: Instant) -> Self {
        Self {
            due: Some(now + ANSWER),
            is_answered: false,
        }
    }

    /// The server has answered a ping. Whether to read the books now: it has taken what was sent before its first ping. Where they
    /// were read without waiting for it, that was too early.
    pub(super) fn answered(&mut self) -> bool {
        self.due = None;
        !std::mem::replace(&mut self.is_answered, true)
    }

    /// Whether to read them although there is no answer; once.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        self.due.take_if(|due| *due <= now).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_books_are_read_at_the_answer_however_late_and_once_without_one() {
        let start = Instant::now();
        let mut prompt = CatchUp::asked(start);
        assert!(!prompt.is_due(start) && prompt.answered() && !prompt.answered());
        assert!(!prompt.is_due(start + 2 * ANSWER));
        let mut late = CatchUp::asked(start);
        assert!(late.is_due(start + ANSWER) && !late.is_due(start + 2 * ANSWER));
        assert!(late.answered() && !late.answered());
    }
}
