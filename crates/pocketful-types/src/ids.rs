//! Ids of the wire, each a type of its own so that none can stand where another belongs.

mod order_id;
mod text;
mod token;

pub use order_id::{IdError, OrderId};
pub(crate) use text::text_id;
pub use text::{ClientId, ExchangeOrderId};
pub use token::{InstrumentToken, InstrumentTokenError, UserOrderId, UserOrderIdError};
