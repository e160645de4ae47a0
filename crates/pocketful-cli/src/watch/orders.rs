//! Order and trade updates in a sentence each, in the words of the order book's table.

use pocketful::{
    Order, Quantity,
    stream::Books,
    types::{OrderState, TradeUpdate},
};

use super::news::Weight;
use crate::{
    commands::orders::{filled_of, leg, positive, side, status, symbol, symbol_or_token},
    output::money,
};

/// `order 7: buy 0/10 SBIN-EQ @ 812.50 is open`.
pub(super) fn order(order: &Order) -> (Weight, String) {
    let mut text = format!("order {}: ", order.oms_order_id);
    let price = positive(order.price).map_or_else(|| "market".to_owned(), money::plain);
    let what = [
        leg(order),
        &side(order.order_side.as_ref()),
        &filled_of(order),
        &symbol(order),
        "@",
        &price,
    ];
    text += &spaced(&what);
    if let Some(trigger) = positive(order.trigger_price) {
        text += &format!(", trigger {},", money::plain(trigger));
    }
    text += &format!(" is {}", status(order));
    if let Some(price) = order.filled_price() {
        text += &format!(", filled at {} on average", money::plain(price));
    }
    let code = order.rejection_code.filter(|code| *code != 0);
    match (&order.rejection_reason, code) {
        (Some(reason), Some(code)) => text += &format!(": {reason} (code {code})"),
        (Some(reason), None) => text += &format!(": {reason}"),
        (None, Some(code)) => text += &format!(": code {code}"),
        (None, None) => {}
    }
    let weight = match order.state() {
        OrderState::Complete => Weight::Good,
        OrderState::Rejected => Weight::Bad,
        _ => Weight::Plain,
    };
    (weight, text)
}

/// `order 7: buy 4 SBIN-EQ @ 812.50 traded, 6 remain`.
pub(super) fn trade(trade: &TradeUpdate) -> String {
    let units = |units: Option<Quantity>| units.map_or_else(|| "?".to_owned(), |units| units.to_string());
    let price = trade.trade_price.map_or_else(|| "?".to_owned(), money::plain);
    let what = [
        &*side(trade.order_side.as_ref()),
        &units(trade.filled_quantity),
        &symbol_or_token(trade.trading_symbol.as_ref(), trade.instrument_token),
        "@",
        &price,
    ];
    let mut text = format!("order {}: {} traded", trade.oms_order_id, spaced(&what));
    if let Some(left) = trade.remaining_quantity {
        text += &format!(", {left} remain");
    }
    text
}

/// What is there of it.
fn spaced(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Of which of the books nobody knows what is in it.
pub(super) fn null_lists(books: &Books) -> Vec<&'static str> {
    let lists = [
        ("pending", books.pending.is_null),
        ("completed", books.completed.is_null),
        (
            "trades",
            books.trades.as_ref().is_some_and(|trades| trades.is_null),
        ),
    ];
    let null = lists.into_iter().filter(|(_, is_null)| *is_null);
    null.map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> String {
        order(&serde_json::from_str(json).unwrap()).1
    }

    #[test]
    fn an_order_is_told_as_the_book_shows_it() {
        let told_of = |more: &str| {
            told(&format!(
                r#"{{"oms_order_id":"7","order_side":"BUY","quantity":10,"filled_quantity":0,"trading_symbol":"SBIN-EQ","mode":"NEW",{more}}}"#
            ))
        };
        assert_eq!(
            told_of(r#""price":812.5,"order_status":"CONFIRMED""#),
            "order 7: buy 0/10 SBIN-EQ @ 812.50 is open"
        );
        assert_eq!(
            told_of(r#""price":0,"trigger_price":123456,"order_status":"TRIGGER PENDING""#),
            "order 7: buy 0/10 SBIN-EQ @ market, trigger 1,23,456.00, is trigger pending"
        );
        assert_eq!(
            told_of(
                r#""price":812.5,"order_status":"REJECTED","rejection_code":12001,"rejection_reason":"RMS: margin shortfall""#
            ),
            "order 7: buy 0/10 SBIN-EQ @ 812.50 is rejected: RMS: margin shortfall (code 12001)"
        );
        assert_eq!(
            told(r#"{"oms_order_id":"7","order_status":"ODD"}"#),
            "order 7: ?/? @ market is ODD"
        );
    }

    #[test]
    fn a_fill_is_told_with_what_remains() {
        let told = |json: &str| trade(&serde_json::from_str(json).unwrap());
        assert_eq!(
            told(
                r#"{"oms_order_id":"7","order_side":"SELL","filled_quantity":4,"remaining_quantity":6,
                    "trading_symbol":"SBIN-EQ","trade_price":1812.5}"#
            ),
            "order 7: sell 4 SBIN-EQ @ 1,812.50 traded, 6 remain"
        );
        assert_eq!(told(r#"{"oms_order_id":"7"}"#), "order 7: ? @ ? traded");
    }
}
