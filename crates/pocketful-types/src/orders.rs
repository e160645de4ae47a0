//! Regular and after-market orders: placing, taking back, and the order book (wire reference, sections 4 and 8.1).

mod book;
mod cancel;
mod new_order;
mod order;
mod order_error;
mod place;
mod status;
mod terms;

pub use book::{Book, GetOrders, Orders};
pub use cancel::{CancelOrder, Cancelled};
pub use new_order::NewOrder;
pub use order::Order;
pub use order_error::OrderError;
pub use place::{PlaceOrder, Placed};
pub use status::{OrderState, OrderStatus};
pub use terms::{ExecutionType, Leg, OrderMode, OrderType, Product, Side, Validity};
