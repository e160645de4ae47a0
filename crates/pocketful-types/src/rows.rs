//! A list whose good rows are kept when one is bad.

mod bad_row;
mod list;

use std::{borrow::Cow, collections::BTreeMap};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned, IgnoredAny},
};
use serde_json::value::RawValue;

pub use bad_row::BadRow;
pub(crate) use bad_row::without_position;
use list::{Element, List};

/// A type that comes in lists.
pub trait Row: DeserializeOwned {
    /// What the list is of, for errors: `orders`.
    const WHAT: &'static str;

    /// Members of the payload that may hold the list, where the payload is not the list itself. Where several do, the
    /// rows of all are taken.
    const LISTS: &'static [&'static str];

    /// Whether `{}` instead of a payload means that there is nothing.
    const EMPTY_OBJECT: bool = false;

    /// Whether an object that is no list may be the one row of a list.
    const MAY_BE_ONE: bool = false;

    /// Whether a row is a JSON object, as against an array.
    const IS_OBJECT: bool = true;

    /// The members without which a row cannot be read, each with some JSON that can: with them the culprit of a bad
    /// row is found.
    const REQUIRED: &'static [(&'static str, &'static str)] = &[];
}

/// The rows of a list, and beside them those that could not be read: one odd row does not hide the others.
///
/// Serialised, it is the list of its rows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rows<T> {
    /// The rows, in the server's order.
    pub rows: Vec<T>,
    /// What could not be read. Whoever counts on the list being complete must look here.
    pub bad_rows: Vec<BadRow>,
    /// Whether null came in place of the list. A server that never filled a list may print it so, and one that could not
    /// read it as well: whoever acts on there being nothing must look here.
    pub is_null: bool,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            bad_rows: Vec::new(),
            is_null: false,
        }
    }
}

impl<T> Rows<T> {
    /// Whether every row could be read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bad_rows.is_empty()
    }

    /// Adds the rows of `other` behind these; the bad ones keep the places that they had in their own list. Where one of
    /// the two came as null, so did a part of the whole.
    pub fn append(&mut self, mut other: Self) {
        self.rows.append(&mut other.rows);
        self.bad_rows.append(&mut other.bad_rows);
        self.is_null |= other.is_null;
    }
}

impl<T: Row> Rows<T> {
    /// Adds the row that `text` is, or what is wrong with it.
    pub(crate) fn read(&mut self, index: usize, text: &str) {
        match serde_json::from_str::<Element<T>>(text) {
            Ok(element) => self.rows.push(element.0),
            Err(error) => self.bad_rows.push(BadRow::new::<T>(index, text, &error)),
        }
    }
}

impl<T: Serialize> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.rows)
    }
}

impl<'de, T: Row> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list: List<Box<RawValue>, T> = if T::MAY_BE_ONE {
            let payload = Box::<RawValue>::deserialize(deserializer)?;
            serde_json::from_str(&listed::<T>(payload.get())).map_err(de::Error::custom)?
        } else {
            List::deserialize(deserializer)?
        };
        let mut rows = Self {
            is_null: list.is_null,
            ..Self::default()
        };
        for (index, row) in list.rows.iter().enumerate() {
            rows.read(index, row.get());
        }
        Ok(rows)
    }
}

/// Reads a list whose rows are all in order in one go, and only one that is not row by row: looking for the end of
/// each row before reading it costs half as much again. For [`Endpoint::decode`](crate::Endpoint::decode).
pub(crate) fn decode<T: Row>(payload: &str) -> Result<Rows<T>, serde_json::Error> {
    match serde_json::from_str::<List<Element<T>, T>>(&listed::<T>(payload)) {
        Ok(list) => Ok(Rows {
            rows: list.rows.into_iter().map(|element| element.0).collect(),
            bad_rows: Vec::new(),
            is_null: list.is_null,
        }),
        Err(_) => serde_json::from_str(payload),
    }
}

/// The payload, with the one row that it is made a list.
fn listed<T: Row>(payload: &str) -> Cow<'_, str> {
    let is_one = T::MAY_BE_ONE && payload.trim_ascii_start().starts_with('{') && {
        let members: BTreeMap<Cow<'_, str>, IgnoredAny> = serde_json::from_str(payload).unwrap_or_default();
        !members.is_empty() && !T::LISTS.iter().any(|list| members.contains_key(*list))
    };
    if is_one {
        Cow::Owned(format!("[{payload}]"))
    } else {
        Cow::Borrowed(payload)
    }
}

#[cfg(test)]
mod tests;
