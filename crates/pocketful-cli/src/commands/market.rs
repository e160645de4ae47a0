//! `pocketful quote|ltp|close|dpr`, `option-chain`, `futures-chain`, `candles`, `margin` and `market-hours`.

mod candles;
mod chain;
mod dpr;
mod each;
mod futures;
mod hours;
mod margin;
mod prices;

pub(crate) use candles::run as candles;
pub(crate) use chain::run as option_chain;
pub(crate) use dpr::run as dpr;
pub(crate) use futures::run as futures_chain;
pub(crate) use hours::run as market_hours;
pub(crate) use margin::run as margin;
pub(crate) use prices::{close, ltp, quote};
