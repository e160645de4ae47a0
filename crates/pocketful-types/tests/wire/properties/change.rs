//! Changes to replies: members removed, nulled, retyped, reordered.

use proptest::{prelude::*, sample::Index};
use serde_json::{Map, Value, json};

/// A change to one member somewhere in a reply.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Remove,
    Put(Value),
    Reverse,
    Repeat,
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Remove),
        Just(Change::Reverse),
        Just(Change::Repeat),
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(|number| json!(number)),
            ".{0,12}".prop_map(Value::from),
            Just(json!([])),
            Just(json!({})),
            Just(json!([null, 1, "x"])),
            Just(json!({"$serde_json::private::RawValue": "1"})),
            Just(json!("[\"NSE\"")),
        ]
        .prop_map(Change::Put),
    ]
}

/// Makes the change at a place that `at` chooses among all members and elements.
pub(super) fn apply(value: &mut Value, at: Index, change: &Change) {
    fn places(value: &Value) -> usize {
        match value {
            Value::Object(members) => members.values().map(|v| 1 + places(v)).sum(),
            Value::Array(items) => items.iter().map(|v| 1 + places(v)).sum(),
            _ => 0,
        }
    }
    fn walk(value: &mut Value, left: &mut usize, change: &Change) {
        let keys: Vec<String> = match value {
            Value::Object(members) => members.keys().cloned().collect(),
            Value::Array(items) => (0..items.len()).map(|i| i.to_string()).collect(),
            _ => return,
        };
        for key in keys {
            if *left == 0 {
                return edit(value, &key, change);
            }
            *left -= 1;
            let inner = match value {
                Value::Object(members) => members.get_mut(&key),
                Value::Array(items) => items.get_mut(key.parse::<usize>().unwrap()),
                _ => None,
            };
            let before = *left;
            if let Some(inner) = inner {
                let inside = places(inner);
                walk(inner, left, change);
                if before < inside {
                    return;
                }
            }
        }
    }
    fn edit(value: &mut Value, key: &str, change: &Change) {
        match (value, change) {
            (Value::Object(members), Change::Remove) => {
                members.remove(key);
            }
            (Value::Object(members), Change::Put(new)) => {
                members.insert(key.to_owned(), new.clone());
            }
            (Value::Object(members), Change::Reverse | Change::Repeat) => {
                *members = std::mem::take(members).into_iter().rev().collect::<Map<_, _>>();
            }
            (Value::Array(items), change) => {
                let index = key.parse::<usize>().unwrap();
                match change {
                    Change::Remove => {
                        items.remove(index);
                    }
                    Change::Put(new) => items[index] = new.clone(),
                    Change::Reverse => items.reverse(),
                    Change::Repeat => {
                        let item = items[index].clone();
                        items.push(item);
                    }
                }
            }
            _ => {}
        }
    }
    let count = places(value);
    if count > 0 {
        walk(value, &mut at.index(count), change);
    }
}
