#![doc = include_str!("../README.md")]

mod api_code;
mod api_error;
mod endpoint;
pub mod envelope;
mod exchange;
mod funds;
mod ids;
mod orders;
mod origin;
mod quantity;
mod rows;
mod serde;
mod time;
mod user;
mod wire_enum;

pub use api_code::ApiCode;
pub use api_error::ApiError;
pub use endpoint::{Effect, EncodeError, Endpoint, RateClass, Route, json_body};
pub use exchange::{Exchange, Instrument};
pub use funds::{Funds, FundsRow, GetFunds};
pub use ids::{
    ClientId, ExchangeOrderId, IdError, InstrumentToken, InstrumentTokenError, OrderId, UserOrderId,
    UserOrderIdError,
};
pub use orders::{
    Book, CancelOrder, Cancelled, ExecutionType, GetOrders, Leg, NewOrder, Order, OrderError, OrderMode,
    OrderState, OrderStatus, OrderType, Orders, PlaceOrder, Placed, Product, Side, Validity,
};
pub use origin::{HeaderStyle, Origin, OriginError, is_loopback_host};
pub use quantity::{Quantity, QuantityError};
pub use rows::{BadRow, Row, Rows};
#[cfg(any(test, feature = "test-util"))]
pub use time::ManualClock;
pub use time::{Clock, IST, SystemClock, next_midnight};
pub use user::{GetProfile, GetTradingInfo, Profile, ProfilePath, Role, TradingInfo};
pub use wire_enum::{Received, UnknownValue, WireEnum};

#[cfg(doctest)]
#[doc = include_str!("../../../docs/units-and-time.md")]
struct UnitsAndTime;
