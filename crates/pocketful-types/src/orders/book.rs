//! The order book: pending or completed orders, row by row (wire reference, section 8.1).

use std::{borrow::Cow, fmt};

use http::Method;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IgnoredAny},
};
use serde_json::value::RawValue;

use super::{BadRow, Order};
use crate::{ClientId, Effect, Endpoint, RateClass};

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
}

/// The rows of an order book, and beside them those that could not be read: one odd row does not hide the others.
///
/// Serialised, it is the list of its rows.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Orders {
    /// The orders, in the server's order.
    pub rows: Vec<Order>,
    /// What could not be read. Whoever counts on the book being complete must look here.
    pub bad_rows: Vec<BadRow>,
}

impl Serialize for Orders {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.rows)
    }
}

impl<'de> Deserialize<'de> for Orders {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BookVisitor)
    }
}

/// `{"orders": [...]}`, `[...]` or null.
struct BookVisitor;

impl<'de> de::Visitor<'de> for BookVisitor {
    type Value = Orders;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of orders")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Orders, E> {
        Ok(Orders::default())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Orders, A::Error> {
        let mut orders = Orders::default();
        let mut index = 0;
        while let Some(row) = seq.next_element::<Box<RawValue>>()? {
            match serde_json::from_str(row.get()) {
                Ok(order) => orders.rows.push(order),
                Err(error) => orders.bad_rows.push(BadRow::new(index, row.get(), &error)),
            }
            index += 1;
        }
        Ok(orders)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Orders, A::Error> {
        let mut orders = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "orders" {
                orders = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        orders.ok_or_else(|| de::Error::missing_field("orders"))
    }
}
