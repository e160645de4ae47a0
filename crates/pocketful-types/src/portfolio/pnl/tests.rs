//! Longs, shorts, closed positions, and what is not known.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Position, profit_and_loss};

fn position(json: &Value) -> Position {
    serde_json::from_str(&json.to_string()).unwrap()
}

fn text(amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| amount.normalize().to_string())
}

#[test]
fn a_long_a_short_and_a_closed_position() {
    for (json, unrealized, total) in [
        (
            json!({"net_quantity": 10, "average_price": 100.1, "ltp": 100.3, "multiplier": 1, "realized_mtm": 5.05}),
            "2",
            "7.05",
        ),
        (
            json!({"net_quantity": -10, "average_price": 100.1, "ltp": 100.3, "multiplier": 1, "realized_mtm": 5}),
            "-2",
            "3",
        ),
        // Closed: neither a price nor a last price matters.
        (
            json!({"net_quantity": 0, "realized_mtm": "-12.35"}),
            "0",
            "-12.35",
        ),
        // A contract whose price stands for ten units of something.
        (
            json!({"net_quantity": 3, "average_price": 0.1, "ltp": 0.3, "multiplier": 10, "realized_mtm": 0}),
            "6",
            "6",
        ),
        // No average of the whole: that of the side that is open.
        (
            json!({"net_quantity": 2, "average_price": 0, "average_buy_price": 7, "average_sell_price": 9, "ltp": 8,
                   "multiplier": 0, "realized_mtm": 1}),
            "2",
            "3",
        ),
        (
            json!({"net_quantity": -2, "average_buy_price": 7, "average_sell_price": 9, "ltp": 8, "realized_mtm": 1}),
            "2",
            "3",
        ),
    ] {
        let position = position(&json);
        assert_eq!(text(position.unrealized()).as_deref(), Some(unrealized), "{json}");
        assert_eq!(text(position.total()).as_deref(), Some(total), "{json}");
    }
}

/// The server's averages and sums are floats; what is shown comes of amounts and units.
#[test]
fn the_noise_of_the_servers_floats_is_not_money() {
    for (json, unrealized, total) in [
        // Three units for 2503.25: the average does not end.
        (
            json!({"net_quantity": 3, "average_price": 834.416_666_666_666_6, "buy_quantity": 3, "buy_amount": 2503.25,
                   "ltp": 834.5, "realized_mtm": 0}),
            "0.25",
            "0.25",
        ),
        // Short, and the average cut off at four decimals, which would be off by more than a paisa.
        (
            json!({"net_quantity": -900, "average_price": 834.4167, "sell_quantity": 900, "sell_amount": 750_975,
                   "ltp": 834.5, "realized_mtm": 110.150_000_000_000_1}),
            "-75",
            "35.15",
        ),
        // A part of them is closed.
        (
            json!({"net_quantity": 3, "average_price": 834.415, "buy_quantity": 10, "buy_amount": 8344.15,
                   "sell_quantity": 7, "sell_amount": 5833.45, "ltp": 834.55, "realized_mtm": -7.454_999_999_999_998}),
            "0.405",
            "-7.05",
        ),
        // A part that is no even share of them.
        (
            json!({"net_quantity": 1, "average_price": 834.416_666_666_666_6, "buy_quantity": 3, "buy_amount": 2503.25,
                   "ltp": 834.5, "realized_mtm": 0}),
            "0.0833",
            "0.0833",
        ),
        // The amount is another one than the average speaks of: the average counts.
        (
            json!({"net_quantity": 2, "average_price": 7, "buy_quantity": 4, "buy_amount": 30, "ltp": 8,
                   "realized_mtm": 0}),
            "2",
            "2",
        ),
        // No amounts: the average's noise goes all the same.
        (
            json!({"net_quantity": 3, "average_price": 834.416_666_666_666_6, "ltp": 834.5, "realized_mtm": 0}),
            "0.25",
            "0.25",
        ),
    ] {
        let position = position(&json);
        assert_eq!(text(position.unrealized()).as_deref(), Some(unrealized), "{json}");
        assert_eq!(text(position.total()).as_deref(), Some(total), "{json}");
        let sums = profit_and_loss(&[position]);
        assert_eq!(text(Some(sums.total)).as_deref(), Some(total), "{json}");
    }
}

#[test]
fn what_is_not_known_is_not_made_up() {
    for json in [
        json!({}),
        json!({"net_quantity": 5, "ltp": 8, "realized_mtm": 0}),
        json!({"net_quantity": 5, "average_price": 7, "realized_mtm": 0}),
        json!({"average_price": 7, "ltp": 8, "realized_mtm": 0}),
    ] {
        assert_eq!(position(&json).unrealized(), None, "{json}");
        assert_eq!(position(&json).total(), None, "{json}");
    }
    let unknown = position(&json!({"net_quantity": 1, "average_price": 7, "ltp": 8}));
    assert_eq!(text(unknown.unrealized()).as_deref(), Some("1"));
    assert_eq!(unknown.total(), None);
    let known = position(&json!({"net_quantity": 1, "average_price": 7, "ltp": 8, "realized_mtm": 2}));
    let sums = profit_and_loss(&[unknown, known.clone(), known]);
    assert_eq!(sums.left_out, 1);
    assert_eq!(
        (sums.realized, sums.unrealized, sums.total),
        (4.into(), 2.into(), 6.into())
    );
}

proptest! {
    /// What a position gains is what it is worth less what it cost.
    #[test]
    fn unrealized_is_value_less_cost(
        net in -1_000_000_i64..1_000_000,
        paid in 1_i64..100_000_000,
        ltp in 1_i64..100_000_000,
        realized in any::<i32>(),
    ) {
        let (paid, ltp) = (Decimal::new(paid, 2), Decimal::new(ltp, 2));
        let json = format!(
            r#"{{"net_quantity":{net},"average_price":{paid},"ltp":"{ltp}","multiplier":1,"realized_mtm":{realized}}}"#
        );
        let position: Position = serde_json::from_str(&json).unwrap();
        let gain = Decimal::from(net) * ltp - Decimal::from(net) * paid;
        prop_assert_eq!(position.unrealized(), Some(gain));
        prop_assert_eq!(position.total(), Some(gain + Decimal::from(realized)));
        let sums = profit_and_loss(&[position.clone(), position]);
        prop_assert_eq!(sums.total, (gain + Decimal::from(realized)) * Decimal::TWO);
        prop_assert_eq!(sums.total, sums.realized + sums.unrealized);
    }

    /// Numbers too large to multiply are unknown, never a panic.
    #[test]
    fn any_numbers_are_never_a_panic(net in any::<i64>(), paid in any::<i128>(), ltp in any::<u64>(), scale in 0_u32..28) {
        let paid = Decimal::try_from_i128_with_scale(paid >> 33, scale).unwrap_or_default();
        let json = format!(
            r#"{{"net_quantity":{net},"average_price":{paid},"ltp":{ltp},"multiplier":{ltp},"realized_mtm":{paid}}}"#
        );
        let position: Position = serde_json::from_str(&json).unwrap();
        let _ = (position.unrealized(), position.total(), position.market_value());
        let _ = profit_and_loss(&[position.clone(), position]);
    }
}
