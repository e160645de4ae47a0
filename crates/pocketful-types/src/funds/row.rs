//! One labelled amount, kept as it came.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A row of the funds: a label and an amount in ₹, where the row could be read as such; in any case the row itself.
///
/// Serialised, it is `[label, amount]` with the amount as a number, or the row as received where it has none.
#[derive(Clone, Debug)]
pub struct FundsRow {
    label: Option<String>,
    amount: Option<Decimal>,
    raw: Box<RawValue>,
}

impl FundsRow {
    /// The label, as received without surrounding blanks.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The amount in ₹; `None` where the row has none that can be kept exactly.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        self.amount
    }

    /// The row's JSON text, as received.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// Whether its label is `label`, apart from case, blanks and underscores.
    pub(crate) fn is_labelled(&self, label: &str) -> bool {
        fn letters(text: &str) -> impl Iterator<Item = char> {
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '_')
                .flat_map(char::to_lowercase)
        }
        self.label
            .as_deref()
            .is_some_and(|own| letters(own).eq(letters(label)))
    }
}

/// The form with numbers for names (wire reference, section 10).
#[derive(Deserialize)]
struct Numbered<'a> {
    #[serde(rename = "0", borrow)]
    label: &'a RawValue,
    #[serde(rename = "1", borrow)]
    amount: &'a RawValue,
}

impl From<Box<RawValue>> for FundsRow {
    fn from(raw: Box<RawValue>) -> Self {
        let (label, amount) = read(raw.get());
        Self { label, amount, raw }
    }
}

fn read(json: &str) -> (Option<String>, Option<Decimal>) {
    let (label, amount) = if json.starts_with('[') {
        match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(cells) => (cells.first().copied(), cells.get(1).copied()),
            Err(_) => return (None, None),
        }
    } else {
        match serde_json::from_str::<Numbered<'_>>(json) {
            Ok(row) => (Some(row.label), Some(row.amount)),
            Err(_) => return (None, None),
        }
    };
    let label = label
        .and_then(|cell| serde_json::from_str::<String>(cell.get()).ok())
        .map(|label| label.trim().to_owned())
        .filter(|label| !label.is_empty());
    let amount = amount.and_then(|cell| {
        crate::serde::decimal::option::deserialize(&mut serde_json::Deserializer::from_str(cell.get()))
            .ok()
            .flatten()
    });
    (label, amount)
}

impl PartialEq for FundsRow {
    fn eq(&self, other: &Self) -> bool {
        self.raw.get() == other.raw.get()
    }
}

impl<'de> Deserialize<'de> for FundsRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for FundsRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Number(Decimal);
        impl Serialize for Number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::serde::decimal::serialize(&self.0, serializer)
            }
        }
        match (&self.label, self.amount) {
            (Some(label), Some(amount)) => (label, Number(amount)).serialize(serializer),
            _ => self.raw.serialize(serializer),
        }
    }
}
