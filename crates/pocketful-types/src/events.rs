//! What the feed says of orders: updates and trades (wire reference, section 16.3, modes 50 and 51).

mod order_update;
mod trade_update;
mod updates;

pub use order_update::OrderUpdate;
pub use trade_update::TradeUpdate;
pub use updates::read_updates;
