//! Regular and after-market orders (wire reference, sections 4 and 8.1).

use std::collections::HashSet;

use pocketful_types::{
    Book, CancelOrder, Cancelled, ExecutionType, GetOrders, NewOrder, Order, OrderId, Orders, PlaceOrder,
    Placed, UserOrderId,
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

    /// Takes a regular order back (wire reference, section 4.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn cancel(&self, order: &OrderId) -> Result<Cancelled, Error> {
        self.cancel_as(order, ExecutionType::Regular).await
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

    /// The orders that are still in the market (wire reference, section 8.1).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A row that cannot be read is no error: it stands beside the others.
    pub async fn pending(&self) -> Result<Orders, Error> {
        self.book(Book::Pending).await
    }

    /// The orders that are done: complete, rejected, cancelled (wire reference, section 8.1).
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub async fn completed(&self) -> Result<Orders, Error> {
        self.book(Book::Completed).await
    }

    /// Both books as one list (wire reference, section 8.1). An order that moves from one to the other between the two
    /// readings is in it once, as the later reading has it.
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub async fn all(&self) -> Result<Orders, Error> {
        let mut all = self.pending().await?;
        let later = self.completed().await?;
        let moved: HashSet<_> = later.rows.iter().map(|order| &order.oms_order_id).collect();
        all.rows.retain(|order| !moved.contains(&order.oms_order_id));
        all.rows.extend(later.rows);
        all.bad_rows.extend(later.bad_rows);
        Ok(all)
    }

    /// The order `id`, from whichever book it is in; `None` when it is in neither.
    ///
    /// # Errors
    /// As [`pending`](Self::pending), and when it is not found while some rows cannot be read: it may be one of them.
    pub async fn find(&self, id: &OrderId) -> Result<Option<Order>, Error> {
        self.first(|order| order.oms_order_id == *id).await
    }

    /// The order with the client's own number `id`; `None` when it is in neither book. It answers whether an order
    /// whose [`place`](Self::place) ended as unknown was taken in.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn find_by_user_order_id(&self, id: UserOrderId) -> Result<Option<Order>, Error> {
        self.first(|order| order.user_order_id == Some(id)).await
    }

    async fn first(&self, is_it: impl Fn(&Order) -> bool) -> Result<Option<Order>, Error> {
        let mut unreadable = 0;
        // An order that completes between the two readings is in the second one.
        for book in [Book::Pending, Book::Completed] {
            let orders = self.book(book).await?;
            if let Some(order) = orders.rows.into_iter().find(&is_it) {
                return Ok(Some(order));
            }
            unreadable += orders.bad_rows.len();
        }
        // "Not there" would make the caller place it again: it must be certain.
        if unreadable > 0 {
            Err(Error::unreadable_rows(unreadable))
        } else {
            Ok(None)
        }
    }

    async fn book(&self, book: Book) -> Result<Orders, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&GetOrders::new(client_id, book)).await
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
