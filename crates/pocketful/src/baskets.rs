//! Baskets of orders (wire reference, section 6).

use pocketful_types::{
    AddBasketOrder, Basket, BasketId, BasketName, BasketOrderId, BasketType, Baskets, CreateBasket,
    DeleteBasket, EditBasketOrder, ExecuteBasket, GetBaskets, LegsAnswer, NewBasketOrder, RemoveBasketOrder,
    RenameBasket, Row, SetExecutionState,
};

use crate::{Client, Error, null_list::again_if_null, numbered};

/// Baskets; see [`Client::baskets`].
///
/// The server wants id and name of a basket together. Only [`execute`](Self::execute) sends anything to the market; no
/// other request here counts as an order.
///
/// After [`Outcome::Unknown`](crate::Outcome::Unknown) read the [`list`](Self::list) before anything is sent again.
#[derive(Clone, Copy, Debug)]
pub struct BasketsApi<'a> {
    client: &'a Client,
}

impl<'a> BasketsApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// The account's baskets with their orders; prices are ₹, quantities are units (wire reference, section 6).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A basket or an order in one that cannot be read is no error: it stands beside
    /// the others.
    pub async fn list(&self) -> Result<Baskets, Error> {
        self.client
            .call(&GetBaskets::new(self.client.client_id().await?))
            .await
    }

    /// As [`list`](Self::list), for whoever acts on what is not in it.
    ///
    /// # Errors
    /// As [`list`](Self::list), and when null comes in place of the list, also when it is read again: see
    /// [`Error::is_book_missing`].
    pub async fn certain_list(&self) -> Result<Baskets, Error> {
        let baskets = again_if_null(|| self.list()).await?;
        if baskets.is_null {
            return Err(Error::list_is_null(Basket::WHAT));
        }
        Ok(baskets)
    }

    /// The basket with this name; `None` when there is none.
    ///
    /// # Errors
    /// As [`certain_list`](Self::certain_list), and when it is not found while some baskets cannot be read: it may be one of them.
    pub async fn find(&self, name: &BasketName) -> Result<Option<Basket>, Error> {
        let baskets = self.certain_list().await?;
        match baskets.named(name) {
            Some(basket) => Ok(Some(basket.clone())),
            None if baskets.is_complete() => Ok(None),
            None => Err(Error::unreadable_rows(baskets.bad_rows.len())),
        }
    }

    /// Makes an empty basket (wire reference, section 6). The answer has it, perhaps among others:
    /// [`Baskets::named`](pocketful_types::Rows::named).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); code 48001 for a name that is taken.
    pub async fn create(&self, name: &BasketName, basket_type: BasketType) -> Result<Baskets, Error> {
        let client_id = self.client.client_id().await?;
        self.client
            .call(&CreateBasket::new(client_id, name.clone(), basket_type))
            .await
    }

    /// Gives a basket another name (wire reference, section 6).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); code 48001 for a name that is taken.
    pub async fn rename(&self, id: &BasketId, name: &BasketName) -> Result<Baskets, Error> {
        self.client
            .call(&RenameBasket::new(id.clone(), name.clone()))
            .await
    }

    /// Deletes a basket with its orders (wire reference, section 6).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn delete(&self, id: &BasketId, name: &BasketName) -> Result<(), Error> {
        let request = DeleteBasket::new(id.clone(), name.clone());
        self.client.call(&request).await.map(drop)
    }

    /// Puts an order into a basket (wire reference, section 6). Without a `user_order_id` it is given a random one, by
    /// which it can be found in the book once the basket was sent.
    ///
    /// # Errors
    /// When the order is wrong in itself; else see [`ErrorKind`](crate::ErrorKind). Code 46001 when its instrument is in the
    /// basket already.
    pub async fn add(
        &self,
        id: &BasketId,
        name: &BasketName,
        order: &NewBasketOrder,
    ) -> Result<Baskets, Error> {
        // A wrong order costs no login.
        order.validate()?;
        let client_id = self.client.client_id().await?;
        let order = order.clone().map_order(numbered);
        let request = AddBasketOrder::new(id.clone(), name.clone(), order, client_id)?;
        self.client.call(&request).await
    }

    /// Makes another order of one in a basket (wire reference, section 6): it is sent anew as a whole, as
    /// [`BasketOrderChange::apply`](crate::BasketOrderChange::apply) makes it from what lies there.
    ///
    /// # Errors
    /// As [`add`](Self::add); code 48004 for a price of 0 where the order type has one.
    pub async fn edit(
        &self,
        id: &BasketId,
        name: &BasketName,
        order_id: &BasketOrderId,
        order: &NewBasketOrder,
    ) -> Result<Baskets, Error> {
        order.validate()?;
        let client_id = self.client.client_id().await?;
        let (id, name, order_id) = (id.clone(), name.clone(), order_id.clone());
        let order = order.clone().map_order(numbered);
        let request = EditBasketOrder::new(id, name, order_id, order, client_id)?;
        self.client.call(&request).await
    }

    /// Takes an order out of a basket (wire reference, section 6).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn remove(
        &self,
        id: &BasketId,
        name: &BasketName,
        order_id: &BasketOrderId,
    ) -> Result<(), Error> {
        let request = RemoveBasketOrder::new(id.clone(), name.clone(), order_id.clone());
        self.client.call(&request).await.map(drop)
    }

    /// Sends every order of a basket to the market (wire reference, section 6). They leave from a registered source
    /// address when the client knows one.
    ///
    /// The answer names the basket and no order: find the orders in the book.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); code 49002 for an instrument that may not be hedged. On
    /// [`Outcome::Unknown`](crate::Outcome::Unknown) some or all orders may be in the market: read the book first.
    pub async fn execute(&self, id: &BasketId, name: &BasketName) -> Result<LegsAnswer, Error> {
        self.send(id, name, false).await
    }

    /// Closes what a basket opened: the same request with `square_off` (wire reference, section 6, which has the member and
    /// not its meaning).
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn square_off(&self, id: &BasketId, name: &BasketName) -> Result<LegsAnswer, Error> {
        self.send(id, name, true).await
    }

    async fn send(&self, id: &BasketId, name: &BasketName, square_off: bool) -> Result<LegsAnswer, Error> {
        let client_id = self.client.client_id().await?;
        let request = ExecuteBasket::new(client_id, id.clone(), name.clone()).square_off(square_off);
        self.client.call(&request).await
    }

    /// Sets whether a basket counts as executed. Undocumented: see
    /// [`SetExecutionState`](crate::types::SetExecutionState).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn set_execution_state(
        &self,
        id: &BasketId,
        name: &BasketName,
        executed: bool,
    ) -> Result<(), Error> {
        let client_id = self.client.client_id().await?;
        let request = SetExecutionState::new(client_id, id.clone(), name.clone(), executed);
        self.client.call(&request).await.map(drop)
    }
}
