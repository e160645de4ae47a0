//! The order book: pending or completed orders, row by row (wire reference, section 8.1).

use std::{borrow::Cow, fmt, marker::PhantomData};

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

    fn decode(payload: &str) -> Result<Orders, serde_json::Error> {
        decode(payload)
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
        let rows: List<Box<RawValue>> = List::deserialize(deserializer)?;
        let mut orders = Self::default();
        for (index, row) in rows.0.iter().enumerate() {
            match serde_json::from_str(row.get()) {
                Ok(order) => orders.rows.push(order),
                Err(error) => orders.bad_rows.push(BadRow::new(index, row.get(), &error)),
            }
        }
        Ok(orders)
    }
}

/// Reads a book whose rows are all in order in one go, and only one that is not row by row: looking for the end of
/// each row before reading it costs half as much again.
fn decode(payload: &str) -> Result<Orders, serde_json::Error> {
    match serde_json::from_str::<List<Order>>(payload) {
        Ok(list) => Ok(Orders {
            rows: list.0,
            bad_rows: Vec::new(),
        }),
        Err(_) => serde_json::from_str(payload),
    }
}

/// `{"orders": [...]}`, `[...]` or null.
struct List<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of orders")
    }

    fn visit_unit<E: de::Error>(self) -> Result<List<T>, E> {
        Ok(List(Vec::new()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element()? {
            rows.push(row);
        }
        Ok(List(rows))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<List<T>, A::Error> {
        let mut list = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "orders" {
                list = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        list.ok_or_else(|| de::Error::missing_field("orders"))
    }
}
