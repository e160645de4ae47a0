//! Every successful reply: what is understood of it, written as `--json` prints it.

mod groups;
mod market;
mod trading;

use std::fmt::Debug;

use pocketful_types::{
    Cancelled, CreatedApp, Endpoint, Funds, GetOrders, OrderState, Orders, Placed, PlacedMtf, Profile,
    RegisteredApps, TradingInfo, envelope,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{contract, fixture};

/// The payload of a reply.
fn payload(name: &str) -> String {
    let body = fixture(&format!("json/{name}.json"));
    let payload = envelope::classify(200, body.as_bytes()).unwrap().payload;
    payload.get().to_owned()
}

pub(crate) fn reply<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&payload(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A reply as the operation `E` reads it, which is no other than its type reads it.
fn decoded<E: Endpoint>(name: &str) -> E::Response
where
    E::Response: PartialEq + Debug,
{
    let read = E::decode(&payload(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(read, reply::<E::Response>(name), "{name}");
    read
}

#[track_caller]
fn printed(value: &impl Serialize) -> String {
    contract::holds(value);
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn trading_info() {
    for name in ["trading_info", "trading_info_older", "trading_info_nulls"] {
        insta::assert_snapshot!(name, printed(&reply::<TradingInfo>(name)));
    }
}

#[test]
fn apps() {
    let apps = reply::<RegisteredApps>("apps");
    assert_eq!(apps.bad_rows.len(), 1);
    insta::assert_snapshot!("apps", printed(&apps));
}

#[test]
fn an_app_is_registered() {
    for name in ["register_app", "register_app_odd"] {
        insta::assert_snapshot!(name, printed(&reply::<CreatedApp>(name)));
    }
}

#[test]
fn profiles_of_every_generation() {
    for name in ["profile_new", "profile_old", "profile_nulls", "trading_info"] {
        insta::assert_snapshot!(format!("{name}_as_profile"), printed(&reply::<Profile>(name)));
    }
}

#[test]
fn funds_of_every_generation() {
    for name in ["funds_docs", "funds_production", "funds_numbered", "funds_nulls"] {
        insta::assert_snapshot!(name, printed(&reply::<Funds>(name)));
    }
    // Rows that are no amounts stay as received, which may be anything.
    let odd: Funds = reply("funds_odd_rows");
    insta::assert_snapshot!("funds_odd_rows", serde_json::to_string_pretty(&odd).unwrap());
}

#[test]
fn funds_are_found_under_either_generations_labels() {
    let text = |amount: Option<rust_decimal::Decimal>| amount.map(|amount| amount.to_string());
    let docs: Funds = reply("funds_docs");
    assert_eq!(text(docs.available()).as_deref(), Some("104250.75"));
    assert_eq!(text(docs.pledge_collateral()).as_deref(), Some("18500.40"));
    assert_eq!(text(docs.span_margin()).as_deref(), Some("1234567890123.4567"));
    assert_eq!(text(docs.delivery()).as_deref(), Some("-1250.05"));
    assert_eq!(docs.margin_used(), None);
    let production: Funds = reply("funds_production");
    assert_eq!(text(production.available()).as_deref(), Some("98750.25"));
    assert_eq!(text(production.margin_used()).as_deref(), Some("5500.50"));
    assert_eq!(text(production.unrealized_mtm()).as_deref(), Some("-120.35"));
    assert_eq!(
        text(production.amount("Unrealized MTM")).as_deref(),
        Some("-120.35")
    );
    let numbered: Funds = reply("funds_numbered");
    assert_eq!(text(numbered.available()).as_deref(), Some("98750.25"));
    assert_eq!(text(numbered.margin_used()).as_deref(), Some("5500.5"));
    // A row that is no amount hides neither a later one of the same label nor the rest.
    let odd: Funds = reply("funds_odd_rows");
    assert_eq!(text(odd.available()).as_deref(), Some("12500.10"));
    assert_eq!(text(odd.premium()).as_deref(), Some("100"));
    assert_eq!(odd.rows.len(), 12);
    assert_eq!(odd.rows[0].raw(), r#"["Available","12,500.00"]"#);
    assert_eq!(odd.rows[0].label(), Some("Available"));
    assert_eq!((odd.cash_deposit(), odd.span_margin()), (None, None));
}

#[test]
fn answers_to_orders() {
    for name in ["placed", "placed_with_number"] {
        insta::assert_snapshot!(name, printed(&reply::<Placed>(name)));
    }
    insta::assert_snapshot!("placed_mtf", printed(&reply::<PlacedMtf>("placed_mtf")));
    insta::assert_snapshot!("cancelled", printed(&reply::<Cancelled>("cancelled")));
}

#[test]
fn order_books() {
    for name in [
        "orders_pending",
        "orders_completed",
        "orders_bare_list",
        "orders_null",
        "orders_null_list",
        "orders_empty",
        "orders_quirks",
    ] {
        let orders: Orders = reply(name);
        let body = fixture(&format!("json/{name}.json"));
        let payload = envelope::classify(200, body.as_bytes()).unwrap().payload;
        assert_eq!(GetOrders::decode(payload.get()).unwrap(), orders, "{name}");
        let value: serde_json::Value = serde_json::from_str(payload.get()).unwrap();
        assert_eq!(
            serde_json::from_value::<Orders>(value).unwrap().rows.len(),
            orders.rows.len()
        );
        assert_eq!(orders.bad_rows, [], "{name}");
        insta::assert_snapshot!(name, printed(&orders));
    }
}

#[test]
fn one_bad_row_does_not_hide_the_others() {
    let orders: Orders = reply("orders_bad_rows");
    let ids: Vec<&str> = orders
        .rows
        .iter()
        .map(|order| order.oms_order_id.as_str())
        .collect();
    assert_eq!(ids, ["202611231778", "202611231788"]);
    insta::assert_snapshot!("orders_bad_rows", format!("{:#?}", orders.bad_rows));
}

#[test]
fn states_and_filled_prices_follow_production() {
    let facts = |name: &str| -> Vec<(OrderState, Option<String>)> {
        reply::<Orders>(name)
            .rows
            .iter()
            .map(|order| (order.state(), order.filled_price().map(|price| price.to_string())))
            .collect()
    };
    assert_eq!(
        facts("orders_pending"),
        [
            (OrderState::Open, None),
            (OrderState::TriggerPending, None),
            (OrderState::Open, None)
        ]
    );
    assert_eq!(
        facts("orders_completed"),
        [
            (OrderState::Complete, Some("1874.95".to_owned())),
            (OrderState::Complete, Some("101.05".to_owned())),
            (OrderState::Rejected, None),
            (OrderState::Cancelled, None),
            (OrderState::Cancelled, None),
        ]
    );
    assert_eq!(facts("orders_quirks")[0].0, OrderState::Unknown);
}

#[test]
fn printed_values_can_be_read_back() {
    fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str) {
        let value: T = reply(name);
        let text = printed(&value);
        assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value, "{name}");
    }
    round::<TradingInfo>("trading_info_older");
    round::<Placed>("placed_with_number");
    round::<Profile>("profile_old");
    round::<Orders>("orders_completed");
    round::<Orders>("orders_quirks");
}
