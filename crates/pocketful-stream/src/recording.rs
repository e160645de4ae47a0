//! Recorded sessions: what arrived and when, in a file, and a connection that replays it.

mod format;
mod recorded;
mod recorder;
mod replay;

pub use format::RecordingError;
pub(crate) use recorded::RecordedConnector;
pub use recorder::Recorder;
pub use replay::ReplaySpeed;
pub(crate) use replay::{NoToken, Recording, ReplayConnector, nowhere};
