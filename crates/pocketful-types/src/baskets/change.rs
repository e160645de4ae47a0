//! What shall be different about an order that lies in a basket (wire reference, section 6).

use rust_decimal::Decimal;

use super::{BasketOrderInfo, NewBasketOrder};
use crate::{
    BracketOrder, CoverOrder, ExecutionType, NewOrder, OrderChange, OrderError, Received, orders::Terms,
};

/// A change of an order in a basket; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasketOrderChange {
    /// The order itself: price, trigger, quantity and so on.
    pub order: OrderChange,
    /// Another stop in ₹: a price of a cover order, a distance from the entry of a bracket order.
    pub stop: Option<Decimal>,
    /// Another distance of a bracket order's target from the entry, in ₹.
    pub target: Option<Decimal>,
    /// Another step of the trailing stop in ₹; 0 for none.
    pub trailing: Option<Decimal>,
}

impl BasketOrderChange {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The order in the row `info` of a basket, with the change made: the wire wants it whole.
    ///
    /// # Errors
    /// When nothing would change, when the row lacks what the request needs or words it in a way that this version does
    /// not know, when something is set that this kind of order does not have, or when what comes out is wrong in itself.
    pub fn apply(&self, info: &BasketOrderInfo) -> Result<NewBasketOrder, OrderError> {
        if self.is_empty() {
            return Err(OrderError::NothingToChange);
        }
        let kind = match &info.execution_type {
            None => ExecutionType::Regular,
            Some(Received::Known(kind)) => *kind,
            Some(Received::Other(text)) => return Err(OrderError::OtherMachinery(text.clone())),
        };
        let symbol = info.trading_symbol.clone().unwrap_or_default();
        let order = |execution| self.order.apply_to(&terms(info), execution);
        let new = match kind {
            ExecutionType::Regular | ExecutionType::Amo => {
                self.refuse(kind, &[("stop", self.stop), ("trailing step", self.trailing)])?;
                self.refuse(kind, &[("target", self.target)])?;
                NewBasketOrder::new(order(kind)?, symbol)
            }
            ExecutionType::Cover => {
                self.refuse(kind, &[("target", self.target)])?;
                NewBasketOrder::cover(self.cover(order(ExecutionType::Regular)?, info)?, symbol)
            }
            ExecutionType::Bracket => {
                NewBasketOrder::bracket(self.bracket(order(ExecutionType::Regular)?, info)?, symbol)
            }
            other => return Err(OrderError::OtherMachinery(other.to_string().into())),
        };
        let new = new.series(info.series.clone().unwrap_or_default());
        let new = match info.underlying_token {
            Some(token) => new.underlying_token(token),
            None => new,
        };
        new.validate()?;
        Ok(new)
    }

