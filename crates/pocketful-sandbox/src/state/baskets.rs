//! Baskets of orders that are kept to be placed together (wire reference, section 6).

use std::sync::Arc;

use rust_decimal::Decimal;

use super::random::Random;
use crate::instruments::Instrument;

/// What a basket holds of an order.
#[derive(Clone, Debug)]
pub(crate) struct BasketOrder {
    pub(crate) order_id: String,
    pub(crate) instrument: Arc<Instrument>,
    pub(crate) order_type: &'static str,
    pub(crate) price: Decimal,
    pub(crate) trigger_price: Decimal,
    pub(crate) quantity: i64,
    pub(crate) disclosed_quantity: i64,
    pub(crate) validity: &'static str,
    pub(crate) product: &'static str,
    pub(crate) order_side: &'static str,
    pub(crate) execution_type: &'static str,
    pub(crate) user_order_id: i64,
    pub(crate) stop_loss_value: Option<Decimal>,
    pub(crate) square_off_value: Option<Decimal>,
    pub(crate) trailing_stop_loss: Option<Decimal>,
    pub(crate) is_trailing: bool,
    /// As it was sent; nothing depends on it.
    pub(crate) underlying_token: String,
}

/// A basket.
#[derive(Clone, Debug)]
pub(crate) struct Basket {
    pub(crate) basket_id: String,
    pub(crate) login_id: String,
    pub(crate) name: String,
    /// `NORMAL` or `HEDGE`.
    pub(crate) kind: &'static str,
    pub(crate) product_type: &'static str,
    pub(crate) order_type: &'static str,
    pub(crate) is_executed: bool,
    pub(crate) orders: Vec<BasketOrder>,
}

/// Why something cannot be done to a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BasketRefusal {
    NameTaken,
    NameTooLong,
    Unknown,
    /// A hedge of something other than the two indices.
    NotHedgeable,
    AlreadyThere,
    ZeroPrice,
    UnknownOrder,
}

/// The longest name.
const NAME_LENGTH: usize = 20;

/// All baskets, oldest first.
#[derive(Default)]
pub(crate) struct Baskets(Vec<Basket>);

impl Baskets {
    pub(crate) fn create(
        &mut self,
        login_id: &str,
        name: &str,
        kind: &'static str,
        (product_type, order_type): (&'static str, &'static str),
        ids: &mut Random,
    ) -> Result<&Basket, BasketRefusal> {
        self.check_name(login_id, name, None)?;
        self.0.push(Basket {
            basket_id: ids.uuid(),
            login_id: login_id.to_owned(),
            name: name.to_owned(),
            kind,
            product_type,
            order_type,
            is_executed: false,
            orders: Vec::new(),
        });
        Ok(&self.0[self.0.len() - 1])
    }

    /// An account's baskets.
    pub(crate) fn of<'a>(&'a self, login_id: &'a str) -> impl Iterator<Item = &'a Basket> {
        self.0.iter().filter(move |basket| basket.login_id == login_id)
    }

    /// An account's basket, by id and, where it is given, by name.
    pub(crate) fn find(
        &mut self,
        login_id: &str,
        basket_id: &str,
        name: Option<&str>,
    ) -> Result<&mut Basket, BasketRefusal> {
        self.0
            .iter_mut()
            .find(|basket| basket.login_id == login_id && basket.basket_id == basket_id)
            .filter(|basket| name.is_none_or(|name| name == basket.name))
            .ok_or(BasketRefusal::Unknown)
    }

    pub(crate) fn rename(
        &mut self,
        login_id: &str,
        basket_id: &str,
        name: &str,
    ) -> Result<&Basket, BasketRefusal> {
        self.find(login_id, basket_id, None)?;
        self.check_name(login_id, name, Some(basket_id))?;
        let basket = self.find(login_id, basket_id, None)?;
        name.clone_into(&mut basket.name);
        Ok(basket)
    }

    pub(crate) fn delete(
        &mut self,
        login_id: &str,
        basket_id: &str,
        name: &str,
    ) -> Result<(), BasketRefusal> {
        self.find(login_id, basket_id, Some(name))?;
        self.0.retain(|basket| basket.basket_id != basket_id);
        Ok(())
    }

    /// Whether an account may give this name to the basket with this id, or to a new one.
    fn check_name(&self, login_id: &str, name: &str, basket_id: Option<&str>) -> Result<(), BasketRefusal> {
        if name.chars().count() > NAME_LENGTH {
            return Err(BasketRefusal::NameTooLong);
        }
        let taken = |basket: &Basket| basket.name == name && basket_id != Some(basket.basket_id.as_str());
        if self.of(login_id).any(taken) {
            return Err(BasketRefusal::NameTaken);
        }
        Ok(())
    }
}

impl Basket {
    /// Adds an order of an instrument that is not there already.
    pub(crate) fn add(&mut self, order: BasketOrder) -> Result<(), BasketRefusal> {
        self.check(&order)?;
        if self
            .orders
            .iter()
            .any(|other| other.instrument.is(&order.instrument))
        {
            return Err(BasketRefusal::AlreadyThere);
        }
        self.orders.push(order);
        Ok(())
    }

    /// Puts an order in the place of the one with its id.
    pub(crate) fn edit(&mut self, order: BasketOrder) -> Result<(), BasketRefusal> {
        self.check(&order)?;
        let place = self
            .orders
            .iter_mut()
            .find(|other| other.order_id == order.order_id && other.instrument.is(&order.instrument))
            .ok_or(BasketRefusal::UnknownOrder)?;
        *place = order;
        Ok(())
    }

    pub(crate) fn remove(&mut self, order_id: &str) -> Result<(), BasketRefusal> {
        let before = self.orders.len();
        self.orders.retain(|order| order.order_id != order_id);
        if self.orders.len() == before {
            return Err(BasketRefusal::UnknownOrder);
        }
        Ok(())
    }

    fn check(&self, order: &BasketOrder) -> Result<(), BasketRefusal> {
        if self.kind == "HEDGE" && !matches!(order.instrument.symbol, "NIFTY" | "BANKNIFTY") {
            return Err(BasketRefusal::NotHedgeable);
        }
        if matches!(order.order_type, "LIMIT" | "SL") && order.price.is_zero() {
            return Err(BasketRefusal::ZeroPrice);
        }
        Ok(())
    }
}
