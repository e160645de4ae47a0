//! What shall be different about a good-till-triggered order that stands (wire reference, section 7).

use rust_decimal::Decimal;
use time::Date;

use super::{Gtt, GttAction, NewGtt};
use crate::{
    Exchange, Instrument, NewOrder, OrderError, OrderType, Product, Quantity, Received, orders::known,
};

/// A change of a good-till-triggered order; what is `None` stays as the list has it. Prices are ₹, quantities are units.
///
/// ```
/// use pocketful_types::GttChange;
///
/// let change = GttChange { trigger: Some("1851".parse()?), ..GttChange::default() };
/// assert!(!change.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GttChange {
    /// Another order type, `LIMIT` or `MARKET`; a limit must be set with it where the order lacks one.
    pub order_type: Option<OrderType>,
    /// Another limit.
    pub price: Option<Decimal>,
    /// Another price to wait for.
    pub trigger: Option<Decimal>,
    /// Another quantity.
    pub quantity: Option<Quantity>,
    /// Other units shown to the market.
    pub disclosed_quantity: Option<Quantity>,
    /// Another way to hold the position.
    pub product: Option<Product>,
    /// Another last day, IST.
    pub expiry: Option<Date>,
    /// How far a market order may move from the last price, in whole per cent. The list does not tell what it was, so
    /// without it 0 is sent.
    pub market_protection: Option<u8>,
    /// Another trigger of the stop of an `OCO`.
    pub stop_trigger: Option<Decimal>,
    /// Another limit of the stop of an `OCO`.
    pub stop_price: Option<Decimal>,
    /// Another quantity of the stop of an `OCO`.
    pub stop_quantity: Option<Quantity>,
}

impl GttChange {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The order in the row `gtt` of the list, with the change made: the wire wants it whole. With a trigger and a price of
    /// a stop it becomes one of two. The list does not tell the client's own number: see [`NewGtt::map_order`].
    ///
    /// # Errors
    /// When nothing would change, when the row lacks what the request needs or words it in a way that this version does
    /// not know, or when what comes out is wrong in itself.
    pub fn apply(&self, gtt: &Gtt) -> Result<NewGtt, OrderError> {
        if self.is_empty() {
            return Err(OrderError::NothingToChange);
        }
        let order = self.order(gtt)?;
        let trigger = self.trigger.or(given(gtt.order.trigger_price));
        let new = NewGtt::new(
            order,
            trigger.ok_or(OrderError::Missing("trigger_price"))?,
            self.expiry
                .or(gtt.expiry_time)
                .ok_or(OrderError::Missing("expiry_time"))?,
        )
        .market_protection(self.market_protection.unwrap_or_default());
        let new = self.with_stop(new, gtt)?;
        new.validate()?;
        Ok(new)
    }

    fn order(&self, gtt: &Gtt) -> Result<NewOrder, OrderError> {
        let row = &gtt.order;
        let order_type = match self.order_type {
            Some(order_type) => order_type,
            None => known("order_type", row.order_type.as_ref())?,
        };
        if self.price.is_some() && !order_type.has_price() {
            return Err(OrderError::PriceWithoutUse(order_type));
        }
        let exchange: Exchange = known("exchange", row.exchange.as_ref())?;
        let token = row.instrument_token.or(row.token);
        let token = token.ok_or(OrderError::Missing("instrument_token"))?;
        let order = NewOrder::of_type(
            order_type,
            Instrument::new(exchange, token),
            known("order_side", row.order_side.as_ref())?,
            self.quantity
                .or(row.quantity)
                .ok_or(OrderError::Missing("quantity"))?,
            self.price.or(given(row.price)),
            // Of an order type that no GTT has, which is refused in better words when it is validated.
            given(row.trigger_price),
        )?;
        let product = match self.product {
            Some(product) => product,
            None => known("product", row.held_as())?,
        };
        let disclosed = self.disclosed_quantity.or(row.disclosed_qty);
        Ok(order
            .product(product)
            .disclosed_quantity(disclosed.unwrap_or_default()))
    }

