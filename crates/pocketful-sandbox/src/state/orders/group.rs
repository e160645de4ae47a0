//! Cover and bracket orders: an entry, a stop and perhaps a target that live and die together.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{NewOrder, NotResting, Order, Orders, Status};

impl Orders {
    /// Accepts an entry with its exits. Exits of an entry that does not rest do not come
    /// to be.
    pub(crate) fn place_group(
        &mut self,
        parts: Vec<NewOrder>,
        basket_id: &str,
        cash: Decimal,
        now: OffsetDateTime,
    ) {
        for mut part in parts {
            part.basket_id = Some(basket_id.to_owned());
            if !self.place(part, cash, now).status.is_pending() {
                return;
            }
        }
    }

    /// Ends a group by one of its parts: what has been bought or sold already is left to the stop, which becomes a
    /// market order; everything else is cancelled.
    pub(crate) fn exit(
        &mut self,
        client_id: &str,
        oms_order_id: &str,
        now: OffsetDateTime,
    ) -> Result<(), NotResting> {
        let basket_id = self
            .find(client_id, oms_order_id)
            .filter(|order| order.order.leg.is_some() && order.status.is_pending())
            .and_then(|order| order.order.basket_id.clone())
            .ok_or(NotResting)?;
        let open = self.open_of(&basket_id);
        for order in self.group_mut(&basket_id) {
            if !order.status.is_pending() {
                continue;
            }
            let is_stop = order
                .order
                .leg
                .as_ref()
                .is_some_and(|leg| leg.indicator == "THIRD");
            if open > 0 && is_stop {
                order.order.quantity = order.filled + open;
                order.order.order_type = "MARKET";
                order.order.price = Decimal::ZERO;
                order.order.trigger_price = Decimal::ZERO;
                order.is_modified = true;
                order.enter(Status::Modified, now);
            } else {
                order.enter(Status::Cancelled, now);
            }
        }
        Ok(())
    }

    /// Units that a group's entry has opened and its exits have not closed.
    pub(super) fn open_of(&self, basket_id: &str) -> i64 {
        self.group(basket_id)
            .map(|order| {
                if order.order.is_exit() {
                    -order.filled
                } else {
                    order.filled
                }
            })
            .sum()
    }

    /// After a fill: when nothing is open and the entry no longer rests, the other exits go.
    pub(super) fn close_group(&mut self, basket_id: &str, now: OffsetDateTime) {
        let entry_rests = self.book.iter().any(|order| {
            order.order.basket_id.as_deref() == Some(basket_id)
                && !order.order.is_exit()
                && order.status.is_pending()
        });
        if entry_rests || self.open_of(basket_id) > 0 {
            return;
        }
        for order in self.group_mut(basket_id) {
            if order.status.is_pending() {
                order.enter(Status::Cancelled, now);
            }
        }
    }

    /// The parts of a group, whatever their state.
    pub(crate) fn group(&self, basket_id: &str) -> impl Iterator<Item = &Order> {
        self.book.iter().filter(move |order| {
            order.order.leg.is_some() && order.order.basket_id.as_deref() == Some(basket_id)
        })
    }

    fn group_mut(&mut self, basket_id: &str) -> impl Iterator<Item = &mut Order> {
        self.book.iter_mut().filter(move |order| {
            order.order.leg.is_some() && order.order.basket_id.as_deref() == Some(basket_id)
        })
    }
}
