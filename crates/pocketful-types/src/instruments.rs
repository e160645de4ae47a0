//! Finding instruments and what is known of one (wire reference, sections 11.1 and 11.2).

mod scrip;
mod scrip_members;
mod search;

pub use scrip::{GetScripInfo, ScripInfo};
pub use scrip_members::ScripMembers;
pub use search::{FoundInstrument, FoundInstruments, SearchInstruments};
