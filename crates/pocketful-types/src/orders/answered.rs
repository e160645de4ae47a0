//! The id in the answer about an order that the request named.

use serde::Deserialize;

use crate::OrderId;

/// The id in the payload of a reply to a request about the order `asked`, which it is where the payload names none: the
/// reply said that it was done, and `data` may be null (wire reference, section 0.2).
pub(super) fn id(payload: &str, asked: &OrderId) -> Result<OrderId, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
        oms_order_id: Option<OrderId>,
    }

    let named = serde_json::from_str::<Option<Wire>>(payload)?.and_then(|wire| wire.oms_order_id);
    Ok(named.unwrap_or_else(|| asked.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reply_leaves_out_the_request_knows() {
        let asked = OrderId::new("20260310-7").unwrap();
        for payload in [
            "null",
            "{}",
            "[]",
            r#"{"oms_order_id":null}"#,
            r#"{"oms_order_id":" "}"#,
            r#"{"message":"done"}"#,
        ] {
            assert_eq!(id(payload, &asked).unwrap(), asked, "{payload}");
        }
    }

    #[test]
    fn what_the_reply_names_counts() {
        let asked = OrderId::new("20260310-7").unwrap();
        for payload in [
            r#"{"oms_order_id":"20260310-8"}"#,
            r#"{"oms_order_id":202603108}"#,
        ] {
            assert_ne!(id(payload, &asked).unwrap(), asked, "{payload}");
        }
        for payload in [r#"{"oms_order_id":"../x"}"#, "true", "\"20260310-8\""] {
            assert!(id(payload, &asked).is_err(), "{payload}");
        }
    }
}
