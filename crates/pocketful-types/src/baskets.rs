//! Baskets: orders that are kept together and sent at once (wire reference, section 6).

mod answer;
mod change;
mod delete;
mod edit;
mod execute;
mod fetch;
mod id;
mod name;
mod new_order;
mod order_info;
mod write;

pub use answer::Acknowledged;
pub use change::BasketOrderChange;
pub use delete::{DeleteBasket, RemoveBasketOrder};
pub use edit::{AddBasketOrder, EditBasketOrder};
pub use execute::{ExecuteBasket, SetExecutionState};
pub use fetch::{Basket, BasketOrder, Baskets, GetBaskets};
pub use id::{BasketId, BasketOrderId};
pub use name::{BasketName, BasketNameError};
pub use new_order::NewBasketOrder;
pub use order_info::BasketOrderInfo;
pub use write::{BasketType, CreateBasket, RenameBasket};

/// The path of the baskets themselves.
const PATH: &str = "/api/v1/basket";
/// The path of the orders in them.
const ORDER_PATH: &str = "/api/v1/basket/order";
