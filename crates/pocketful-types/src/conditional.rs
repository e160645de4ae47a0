//! Cover and bracket orders: an entry with its exit (wire reference, section 5).

mod answer;
mod bracket;
mod cover;
mod exit;
mod modify;
mod standing;

pub use answer::LegsAnswer;
pub use bracket::{BracketOrder, PlaceBracket};
pub use cover::{CoverOrder, PlaceCover};
pub use exit::ExitLeg;
pub use modify::{ModifyBracket, ModifyCover};

/// The path of every request but the exit.
const PATH: &str = "/api/v1/orders/kart";
