//! Public offerings (wire reference, section 14): one answer is documented, the paths and requests are known from the
//! broker's own middleware alone.

mod account;
mod bid;
mod item;
mod list;
mod orders;
mod place;

pub use account::{BankAccount, Pan};
pub use bid::{IpoActivity, IpoBid};
pub use item::{Ipo, IpoCategory, IpoSubCategory};
pub use list::{GetIpos, Ipos};
pub use orders::{CancelIpo, GetIpoOrders, IpoOrder, IpoOrders};
pub use place::{IpoAnswer, IpoApplication, IpoError, PlaceIpo};
