//! Regular and after-market orders (wire reference, sections 4 and 8).

mod books;
mod cancel_all;
mod guard;
mod mtf;

pub use cancel_all::{CancelAll, CancelOne};

use pocketful_types::{
    CancelOrder, Cancelled, ExecutionType, Modified, ModifyOrder, NewOrder, Order, OrderChange, OrderError,
    OrderId, PlaceOrder, Placed, UserOrderId,
};

use crate::{Client, Error, PreparedRequest};

/// Orders; see [`Client::orders`].
#[derive(Clone, Copy, Debug)]
pub struct OrdersApi<'a> {
    client: &'a Client,
}

impl<'a> OrdersApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Places an order (wire reference, section 4.1).
    ///
    /// Success means that the broker took the order in; whether the exchange did, the book says. The order leaves from
    /// a registered source address when the client knows one. An order without a `user_order_id` is given a random
    /// one, by which it can be found in the book whatever becomes of the reply.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) the order may be in the
    /// market: look for [`Error::user_order_id`] with [`find_by_user_order_id`](Self::find_by_user_order_id) before
    /// placing it again.
    pub async fn place(&self, order: &NewOrder) -> Result<Placed, Error> {
        let order = numbered(order.clone());
        let placed = self.client.call(&self.request(&order).await?).await;
        placed.map_err(|error| error.with_user_order_id(order.given_user_order_id()))
    }

    /// What [`place`](Self::place) would send, with the token masked. Sends nothing.
    ///
    /// # Errors
    /// When the order is wrong in itself, or the account is not known because nobody is logged in.
    pub async fn prepare(&self, order: &NewOrder) -> Result<PreparedRequest, Error> {
        self.client
            .prepare(&self.request(&numbered(order.clone())).await?)
    }

    /// Changes an order that still waits (wire reference, section 4.2).
    ///
    /// The wire wants the whole order as it shall be and how far it got, so `order` is its row in the book, read just
    /// before: see [`find`](Self::find). Two programs that change one order overwrite each other.
    ///
    /// The newer generation documents a change to `LIMIT` and `SL` alone:
    /// [`ModifyOrder::undocumented_order_type`] tells of another, and
    /// [`documented_changes_only`](crate::ClientBuilder::documented_changes_only) refuses it here.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) the order may have
    /// changed: read it again.
    pub async fn modify(&self, order: &Order, change: &OrderChange) -> Result<Modified, Error> {
        let request = ModifyOrder::of(order, change, self.client.client_id().await?)?;
        let style = self.client.environment().header_style();
        match request.undocumented_order_type(style) {
            Some(order_type) if self.client.documented_changes_only => {
                Err(OrderError::UndocumentedChange(order_type).into())
            }
            _ => self.client.call(&request).await,
        }
    }

    /// Takes a regular order back (wire reference, section 4.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn cancel(&self, order: &OrderId) -> Result<Cancelled, Error> {
        self.cancel_as(order, ExecutionType::Regular).await
    }

    /// Takes an after-market order back (wire reference, section 4.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn cancel_amo(&self, order: &OrderId) -> Result<Cancelled, Error> {
        self.cancel_as(order, ExecutionType::Amo).await
    }

    /// Takes back an order that was placed with another execution type, `AMO` for an after-market order.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn cancel_as(
        &self,
        order: &OrderId,
        execution_type: ExecutionType,
    ) -> Result<Cancelled, Error> {
        let client_id = self.client.client_id().await?;
        let request = CancelOrder::new(client_id, order.clone()).execution_type(execution_type);
        self.client.call(&request).await
    }

    async fn request(&self, order: &NewOrder) -> Result<PlaceOrder, Error> {
        // A wrong order costs neither a login nor a permit.
        order.validate()?;
        Ok(PlaceOrder::new(order.clone(), self.client.client_id().await?)?)
    }
}

/// The order with a random number of its own (`user_order_id`), unless it has been given one.
///
/// [`OrdersApi::place`] does this by itself; do it before to know the number, and perhaps write it down, before
/// anything is sent. The wire reference, section 4.1, calls it the client's own id.
pub fn numbered(order: NewOrder) -> NewOrder {
    match order.given_user_order_id() {
        Some(_) => order,
        None => order.user_order_id(random_number()),
    }
}

/// Positive and within 31 bits, because nothing says how wide the server's integer is. Without randomness the
/// documented constant: then it is no worse than what every sample sends.
fn random_number() -> UserOrderId {
    match getrandom::u32() {
        Ok(number) => UserOrderId::from(u64::from(number >> 1).max(1)),
        Err(_) => NewOrder::DEFAULT_USER_ORDER_ID,
    }
}
