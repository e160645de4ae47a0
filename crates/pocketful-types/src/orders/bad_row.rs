//! A row of the order book that could not be read, and what is wrong with it.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Order;
use crate::{OrderId, envelope::clean_message};

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadRow {
    /// Its place in the server's list, from 0.
    pub index: usize,
    /// The order it is about, where at least that could be read.
    pub oms_order_id: Option<OrderId>,
    /// What is wrong with it, with the member where it is one member's fault.
    pub error: String,
}

impl BadRow {
    /// What can be said of `row`, which failed with `error`.
    pub(super) fn new(index: usize, row: &str, error: &serde_json::Error) -> Self {
        #[derive(Deserialize)]
        struct Id {
            oms_order_id: OrderId,
        }
        Self {
            index,
            oms_order_id: serde_json::from_str::<Id>(row).ok().map(|id| id.oms_order_id),
            error: culprit(row).unwrap_or_else(|| without_position(error)),
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

/// The member that cannot be read, found by reading each alone.
fn culprit(row: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(row).ok()?;
    members.iter().find_map(|(name, value)| {
        let quoted = serde_json::to_string(name).ok()?;
        let alone = if name == "oms_order_id" {
            format!("{{{quoted}:{value}}}")
        } else {
            format!("{{\"oms_order_id\":\"1\",{quoted}:{value}}}")
        };
        let error = serde_json::from_str::<Order>(&alone).err()?;
        Some(format!(
            "`{}` is {}: {}",
            clean_message(name),
            clean_message(value.get()),
            without_position(&error)
        ))
    })
}

/// The message of an error, without a position in a text that nobody sees.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    clean_message(&text[..end]).into_owned()
}
