//! Where a stream stands.

use std::time::Duration;

use crate::SocketErrorKind;

/// Where a stream, or one of its connections, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamState {
    /// A connection is being made.
    Connecting,
    /// Connected.
    Live,
    /// The last attempt failed or the connection was lost; the next attempt comes after the pause.
    Waiting {
        /// How many attempts have failed since a connection stood: 0 right after a loss.
        attempts: u32,
        /// How long the pause is.
        pause: Duration,
        /// Why the last of them failed; `None` where none has. [`Event::ConnectFailed`](crate::Event::ConnectFailed) has it in words.
        cause: Option<SocketErrorKind>,
    },
    /// There is no token to connect with. The stream goes on when there is one.
    AwaitingToken(AwaitedToken),
    /// It has ended and will not come back.
    Ended(EndReason),
}

/// Why a stream waits for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AwaitedToken {
    /// The last one reached its end of life, at midnight IST at the latest.
    Expired,
    /// The server refused it when the connection was made.
    Refused,
    /// The session has none to give.
    Missing,
}

/// Why a stream has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// It was closed, or every handle and reader of it was dropped.
    Closed,
    /// The recording that it replays has come to its end.
    RecordingOver,
    /// The recording that it replays is damaged: what follows cannot be read.
    RecordingDamaged,
    /// This reader left thousands of order updates and other events unread. Only this reader has ended: make a new one
    /// and read the order books.
    Overrun,
    /// A function that the builder was given has panicked, or this crate has a defect. The panic itself is told where the
    /// program tells its panics.
    Panicked,
}

impl StreamState {
    pub(crate) fn is_ended(&self) -> bool {
        matches!(self, Self::Ended(_))
    }

    /// The state of several connections together: live only when all are, ended when all are; otherwise the state of
    /// the first that is neither.
    pub(crate) fn of_all(states: &[Self]) -> Self {
        let is_settled = |state: &&Self| !matches!(state, Self::Live | Self::Ended(_));
        let first = states.iter().find(is_settled).or_else(|| {
            states
                .iter()
                .find(|state| matches!(state, Self::Live))
                .or(states.first())
        });
        first.copied().unwrap_or(Self::Ended(EndReason::Closed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_connections_are_as_good_as_the_worst() {
        let ended = StreamState::Ended(EndReason::Closed);
        let waiting = StreamState::AwaitingToken(AwaitedToken::Expired);
        for (states, all) in [
            (&[StreamState::Live, StreamState::Live][..], StreamState::Live),
            (
                &[StreamState::Live, StreamState::Connecting],
                StreamState::Connecting,
            ),
            (&[ended, waiting, StreamState::Connecting], waiting),
            (&[ended, StreamState::Live], StreamState::Live),
            (&[ended, ended], ended),
        ] {
            assert_eq!(StreamState::of_all(states), all, "{states:?}");
        }
    }
}