    fn refuse(
        &self,
        kind: ExecutionType,
        values: &[(&'static str, Option<Decimal>)],
    ) -> Result<(), OrderError> {
        match values.iter().find(|(_, value)| value.is_some()) {
            Some((what, _)) => Err(OrderError::LegWithoutUse { kind, what }),
            None => Ok(()),
        }
    }

    fn cover(&self, entry: NewOrder, info: &BasketOrderInfo) -> Result<CoverOrder, OrderError> {
        let stop = self.stop.or(given(info.stop_loss_value));
        let has_trigger = entry.order_type().has_trigger();
        let mut cover = CoverOrder::new(entry, stop.ok_or(OrderError::Missing("stop_loss_value"))?);
        // The trigger of an entry without one of its own is the stop's.
        if let Some(trigger) = given(info.trigger_price).filter(|_| !has_trigger) {
            cover = cover.trigger_price(trigger);
        }
        Ok(match self.trailing(info) {
            Some(step) => cover.trailing(step),
            None => cover,
        })
    }

    fn bracket(&self, entry: NewOrder, info: &BasketOrderInfo) -> Result<BracketOrder, OrderError> {
        let stop = self.stop.or(given(info.stop_loss_value));
        let target = self.target.or(given(info.square_off_value));
        let bracket = BracketOrder::new(
            entry,
            stop.ok_or(OrderError::Missing("stop_loss_value"))?,
            target.ok_or(OrderError::Missing("square_off_value"))?,
        );
        Ok(match self.trailing(info) {
            Some(step) => bracket.trailing(step),
            None => bracket,
        })
    }

    fn trailing(&self, info: &BasketOrderInfo) -> Option<Decimal> {
        let stands = info
            .trailing_stop_loss
            .filter(|_| info.is_trailing.unwrap_or(true));
        given(self.trailing.or(stands))
    }
}

/// A price that is one; the wire writes 0 for none.
fn given(price: Option<Decimal>) -> Option<Decimal> {
    price.filter(|price| !price.is_zero())
}

fn terms(info: &BasketOrderInfo) -> Terms<'_> {
    Terms {
        exchange: info.exchange.as_ref(),
        instrument_token: info.instrument_token,
        order_side: info.order_side.as_ref(),
        order_type: info.order_type.as_ref(),
        product: info.product.as_ref(),
        validity: info.validity.as_ref(),
        quantity: info.quantity,
        disclosed_quantity: info.disclosed_quantity,
        price: info.price,
        trigger_price: info.trigger_price,
        user_order_id: info.user_order_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"exchange":"NSE","instrument_token":3045,"trading_symbol":"SBIN-EQ","series":"EQ",
        "orderSide":"BUY","order_type":"LIMIT","product":"MIS","validity":"DAY","quantity":10,"price":812.5,
        "user_order_id":7,"execution_type":"KIND","stop_loss_value":800,"square_off_value":20,"trailing_stop_loss":0.5}"#;

    fn row(kind: &str) -> BasketOrderInfo {
        serde_json::from_str(&ROW.replace("KIND", kind)).unwrap()
    }

    fn change() -> BasketOrderChange {
        BasketOrderChange {
            order: OrderChange::new().price(Decimal::new(811, 0)),
            ..BasketOrderChange::default()
        }
    }

    fn entry(info: &BasketOrderInfo, execution: ExecutionType) -> NewOrder {
        change().order.apply_to(&terms(info), execution).unwrap()
    }

    #[test]
    fn every_kind_keeps_what_is_not_named() {
        let (regular, cover, bracket) = (row("REGULAR"), row("CO"), row("BO"));
        let half = Decimal::new(5, 1);
        assert_eq!(
            change().apply(&regular).unwrap(),
            NewBasketOrder::new(entry(&regular, ExecutionType::Regular), "SBIN-EQ").series("EQ")
        );
        let covered = CoverOrder::new(entry(&cover, ExecutionType::Regular), Decimal::new(800, 0));
        assert_eq!(
            change().apply(&cover).unwrap(),
            NewBasketOrder::cover(covered.trailing(half), "SBIN-EQ").series("EQ")
        );
        let entry = entry(&bracket, ExecutionType::Regular);
        let bracketed = BracketOrder::new(entry, Decimal::new(9, 0), Decimal::new(20, 0));
        let moved = BasketOrderChange {
            stop: Some(Decimal::new(9, 0)),
            trailing: Some(Decimal::ZERO),
            ..change()
        };
        assert_eq!(
            moved.apply(&bracket).unwrap(),
            NewBasketOrder::bracket(bracketed, "SBIN-EQ").series("EQ")
        );
    }

    #[test]
    fn what_an_order_does_not_have_is_refused() {
        let target = BasketOrderChange {
            target: Some(Decimal::ONE),
            ..BasketOrderChange::default()
        };
        for kind in ["REGULAR", "AMO", "CO"] {
            assert!(
                matches!(
                    target.apply(&row(kind)),
                    Err(OrderError::LegWithoutUse { what: "target", .. })
                ),
                "{kind}"
            );
        }
        assert!(matches!(
            change().apply(&row("SPD")),
            Err(OrderError::OtherMachinery(_))
        ));
        assert_eq!(
            BasketOrderChange::default().apply(&row("BO")),
            Err(OrderError::NothingToChange)
        );
        let nameless = BasketOrderInfo {
            trading_symbol: None,
            ..row("REGULAR")
        };
        assert_eq!(
            change().apply(&nameless),
            Err(OrderError::Missing("trading_symbol"))
        );
    }
}
