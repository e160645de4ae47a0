//! What shall be different about an order that stands in the book.

use rust_decimal::Decimal;

use super::{ExecutionType, NewOrder, Order, OrderError, OrderType, Product, Side, Validity};
use crate::{Exchange, Instrument, InstrumentToken, Quantity, Received, UserOrderId, WireEnum};

/// A change to an order: what is not set stays as the book has it. Prices are ₹, quantities are units.
///
/// ```
/// use pocketful_types::{OrderChange, Quantity};
///
/// let change = OrderChange::new().price("1876.05".parse()?).quantity(Quantity::new(5));
/// assert!(!change.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a change does nothing until it is sent"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderChange {
    order_type: Option<OrderType>,
    price: Option<Decimal>,
    trigger_price: Option<Decimal>,
    quantity: Option<Quantity>,
    disclosed_quantity: Option<Quantity>,
    validity: Option<Validity>,
}

impl OrderChange {
    /// A change of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another order type; the prices that it has and the order lacks must be set as well.
    pub fn order_type(mut self, order_type: OrderType) -> Self {
        self.order_type = Some(order_type);
        self
    }

    /// Another limit, in ₹.
    pub fn price(mut self, price: Decimal) -> Self {
        self.price = Some(price);
        self
    }

    /// Another trigger, in ₹.
    pub fn trigger_price(mut self, trigger: Decimal) -> Self {
        self.trigger_price = Some(trigger);
        self
    }

    /// Another quantity in units: of the whole order, not of what is still open.
    pub fn quantity(mut self, units: Quantity) -> Self {
        self.quantity = Some(units);
        self
    }

    /// Another part of the quantity that the market sees, in units.
    pub fn disclosed_quantity(mut self, units: Quantity) -> Self {
        self.disclosed_quantity = Some(units);
        self
    }

    /// How long the order shall stay.
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = Some(validity);
        self
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The regular or after-market order in the row `order`, with the change made. Not validated yet.
    ///
    /// # Errors
    /// When nothing would change, when the row lacks what an order needs or words it in a way that this version does not know, when a price is
    /// set that the order type does not have, or when it is an order of another kind.
    pub fn apply(&self, order: &Order) -> Result<NewOrder, OrderError> {
        let execution = match &order.execution_type {
            None => ExecutionType::Regular,
            Some(Received::Known(kind @ (ExecutionType::Regular | ExecutionType::Amo))) => *kind,
            Some(other) => return Err(OrderError::OtherMachinery(other.as_str().into())),
        };
        if self.is_empty() {
            return Err(OrderError::NothingToChange);
        }
        self.apply_to(&order.into(), execution)
    }

    /// The same for any kind of order. Nothing need change: a leg has a stop and a target beside what can be set here.
    pub(crate) fn apply_to(
        &self,
        order: &Terms<'_>,
        execution: ExecutionType,
    ) -> Result<NewOrder, OrderError> {
        let order_type = match self.order_type {
            Some(order_type) => order_type,
            None => known("order_type", order.order_type)?,
        };
        if self.price.is_some() && !order_type.has_price() {
            return Err(OrderError::PriceWithoutUse(order_type));
        }
        if self.trigger_price.is_some() && !order_type.has_trigger() {
            return Err(OrderError::TriggerWithoutUse(order_type));
        }
        let quantity = self.quantity.or(order.quantity);
        let new = NewOrder::of_type(
            order_type,
            Instrument::new(
                known("exchange", order.exchange)?,
                order
                    .instrument_token
                    .ok_or(OrderError::Missing("instrument_token"))?,
            ),
            known("order_side", order.order_side)?,
            quantity.ok_or(OrderError::Missing("quantity"))?,
            self.price.or(order.price.filter(|price| !price.is_zero())),
            self.trigger_price
                .or(order.trigger_price.filter(|price| !price.is_zero())),
        )?;
        let disclosed = self.disclosed_quantity.or(order.disclosed_quantity);
        let mut new = new
            .product(known("product", order.product)?)
            .validity(match self.validity {
                Some(validity) => validity,
                None => known("validity", order.validity)?,
            })
            .disclosed_quantity(disclosed.unwrap_or_default());
        if let Some(id) = order.user_order_id {
            new = new.user_order_id(id);
        }
        new.execution_type = execution;
        Ok(new)
    }
}

/// What a row says of an order, as far as a change is made to it.
pub(crate) struct Terms<'a> {
    pub(crate) exchange: Option<&'a Received<Exchange>>,
    pub(crate) instrument_token: Option<InstrumentToken>,
    pub(crate) order_side: Option<&'a Received<Side>>,
    pub(crate) order_type: Option<&'a Received<OrderType>>,
    pub(crate) product: Option<&'a Received<Product>>,
    pub(crate) validity: Option<&'a Received<Validity>>,
    pub(crate) quantity: Option<Quantity>,
    pub(crate) disclosed_quantity: Option<Quantity>,
    pub(crate) price: Option<Decimal>,
    pub(crate) trigger_price: Option<Decimal>,
    pub(crate) user_order_id: Option<UserOrderId>,
}

impl<'a> From<&'a Order> for Terms<'a> {
    fn from(row: &'a Order) -> Self {
        Self {
            exchange: row.exchange.as_ref(),
            instrument_token: row.instrument_token,
            order_side: row.order_side.as_ref(),
            order_type: row.order_type.as_ref(),
            product: row.product.as_ref(),
            validity: row.validity.as_ref(),
            quantity: row.quantity,
            disclosed_quantity: row.disclosed_quantity,
            price: row.price,
            trigger_price: row.trigger_price,
            user_order_id: row.user_order_id,
        }
    }
}

/// A word that the request needs.
pub(crate) fn known<T: WireEnum>(member: &'static str, value: Option<&Received<T>>) -> Result<T, OrderError> {
    match value {
        Some(Received::Known(value)) => Ok(*value),
        Some(Received::Other(text)) => Err(OrderError::UnknownWord {
            member,
            text: text.clone(),
        }),
        None => Err(OrderError::Missing(member)),
    }
}
