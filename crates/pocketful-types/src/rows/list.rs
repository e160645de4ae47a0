//! The shapes in which a list comes: an array, an object around one, or null.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, value::MapAccessDeserializer},
};

use super::Row;

/// `{"orders": [...]}`, `[...]` or null, with the member's name from the row type `R`.
pub(super) struct List<E, R> {
    pub(super) rows: Vec<E>,
    /// Null stood where the list was to be.
    pub(super) is_null: bool,
    of: PhantomData<R>,
}

impl<E, R> List<E, R> {
    fn new(rows: Vec<E>) -> Self {
        Self {
            rows,
            is_null: false,
            of: PhantomData,
        }
    }

    fn null() -> Self {
        Self {
            is_null: true,
            ..Self::new(Vec::new())
        }
    }

    /// The rows of two members of one object: null only where both are.
    fn joined(mut self, mut other: Self) -> Self {
        self.rows.append(&mut other.rows);
        self.is_null &= other.is_null;
        self
    }
}

impl<'de, E: Deserialize<'de>, R: Row> Deserialize<'de> for List<E, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<E, R>(PhantomData<(E, R)>);

impl<'de, E: Deserialize<'de>, R: Row> de::Visitor<'de> for ListVisitor<E, R> {
    type Value = List<E, R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", R::WHAT)
    }

    fn visit_unit<Err: de::Error>(self) -> Result<Self::Value, Err> {
        Ok(List::null())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element()? {
            rows.push(row);
        }
        Ok(List::new(rows))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut list: Option<Self::Value> = None;
        let mut is_empty = true;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            is_empty = false;
            if R::LISTS.contains(&key.as_ref()) {
                let more = map.next_value::<Self::Value>()?;
                list = Some(match list {
                    Some(list) => list.joined(more),
                    None => more,
                });
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match list {
            Some(list) => Ok(list),
            None if is_empty && R::EMPTY_OBJECT => Ok(List::new(Vec::new())),
            None => Err(de::Error::custom(format_args!(
                "there is no list of {} in the reply",
                R::WHAT
            ))),
        }
    }
}

/// One row. A struct would take an array for its members in order as well, and `[]` for one without any.
pub(super) struct Element<T>(pub(super) T);

impl<'de, T: Row> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if T::IS_OBJECT {
            deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
        } else {
            T::deserialize(deserializer).map(Self)
        }
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Row> de::Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}
