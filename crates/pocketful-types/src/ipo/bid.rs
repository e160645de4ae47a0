//! One bid of an application (wire reference, section 14).

use serde::Serialize;

use crate::{Quantity, wire_enum::wire_enum};

wire_enum! {
    /// What a bid does. The wire reference has the member and no value of it: these are assumed.
    pub enum IpoActivity ("activity of a bid") {
        /// A first bid.
        New = "new",
        /// A bid in the place of an earlier one.
        Modify = "modify",
        /// Takes a bid back.
        Cancel = "cancel",
    }
}

/// A bid: so many shares, at a price or at whatever the price turns out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IpoBid {
    #[serde(rename = "activityType")]
    activity: IpoActivity,
    quantity: Quantity,
    #[serde(rename = "atCutOff")]
    at_cut_off: bool,
    price: u64,
    amount: u64,
}

impl IpoBid {
    /// A bid for `quantity` shares at `price`, in whole ₹ as the wire has it.
    #[must_use]
    pub fn at(quantity: Quantity, price: u64) -> Self {
        Self {
            activity: IpoActivity::New,
            quantity,
            at_cut_off: false,
            price,
            amount: quantity.units().saturating_mul(price),
        }
    }

    /// A bid for `quantity` shares at whatever price is found; `highest` (whole ₹) is the end of the price band, by
    /// which the amount is reserved.
    #[must_use]
    pub fn at_cut_off(quantity: Quantity, highest: u64) -> Self {
        Self {
            at_cut_off: true,
            ..Self::at(quantity, highest)
        }
    }

    /// What the bid does. Without it a first bid.
    #[must_use]
    pub fn activity(mut self, activity: IpoActivity) -> Self {
        self.activity = activity;
        self
    }

    /// What is reserved for it, in whole ₹.
    #[must_use]
    pub fn amount(&self) -> u64 {
        self.amount
    }

    /// Whether it is a bid for nothing, or more than the wire's integers hold.
    pub(super) fn is_impossible(&self) -> bool {
        self.quantity.is_zero() || self.price == 0 || i64::try_from(self.amount).is_err()
    }
}
