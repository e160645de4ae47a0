//! Regular and after-market orders: placing, changing, taking back, and the books (wire reference, sections 4 and 8).

pub(crate) mod amounts;
mod answered;
mod book;
mod cancel;
mod cancel_plan;
mod cancellation;
mod change;
mod history;
mod modify;
mod new_order;
mod order;
mod order_error;
mod place;
mod place_mtf;
mod status;
mod terms;
mod trades;
mod wire_body;

pub(crate) use amounts::check_value;
pub use book::{Book, GetOrders, Orders};
pub use cancel::{CancelOrder, Cancelled};
pub use cancel_plan::{CancelPlan, CancelScope, CancelStep};
pub use cancellation::{CancelOutcome, CancelSkip, Cancellation};
pub use change::OrderChange;
pub(crate) use change::{Terms, known};
pub use history::{GetOrderHistory, OrderEvent, OrderHistory};
pub use modify::{Modified, ModifyOrder, OrderProgress};
pub use new_order::NewOrder;
pub use order::Order;
pub use order_error::OrderError;
pub use place::{PlaceOrder, Placed};
pub use place_mtf::{PlaceMtfOrder, PlacedMtf};
pub use status::{OrderState, OrderStatus};
pub use terms::{ExecutionType, Leg, OrderMode, OrderType, Product, Side, Validity};
pub use trades::{GetTrades, Trade, Trades};
pub(crate) use wire_body::{OrderBody, as_text};
