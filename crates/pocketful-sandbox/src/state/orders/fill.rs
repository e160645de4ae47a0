//! Fills: the sandbox matches nothing by itself, so that somebody has to say what was filled.

use std::sync::Arc;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{Orders, Status};
use crate::instruments::Instrument;

/// A trade.
#[derive(Clone, Debug)]
pub(crate) struct Fill {
    pub(crate) client_id: String,
    pub(crate) oms_order_id: String,
    pub(crate) exchange_order_id: String,
    pub(crate) instrument: Arc<Instrument>,
    pub(crate) product: &'static str,
    pub(crate) order_side: &'static str,
    pub(crate) order_type: &'static str,
    pub(crate) order_price: Decimal,
    pub(crate) trigger_price: Decimal,
    pub(crate) order_quantity: i64,
    pub(crate) disclosed_quantity: i64,
    pub(crate) entered_at: OffsetDateTime,
    pub(crate) quantity: i64,
    pub(crate) price: Decimal,
    /// Units of the order filled up to and with this one.
    pub(crate) filled: i64,
    pub(crate) trade_number: String,
    pub(crate) at: OffsetDateTime,
}

/// Why an order is not filled so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FillError {
    /// No order has this id.
    #[error("there is no such order")]
    Unknown,
    /// It is done, or waits for the next opening.
    #[error("the order does not rest at an exchange")]
    NotResting,
    /// Nothing, or more than is left.
    #[error("quantity: a number from 1 to what is left of the order")]
    Quantity,
    /// No price at which it could have traded.
    #[error("price: on the tick, within the daily range, and no worse than the order's limit")]
    Price,
    /// An exit comes after its entry.
    #[error("the entry of this cover or bracket order has not been filled so far")]
    NotOpen,
}

impl Orders {
    /// Fills an order, by default all that is left of it, at its own price or else at `last`.
    pub(crate) fn fill(
        &mut self,
        oms_order_id: &str,
        quantity: Option<i64>,
        price: Option<Decimal>,
        last: Decimal,
        now: OffsetDateTime,
    ) -> Result<Fill, FillError> {
        let at = self
            .book
            .iter()
            .position(|order| order.oms_order_id == oms_order_id)
            .ok_or(FillError::Unknown)?;
        let order = &self.book[at];
        if !order.status.is_pending() || order.exchange_order_id.is_empty() {
            return Err(FillError::NotResting);
        }
        let group = order.order.leg.as_ref().and(order.order.basket_id.clone());
        let mut left = order.remaining();
        if let (Some(basket_id), true) = (&group, order.order.is_exit()) {
            left = left.min(self.open_of(basket_id));
            if left == 0 {
                return Err(FillError::NotOpen);
            }
        }
        let asked = &order.order;
        let limit = matches!(asked.order_type, "LIMIT" | "SL").then_some(asked.price);
        let quantity = quantity.unwrap_or(left);
        if !(1..=left).contains(&quantity) || quantity % asked.instrument.lot != 0 {
            return Err(FillError::Quantity);
        }
        let price = price.or(limit).unwrap_or(last);
        let (low, high) = asked.instrument.daily_range();
        let is_worse = limit.is_some_and(|limit| match asked.order_side {
            "BUY" => price > limit,
            _ => price < limit,
        });
        if !asked.instrument.is_on_tick(price) || price < low || price > high || is_worse {
            return Err(FillError::Price);
        }
        self.trades += 1;
        let trade_number = format!("{:08}", 10_000_000 + self.trades);
        let order = &mut self.book[at];
        order.filled += quantity;
        order.filled_value += price * Decimal::from(quantity);
        order.trade_price = price;
        let status = if order.filled == order.order.quantity {
            Status::Complete
        } else if order.status == Status::TriggerPending {
            // A stop that trades has been triggered.
            Status::Confirmed
        } else {
            order.status
        };
        order.enter(status, now);
        let fill = Fill {
            client_id: order.order.client_id.clone(),
            oms_order_id: order.oms_order_id.clone(),
            exchange_order_id: order.exchange_order_id.clone(),
            instrument: Arc::clone(&order.order.instrument),
            product: order.order.product,
            order_side: order.order.order_side,
            order_type: order.order.order_type,
            order_price: order.order.price,
            trigger_price: order.order.trigger_price,
            order_quantity: order.order.quantity,
            disclosed_quantity: order.order.disclosed_quantity,
            entered_at: order.entered_at,
            quantity,
            price,
            filled: order.filled,
            trade_number,
            at: now,
        };
        if let Some(basket_id) = group {
            self.close_group(&basket_id, now);
        }
        Ok(fill)
    }
}
