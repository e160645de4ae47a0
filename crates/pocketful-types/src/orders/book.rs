//! The order book: pending or completed orders, row by row (wire reference, section 8.1).

use std::{borrow::Cow, fmt};

use http::Method;

use super::Order;
use crate::{ClientId, Effect, Endpoint, RateClass, Row, Rows, rows};

/// Which half of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Book {
    /// Orders that can still change.
    Pending,
    /// Orders that are done: filled, refused or taken back.
    Completed,
}

impl Book {
    /// The text on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
        }
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads one half of the order book: `GET /api/v1/orders?type=pending|completed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetOrders {
    client_id: ClientId,
    book: Book,
}

impl GetOrders {
    /// Reads `book` of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, book: Book) -> Self {
        Self { client_id, book }
    }

    /// Orders that can still change.
    #[must_use]
    pub fn pending(client_id: ClientId) -> Self {
        Self::new(client_id, Book::Pending)
    }

    /// Orders that are done.
    #[must_use]
    pub fn completed(client_id: ClientId) -> Self {
        Self::new(client_id, Book::Completed)
    }
}

impl Endpoint for GetOrders {
    const NAME: &'static str = "orders.list";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that a book is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Orders;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/orders")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("type", Cow::Borrowed(self.book.as_str())),
            ("client_id", Cow::Borrowed(self.client_id.as_str())),
        ]
    }

    fn decode(payload: &str) -> Result<Orders, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The rows of an order book, and beside them those that could not be read.
pub type Orders = Rows<Order>;

impl Row for Order {
    const WHAT: &'static str = "orders";
    const LISTS: &'static [&'static str] = &["orders"];
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("oms_order_id", "\"1\"")];
}
