//! The status of an order: the server's text, and what it comes down to.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::OrderMode;

/// The server's status text, as received. The vocabulary is open (wire reference, section 17, row 46), so nothing is
/// refused and nothing is lost; [`OrderStatus::state`] says what the text comes down to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OrderStatus(String);

/// What an order's status comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderState {
    /// In the market, or on its way there.
    Open,
    /// Waiting for its trigger price.
    TriggerPending,
    /// Filled.
    Complete,
    /// Refused by the broker or the exchange.
    Rejected,
    /// Taken back.
    Cancelled,
    /// None of the texts that are known. The order may or may not be in the market.
    Unknown,
}

impl OrderStatus {
    /// A status with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as received; empty when the row had none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the text comes down to, by substring and in the order of production (wire reference, section 0.5):
    /// `CANCEL_CONFIRMED`, `COMPLETE`, `REJECTED`, `TRIGGER PENDING`, then `OPEN`, `PENDING`, `AMO_SUBMIT`, `MODIFY` or
    /// the mode `NEW`, then any other `CANCEL`. Case does not matter (assumed).
    #[must_use]
    pub fn state(&self, mode: Option<OrderMode>) -> OrderState {
        let has = |word: &str| contains_ignoring_case(&self.0, word);
        if has("CANCEL_CONFIRMED") {
            OrderState::Cancelled
        } else if has("COMPLETE") {
            OrderState::Complete
        } else if has("REJECTED") {
            OrderState::Rejected
        } else if has("TRIGGER PENDING") {
            OrderState::TriggerPending
        } else if has("OPEN")
            || has("PENDING")
            || has("AMO_SUBMIT")
            || has("MODIFY")
            || mode == Some(OrderMode::New)
        {
            OrderState::Open
        } else if has("CANCEL") {
            OrderState::Cancelled
        } else {
            OrderState::Unknown
        }
    }
}

impl OrderState {
    /// Whether nothing more can happen to the order.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Complete | Self::Rejected | Self::Cancelled)
    }

    /// A word for a screen: `open`, `trigger pending`, `complete`, `rejected`, `cancelled`, `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::TriggerPending => "trigger pending",
            Self::Complete => "complete",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }
}

fn contains_ignoring_case(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

impl fmt::Display for OrderStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for OrderStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            serializer.serialize_none()
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for OrderStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::empty_as_none::deserialize(deserializer)
            .map(|text: Option<String>| Self(text.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> OrderState {
        OrderStatus::new(text).state(None)
    }

    #[test]
    fn folds_every_documented_status() {
        for (text, folded) in [
            ("CANCEL_CONFIRMED", OrderState::Cancelled),
            ("AMO_CANCEL_CONFIRMED", OrderState::Cancelled),
            ("COMPLETE", OrderState::Complete),
            ("REJECTED", OrderState::Rejected),
            ("TRIGGER PENDING", OrderState::TriggerPending),
            ("OPEN", OrderState::Open),
            ("OPEN PENDING", OrderState::Open),
            ("AMO_SUBMITTED", OrderState::Open),
            ("MODIFY_CONFIRMED", OrderState::Open),
            ("AMO_MODIFY_CONFIRMED", OrderState::Open),
            ("CANCEL_REQ_RECEIVED", OrderState::Cancelled),
            ("complete", OrderState::Complete),
            ("CONFIRMED", OrderState::Unknown),
            ("", OrderState::Unknown),
            ("SOMETHING_ELSE", OrderState::Unknown),
        ] {
            assert_eq!(state(text), folded, "{text}");
        }
    }

    #[test]
    fn earlier_words_win_and_the_mode_comes_late() {
        assert_eq!(state("OPEN CANCEL_CONFIRMED"), OrderState::Cancelled);
        assert_eq!(state("REJECTED COMPLETE"), OrderState::Complete);
        assert_eq!(state("MODIFY REJECTED"), OrderState::Rejected);
        let new = Some(OrderMode::New);
        assert_eq!(OrderStatus::new("CONFIRMED").state(new), OrderState::Open);
        assert_eq!(OrderStatus::new("AMO_REQ_RECEIVED").state(new), OrderState::Open);
        assert_eq!(OrderStatus::new("REJECTED").state(new), OrderState::Rejected);
        // As production folds it: a cancel on its way is still open while the mode says NEW.
        assert_eq!(
            OrderStatus::new("CANCEL_REQ_RECEIVED").state(new),
            OrderState::Open
        );
        assert_eq!(
            OrderStatus::new("CONFIRMED").state(Some(OrderMode::Modify)),
            OrderState::Unknown
        );
    }

    #[test]
    fn any_text_is_kept() {
        let status: OrderStatus = serde_json::from_str("\"Odd Status 7\"").unwrap();
        assert_eq!(serde_json::to_string(&status).unwrap(), "\"Odd Status 7\"");
        for text in ["null", "\"\"", "\" \""] {
            let status: OrderStatus = serde_json::from_str(text).unwrap();
            assert_eq!(status, OrderStatus::default());
            assert_eq!(serde_json::to_string(&status).unwrap(), "null");
        }
    }
}