    fn with_stop(&self, new: NewGtt, gtt: &Gtt) -> Result<NewGtt, OrderError> {
        let is_one_of_two = match &gtt.action_type {
            Some(Received::Known(action)) => *action == GttAction::Oco,
            Some(Received::Other(text)) => {
                return Err(OrderError::UnknownWord {
                    member: "action_type",
                    text: text.clone(),
                });
            }
            None => given(gtt.order.sl_trigger_price).is_some(),
        };
        let is_wanted =
            self.stop_trigger.is_some() || self.stop_price.is_some() || self.stop_quantity.is_some();
        if !is_one_of_two && !is_wanted {
            return Ok(new);
        }
        let trigger = self.stop_trigger.or(given(gtt.order.sl_trigger_price));
        let price = self.stop_price.or(given(gtt.order.sl_order_price));
        let quantity = gtt.order.sl_order_quantity.filter(|units| !units.is_zero());
        let units = self.stop_quantity.or(quantity).unwrap_or(new.order().quantity());
        Ok(new.or_stop(
            trigger.ok_or(OrderError::Missing("sl_trigger_price"))?,
            price.ok_or(OrderError::Missing("sl_order_price"))?,
            units,
        ))
    }
}

/// A price that is one; the wire writes 0 for none.
fn given(price: Option<Decimal>) -> Option<Decimal> {
    price.filter(|price| !price.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> Gtt {
        serde_json::from_str(json).unwrap()
    }

    const SINGLE: &str = r#"{"id":"a","action_type":"single_order","expiry_time":"2027-11-23","order":{"exchange":"NSE",
        "token":22,"order_side":"BUY","order_type":"LIMIT","prod_type":"CNC","quantity":10,"disclosed_qty":2,"price":1850.5,
        "trigger_price":1851,"sl_trigger_price":0}}"#;

    #[test]
    fn what_is_not_named_stays() {
        let change = GttChange {
            trigger: Some(Decimal::new(1860, 0)),
            ..GttChange::default()
        };
        let new = change.apply(&row(SINGLE)).unwrap();
        assert_eq!(new.trigger(), Decimal::new(1860, 0));
        assert_eq!(new.expiry(), time::macros::date!(2027 - 11 - 23));
        let order = new.order();
        assert_eq!(order.price(), Some(Decimal::new(18505, 1)));
        assert_eq!((order.product, order.disclosed), (Product::Cnc, Quantity::new(2)));
    }

    #[test]
    fn what_cannot_be_sent_is_said() {
        let single = row(SINGLE);
        let error = |change: GttChange, gtt: &Gtt| change.apply(gtt).unwrap_err();
        assert_eq!(error(GttChange::default(), &single), OrderError::NothingToChange);
        let market = GttChange {
            order_type: Some(OrderType::Market),
            price: Some(Decimal::ONE),
            ..GttChange::default()
        };
        assert_eq!(
            error(market, &single),
            OrderError::PriceWithoutUse(OrderType::Market)
        );
        // One of two is made of a single order with both prices of the stop only.
        let half = GttChange {
            stop_trigger: Some(Decimal::new(1700, 0)),
            ..GttChange::default()
        };
        assert_eq!(error(half, &single), OrderError::Missing("sl_order_price"));
        let quantity = GttChange {
            quantity: Some(Quantity::new(1)),
            ..GttChange::default()
        };
        let other = row(&SINGLE.replace("single_order", "trailing"));
        assert!(matches!(
            error(quantity.clone(), &other),
            OrderError::UnknownWord { .. }
        ));
        let empty = row(r#"{"id":"a"}"#);
        assert_eq!(error(quantity, &empty), OrderError::Missing("order_type"));
    }

    #[test]
    fn one_of_two_keeps_its_stop() {
        let stop = r#""sl_trigger_price":1700,"sl_order_price":1699.5,"sl_order_quantity":4"#;
        let pair = row(&SINGLE
            .replace("single_order", "OCO")
            .replace(r#""sl_trigger_price":0"#, stop));
        let change = GttChange {
            stop_price: Some(Decimal::new(1698, 0)),
            ..GttChange::default()
        };
        let changed = change.apply(&pair).unwrap();
        let named = GttChange {
            stop_trigger: Some(Decimal::new(1700, 0)),
            stop_quantity: Some(Quantity::new(4)),
            ..change
        };
        assert_eq!(changed, named.apply(&row(SINGLE)).unwrap());
    }
}
