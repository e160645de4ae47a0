//! Cover and bracket orders (wire reference, section 5).

use pocketful_types::{
    BracketOrder, ClientId, CoverOrder, ExitLeg, LegsAnswer, ModifyBracket, ModifyCover, Order, OrderChange,
    Orders, PlaceBracket, PlaceCover, UserOrderId,
};
use rust_decimal::Decimal;

use crate::{Client, Error, numbered};

/// A change of a leg of a cover order; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct CoverChange {
    /// The leg itself: price, trigger, quantity and so on.
    pub order: OrderChange,
    /// The stop: a price in ₹.
    pub stop: Option<Decimal>,
    /// The step of the trailing stop in ₹; 0 for none.
    pub trailing: Option<Decimal>,
}

impl CoverChange {
    /// The request that makes this change to the leg in the row `order` of the book.
    ///
    /// # Errors
    /// When the row is of no cover order, lacks what the request needs, or the changed leg is wrong.
    pub fn request(&self, order: &Order, client_id: ClientId) -> Result<ModifyCover, Error> {
        let mut request = ModifyCover::of(order, &self.order, client_id)?;
        if let Some(stop) = self.stop {
            request = request.stop(stop)?;
        }
        Ok(match self.trailing {
            Some(step) => request.trailing(step),
            None => request,
        })
    }
}

/// A change of a leg of a bracket order; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct BracketChange {
    /// The leg itself: price, trigger, quantity and so on.
    pub order: OrderChange,
    /// How far the stop lies from the entry, in ₹.
    pub stop_distance: Option<Decimal>,
    /// How far the target lies from the entry, in ₹.
    pub target_distance: Option<Decimal>,
    /// The step of the trailing stop in ₹; 0 for none.
    pub trailing: Option<Decimal>,
}

impl BracketChange {
    /// The request that makes this change to the leg in the row `order` of the book.
    ///
    /// # Errors
    /// When the row is of no bracket order, lacks what the request needs, or the changed leg is wrong.
    pub fn request(&self, order: &Order, client_id: ClientId) -> Result<ModifyBracket, Error> {
        let mut request = ModifyBracket::of(order, &self.order, client_id)?;
        if let Some(distance) = self.stop_distance {
            request = request.stop_distance(distance)?;
        }
        if let Some(distance) = self.target_distance {
            request = request.target_distance(distance)?;
        }
        Ok(match self.trailing {
            Some(step) => request.trailing(step),
            None => request,
        })
    }
}

/// Cover and bracket orders; see [`Client::conditional`].
///
/// Their legs are rows of the order book. Placing one answers with a `basket_id` and no order id:
/// [`legs`](ConditionalApi::legs) finds them by it, [`legs_by_user_order_id`](ConditionalApi::legs_by_user_order_id) by the
/// client's own number.
#[derive(Clone, Copy, Debug)]
pub struct ConditionalApi<'a> {
    client: &'a Client,
}

impl<'a> ConditionalApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Places an entry and a stop together (wire reference, section 5.1). The stop is a price in ₹. An entry without a
    /// `user_order_id` is given a random one, by which it can be found whatever becomes of the reply; the answer has it.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) both legs may be in the
    /// market: look for [`Error::user_order_id`] with [`legs_by_user_order_id`](Self::legs_by_user_order_id) before placing
    /// it again.
    pub async fn place_cover(&self, order: &CoverOrder) -> Result<LegsAnswer, Error> {
        order.validate()?;
        let order = order.clone().map_entry(numbered);
        let id = order.entry().given_user_order_id();
        let request = PlaceCover::new(order, self.client.client_id().await?)?;
        let placed = self.client.call(&request).await;
        placed.map_err(|error| error.with_user_order_id(id))
    }

    /// Places an entry, a stop and a target together (wire reference, section 5.1). Stop and target are distances
    /// from the entry in ₹.
    ///
    /// # Errors
    /// As [`place_cover`](Self::place_cover).
    pub async fn place_bracket(&self, order: &BracketOrder) -> Result<LegsAnswer, Error> {
        order.validate()?;
        let order = order.clone().map_entry(numbered);
        let id = order.entry().given_user_order_id();
        let request = PlaceBracket::new(order, self.client.client_id().await?)?;
        let placed = self.client.call(&request).await;
        placed.map_err(|error| error.with_user_order_id(id))
    }

    /// The legs that the group `basket_id` has in today's books, done ones included (wire reference, section 5.1).
    ///
    /// That the books tell a leg's group is assumed: where none is found, look for the number that the order was placed
    /// with, by [`legs_by_user_order_id`](Self::legs_by_user_order_id).
    ///
    /// # Errors
    /// As [`OrdersApi::pending`](crate::OrdersApi::pending). A row that cannot be read is no error: it stands beside the
    /// others, and may be a leg.
    pub async fn legs(&self, basket_id: &str) -> Result<Orders, Error> {
        self.legs_that(|order| order.basket_id.as_deref() == Some(basket_id))
            .await
    }

    /// The legs in today's books that were placed with the client's own number `id` (wire reference, section 5.1).
    ///
    /// # Errors
    /// As [`legs`](Self::legs).
    pub async fn legs_by_user_order_id(&self, id: UserOrderId) -> Result<Orders, Error> {
        self.legs_that(|order| order.user_order_id == Some(id)).await
    }

    async fn legs_that(&self, is_of_it: impl Fn(&Order) -> bool) -> Result<Orders, Error> {
        let mut books = self.client.orders().all().await?;
        books.rows.retain(|order| order.is_leg() && is_of_it(order));
        Ok(books)
    }

    /// Changes a leg of a cover order, given as its row in the book (wire reference, section 5.2).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) the leg may have changed:
    /// read the book again.
    pub async fn modify_cover(&self, order: &Order, change: &CoverChange) -> Result<LegsAnswer, Error> {
        let request = change.request(order, self.client.client_id().await?)?;
        self.client.call(&request).await
    }

    /// Changes a leg of a bracket order, given as its row in the book (wire reference, section 5.2).
    ///
    /// # Errors
    /// As [`modify_cover`](Self::modify_cover).
    pub async fn modify_bracket(&self, order: &Order, change: &BracketChange) -> Result<LegsAnswer, Error> {
        let request = change.request(order, self.client.client_id().await?)?;
        self.client.call(&request).await
    }

    /// Leaves a cover or bracket order by the leg in the row `order` of the book: an entry that waits is taken back, a
    /// position that it opened is closed (wire reference, section 5.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) the leg may be gone: read
    /// the book again.
    pub async fn exit(&self, order: &Order) -> Result<LegsAnswer, Error> {
        let request = ExitLeg::of(order, self.client.client_id().await?)?;
        self.client.call(&request).await
    }
}
