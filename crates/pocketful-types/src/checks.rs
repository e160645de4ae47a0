//! Whether an order fits its instrument, found out before anything is sent.

mod fault;
mod protect;
mod rules;
mod terms;
mod tick;

pub use fault::OrderFault;
pub use protect::{ProtectError, Protection};
pub use rules::InstrumentRules;
pub use terms::CheckedTerms;
pub use tick::{Rounding, is_on_tick, round_to_tick};
