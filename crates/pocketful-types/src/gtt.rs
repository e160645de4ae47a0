//! Good-till-triggered orders: kept by the broker until the market reaches a price (wire reference, section 7).

mod answer;
mod cancel;
mod change;
mod fetch;
mod id;
mod item;
mod new_gtt;
mod write;

pub use answer::GttAnswer;
pub use cancel::CancelGtt;
pub use change::GttChange;
pub use fetch::{GetGtts, GttPath, Gtts};
pub use id::GttId;
pub use item::{Gtt, GttOrder, GttStatus};
pub use new_gtt::{GttAction, NewGtt};
pub use write::{CreateGtt, ModifyGtt};

/// The path of every request that names no account.
const PATH: &str = "/api/v1/event/gtt";
