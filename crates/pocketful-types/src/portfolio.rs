//! What the account holds: positions and holdings (wire reference, section 9).

mod convert;
mod holdings;
mod pnl;
mod positions;

pub use convert::{ConvertPosition, Converted, PositionConversion};
pub use holdings::{GetHoldings, Holding, HoldingInstrument, Holdings};
pub use pnl::{ProfitAndLoss, profit_and_loss};
pub use positions::{GetPositions, Position, Positions, PositionsView};
