//! `pocketful quote|ltp|close`, `option-chain` and `candles`.

mod candles;
mod chain;
mod prices;

pub(crate) use candles::run as candles;
pub(crate) use chain::run as option_chain;
pub(crate) use prices::{close, ltp, quote};
