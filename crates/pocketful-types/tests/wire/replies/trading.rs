//! Answers to changes, the books and the portfolio.

use pocketful_types::{
    Converted, GetHoldings, GetOrderHistory, GetPositions, GetTrades, Holdings, LegsAnswer, Modified,
    OrderHistory, OrderState, Positions, Trades, profit_and_loss,
};
use rust_decimal::Decimal;

use super::{decoded, printed, reply};

fn text(amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| amount.normalize().to_string())
}

#[test]
fn answers_to_changes() {
    insta::assert_snapshot!("modified", printed(&reply::<Modified>("modified")));
    for name in ["legs_placed", "legs_modified", "legs_exited", "legs_null"] {
        insta::assert_snapshot!(name, printed(&reply::<LegsAnswer>(name)));
    }
    assert_eq!(reply::<Converted>("converted"), Converted::default());
    assert_eq!(reply::<Converted>("legs_null"), Converted::default());
}

#[test]
fn histories_in_every_shape() {
    for name in ["history_docs", "history_list", "history_orders", "history_null"] {
        let history: OrderHistory = decoded::<GetOrderHistory>(name);
        assert!(history.is_complete(), "{name}");
        insta::assert_snapshot!(name, printed(&history));
    }
    let odd: OrderHistory = decoded::<GetOrderHistory>("history_quirks");
    insta::assert_snapshot!("history_quirks", printed(&odd));
    insta::assert_snapshot!("history_quirks_bad_rows", format!("{:#?}", odd.bad_rows));
    assert_eq!(odd.rows[0].state(), OrderState::Unknown);
    // All 64 bits: to the nanosecond of a day in 2554.
    let modified = odd.rows[0].last_modified.as_ref().unwrap();
    assert_eq!(modified.text(), u64::MAX.to_string());
    assert_eq!(modified.time().unwrap().nanosecond(), 709_551_615);
    let docs: OrderHistory = decoded::<GetOrderHistory>("history_docs");
    let states: Vec<_> = docs.rows.iter().map(|step| step.state()).collect();
    assert_eq!(states, [OrderState::Open, OrderState::Complete]);
    let changed = docs.rows[0].changed_at().unwrap();
    assert_eq!(
        (changed.unix_timestamp(), changed.nanosecond()),
        (1_795_405_500, 125_000_000)
    );
}

#[test]
fn trades_of_production_and_of_the_documentation() {
    let facts = |name: &str| -> Vec<_> {
        let trades: Trades = decoded::<GetTrades>(name);
        trades
            .rows
            .iter()
            .map(|trade| {
                (
                    trade.id().map(str::to_owned),
                    trade.quantity().map(|units| units.units()),
                    text(trade.price()),
                    text(trade.value()),
                    trade.time().map(|time| time.unix_timestamp()),
                    (text(trade.limit()), trade.ordered().map(|units| units.units())),
                )
            })
            .collect()
    };
    insta::assert_debug_snapshot!("trades_production_facts", facts("trades_production"));
    insta::assert_debug_snapshot!("trades_docs_facts", facts("trades_docs"));
    for name in ["trades_production", "trades_docs", "trades_quirks", "trades_null"] {
        insta::assert_snapshot!(name, printed(&decoded::<GetTrades>(name)));
    }
    let odd = decoded::<GetTrades>("trades_quirks");
    // A row with the members of both shapes is no bad row.
    let both: Trades =
        serde_json::from_str(r#"[{"order_price":1,"price":2,"original_vol":3,"quantity":4}]"#).unwrap();
    assert!(both.is_complete());
    assert_eq!(text(both.rows[0].limit()).as_deref(), Some("1"));
    insta::assert_snapshot!("trades_quirks_bad_rows", format!("{:#?}", odd.bad_rows));
}

#[test]
fn positions_in_every_shape() {
    for name in [
        "positions_day",
        "positions_wrapped",
        "positions_null",
        "positions_bad_rows",
    ] {
        insta::assert_snapshot!(name, printed(&decoded::<GetPositions>(name)));
    }
    let odd = decoded::<GetPositions>("positions_bad_rows");
    insta::assert_snapshot!("positions_bad_rows_bad_rows", format!("{:#?}", odd.bad_rows));

    let day: Positions = decoded::<GetPositions>("positions_day");
    let gains: Vec<_> = day
        .rows
        .iter()
        .map(|p| (text(p.unrealized()), text(p.total())))
        .collect();
    let some = |amount: &str| Some(amount.to_owned());
    // 10 × (1880.05 − 1874.95), and −75 × (98.60 − 101.05) beside what was closed.
    assert_eq!(gains, [(some("51"), some("51")), (some("183.75"), some("307.5"))]);
    let sums = profit_and_loss(&day.rows);
    assert_eq!(text(Some(sums.total)).as_deref(), Some("358.5"));
    assert_eq!(sums.left_out, 0);
    let wrapped: Positions = decoded::<GetPositions>("positions_wrapped");
    assert_eq!(text(wrapped.rows[0].total()).as_deref(), Some("99.6"));
}

#[test]
fn holdings_in_every_shape() {
    for name in [
        "holdings",
        "holdings_list",
        "holdings_top_level",
        "holdings_bad_rows",
        "holdings_null",
    ] {
        insta::assert_snapshot!(name, printed(&decoded::<GetHoldings>(name)));
    }
    let odd: Holdings = decoded::<GetHoldings>("holdings_bad_rows");
    insta::assert_snapshot!("holdings_bad_rows_bad_rows", format!("{:#?}", odd.bad_rows));
    let acc = &odd.rows[0];
    assert_eq!(text(acc.invested()).as_deref(), Some("34047"));
    assert_eq!(text(acc.value()).as_deref(), Some("37601"));
    assert_eq!(text(acc.unrealized()).as_deref(), Some("3554"));
    assert_eq!(text(acc.day_change()).as_deref(), Some("377"));
    let exchange = acc
        .instrument_details
        .as_ref()
        .and_then(|details| details.exchange());
    assert_eq!(exchange, Some(pocketful_types::Exchange::Nse));
    assert_eq!(odd.rows[1].unrealized(), None);
}
