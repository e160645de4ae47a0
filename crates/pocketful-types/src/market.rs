//! Market data over REST: quotes, prices, chains, candles, and what an order would tie up (wire reference, sections 12
//! and 13).

mod address;
mod candles;
mod chain_contract;
mod dpr;
mod futures_chain;
mod margin;
mod option_chain;
mod price;
mod quote;
mod session_info;
mod unscaled;

pub use address::{MarketPath, Segment};
pub use candles::{Candle, CandleRangeError, CandleType, Candles, GetCandles};
pub use chain_contract::{ChainContract, ChainExpiry};
pub use dpr::{Dpr, GetDpr};
pub use futures_chain::{FuturesChain, FuturesExpiry, GetFuturesChain};
pub use margin::{GetMargin, Margin, MarginLeg, Margins};
pub use option_chain::{GetOptionChain, OptionChain, OptionExpiry, OptionStrike};
pub use price::{GetClose, GetLtp, MarketPrice};
pub use quote::{GetQuote, Quote};
pub use session_info::{ExchangeSession, ExchangeSessions, GetSessionInfo};
pub use unscaled::{PriceUnit, UnscaledPrice};
