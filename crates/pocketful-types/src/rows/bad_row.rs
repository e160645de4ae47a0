//! A row of a list that could not be read, and what is wrong with it.

use std::{collections::BTreeMap, fmt};

use serde_json::value::RawValue;

use super::{Row, list::Element};
use crate::{OrderId, envelope::clean_message};

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadRow {
    /// Its place in the server's list, from 0.
    pub index: usize,
    /// The order it is about, where it is about one and at least that could be read.
    pub oms_order_id: Option<OrderId>,
    /// What is wrong with it, with the member where it is one member's fault.
    pub error: String,
}

impl BadRow {
    /// What can be said of `row`, which failed with `error`.
    pub(super) fn new<T: Row>(index: usize, row: &str, error: &serde_json::Error) -> Self {
        Self {
            index,
            oms_order_id: members(row)
                .get("oms_order_id")
                .and_then(|id| serde_json::from_str(id.get()).ok()),
            error: culprit::<T>(row).unwrap_or_else(|| without_position(error)),
        }
    }

    /// What can be said when there is not even a row.
    pub(crate) fn without_row(error: &str) -> Self {
        Self {
            index: 0,
            oms_order_id: None,
            error: error.to_owned(),
        }
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.oms_order_id {
            Some(id) => write!(f, "order {id}: {}", self.error),
            None => write!(f, "row {}: {}", self.index, self.error),
        }
    }
}

/// The members of a row, none if it is no object.
fn members(row: &str) -> BTreeMap<String, &RawValue> {
    serde_json::from_str(row).unwrap_or_default()
}

/// The member that cannot be read, found by reading each alone.
fn culprit<T: Row>(row: &str) -> Option<String> {
    members(row).iter().find_map(|(name, value)| {
        let mut alone = format!("{{{}:{value}", serde_json::to_string(name).ok()?);
        for (required, json) in T::REQUIRED {
            if name != required {
                alone.push_str(&format!(",\"{required}\":{json}"));
            }
        }
        alone.push('}');
        let error = serde_json::from_str::<Element<T>>(&alone).err()?;
        Some(format!(
            "`{}` is {}: {}",
            clean_message(name),
            clean_message(value.get()),
            without_position(&error)
        ))
    })
}

/// The message of an error, without a position in a text that nobody sees.
pub(crate) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    clean_message(&text[..end]).into_owned()
}
