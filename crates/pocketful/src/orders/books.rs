//! Reading the order books, an order's history, and trades (wire reference, section 8).

use std::collections::HashSet;

use pocketful_types::{
    Book, GetOrderHistory, GetOrders, GetTrades, Order, OrderHistory, OrderId, Orders, Trades, UserOrderId,
};

use super::OrdersApi;
use crate::{Error, null_list::again_if_null};

impl OrdersApi<'_> {
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
        all.append(later);
        Ok(all)
    }

    /// What happened to an order, event by event (wire reference, section 8.2).
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub async fn history(&self, id: &OrderId) -> Result<OrderHistory, Error> {
        let client_id = self.client.client_id().await?;
        self.client
            .call(&GetOrderHistory::new(client_id, id.clone()))
            .await
    }

    /// Today's trades (wire reference, section 8.3).
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub async fn trades(&self) -> Result<Trades, Error> {
        self.client
            .call(&GetTrades::new(self.client.client_id().await?))
            .await
    }

    /// The order `id`, from whichever book it is in; `None` when it is in neither.
    ///
    /// # Errors
    /// As [`pending`](Self::pending), and when it is not found while some rows cannot be read, or a book comes as null also
    /// when it is read again ([`Error::is_book_missing`]): it may be among those.
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
        let mut null = None;
        // An order that completes between the two readings is in the second one.
        for book in [Book::Pending, Book::Completed] {
            let orders = self.read_again_if_null(book).await?;
            if let Some(order) = orders.rows.into_iter().find(&is_it) {
                return Ok(Some(order));
            }
            unreadable += orders.bad_rows.len();
            if orders.is_null {
                null = Some(book);
            }
        }
        // "Not there" would make the caller place it again: it must be certain.
        match null {
            Some(book) => Err(Error::book_is_null(book)),
            None if unreadable > 0 => Err(Error::unreadable_rows(unreadable)),
            None => Ok(None),
        }
    }

    /// `book` for whoever acts on what is not in it: an error where the server gives none.
    pub(super) async fn certain(&self, book: Book) -> Result<Orders, Error> {
        let orders = self.read_again_if_null(book).await?;
        if orders.is_null {
            return Err(Error::book_is_null(book));
        }
        Ok(orders)
    }

    pub(crate) async fn read_again_if_null(&self, book: Book) -> Result<Orders, Error> {
        again_if_null(|| self.book(book)).await
    }

    async fn book(&self, book: Book) -> Result<Orders, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&GetOrders::new(client_id, book)).await
    }
}
