//! Checks an order before it goes to the book: parameters first, then what the order system refuses.

use rust_decimal::Decimal;

use std::sync::Arc;

use crate::{
    body::JsonBody,
    instruments::{Instrument, Universe},
    reply::Refusal,
    state::orders::NewOrder,
};

const EXCHANGES: [&str; 5] = ["NSE", "BSE", "NFO", "BFO", "MCX"];
const ORDER_TYPES: [&str; 4] = ["LIMIT", "MARKET", "SL", "SLM"];
const VALIDITIES: [&str; 2] = ["DAY", "IOC"];
const PRODUCTS: [&str; 3] = ["CNC", "MIS", "NRML"];
const SIDES: [&str; 2] = ["BUY", "SELL"];

/// The order of a request for this account (wire reference, section 4.1).
pub(in crate::rest) fn checked(
    body: &JsonBody,
    client_id: &str,
    universe: &Universe,
) -> Result<NewOrder, Refusal> {
    let form = Form {
        product: product(body)?,
        price: body.number("price")?,
        disclosed_quantity: body.integer("disclosed_quantity")?,
    };
    in_form(body, client_id, universe, form)
}

/// The members in which the forms of the request differ, as each of them has them.
pub(super) struct Form {
    pub(super) product: &'static str,
    pub(super) price: Decimal,
    pub(super) disclosed_quantity: i64,
}

/// The order of a request whose form has been read.
pub(super) fn in_form(
    body: &JsonBody,
    client_id: &str,
    universe: &Universe,
    form: Form,
) -> Result<NewOrder, Refusal> {
    let (exchange, token) = instrument(body, client_id, false)?;
    let order_type = order_type(body)?;
    let validity = validity(body)?;
    let order_side = side(body)?;
    let is_amo = match body.text("execution_type")?.as_str() {
        "REGULAR" => false,
        "AMO" | "amo" => true,
        _ => return Err(Refusal::Invalid("execution_type")),
    };
    // Sources disagree on what it says, so that either value is taken.
    body.flag("amo")?;
    let order = NewOrder {
        client_id: client_id.to_owned(),
        instrument: universe
            .find(exchange, token)
            .filter(|one| one.is_tradable())
            .map(Arc::clone)
            .ok_or(Refusal::SomethingWrong)?,
        order_type,
        price: form.price,
        trigger_price: body.number("trigger_price")?,
        quantity: body.integer("quantity")?,
        disclosed_quantity: form.disclosed_quantity,
        validity,
        product: form.product,
        order_side,
        device: body.text("device")?,
        user_order_id: body.integer("user_order_id")?,
        is_amo,
        basket_id: None,
        leg: None,
    };
    check(&order)?;
    Ok(order)
}

/// Exchange and number of the instrument that a request of this account names; the number may be a number rather than
/// a text where `as_number` says so. Whether there is such an instrument is another question.
pub(in crate::rest) fn instrument(
    body: &JsonBody,
    client_id: &str,
    as_number: bool,
) -> Result<(&'static str, u32), Refusal> {
    if body.text("client_id")? != client_id {
        return Err(Refusal::Forbidden);
    }
    let exchange = one_of(body, "exchange", &EXCHANGES)?;
    let token = if as_number {
        body.text_or_number("instrument_token")
    } else {
        body.text("instrument_token")
    };
    let token = token?.parse().map_err(|_| Refusal::Invalid("instrument_token"))?;
    Ok((exchange, token))
}

pub(in crate::rest) fn order_type(body: &JsonBody) -> Result<&'static str, Refusal> {
    one_of(body, "order_type", &ORDER_TYPES)
}

pub(in crate::rest) fn validity(body: &JsonBody) -> Result<&'static str, Refusal> {
    one_of(body, "validity", &VALIDITIES)
}

pub(in crate::rest) fn product(body: &JsonBody) -> Result<&'static str, Refusal> {
    one_of(body, "product", &PRODUCTS)
}

pub(in crate::rest) fn side(body: &JsonBody) -> Result<&'static str, Refusal> {
    one_of(body, "order_side", &SIDES)
}

/// What the order system looks at: product, quantity and prices.
pub(in crate::rest) fn check(order: &NewOrder) -> Result<(), Refusal> {
    if order.product == "CNC" && !order.instrument.is_cash() {
        return Err(Refusal::Invalid("product"));
    }
    check_quantity(order)?;
    check_prices(order)
}

/// A text that is one of the words of the wire.
pub(in crate::rest) fn one_of(
    body: &JsonBody,
    name: &'static str,
    words: &[&'static str],
) -> Result<&'static str, Refusal> {
    let given = body.text(name)?;
    words
        .iter()
        .find(|word| **word == given)
        .copied()
        .ok_or(Refusal::Invalid(name))
}

pub(in crate::rest) fn check_quantity(order: &NewOrder) -> Result<(), Refusal> {
    check_quantity_of(&order.instrument, order.quantity, order.disclosed_quantity)
}

pub(in crate::rest) fn check_quantity_of(
    instrument: &Instrument,
    quantity: i64,
    disclosed_quantity: i64,
) -> Result<(), Refusal> {
    if quantity < 1 {
        return refuse("quantity must be at least 1");
    }
    if quantity % instrument.lot != 0 {
        return refuse("quantity is not a multiple of the lot size");
    }
    if quantity > instrument.freeze_quantity() {
        return refuse("quantity is above the freeze quantity");
    }
    if !(0..=quantity).contains(&disclosed_quantity) {
        return refuse("disclosed quantity must lie between 0 and the quantity");
    }
    Ok(())
}

fn check_prices(order: &NewOrder) -> Result<(), Refusal> {
    let has_price = matches!(order.order_type, "LIMIT" | "SL");
    let has_trigger = matches!(order.order_type, "SL" | "SLM");
    check_price(
        order,
        order.price,
        has_price,
        "price must be 0 for this order type",
    )?;
    let stray = "trigger price must be 0 for this order type";
    check_price(order, order.trigger_price, has_trigger, stray)?;
    if order.order_type == "SL" {
        let sound = match order.order_side {
            "BUY" => order.trigger_price <= order.price,
            _ => order.trigger_price >= order.price,
        };
        if !sound {
            return refuse("trigger price lies on the wrong side of the price");
        }
    }
    Ok(())
}

fn check_price(order: &NewOrder, price: Decimal, wanted: bool, stray: &'static str) -> Result<(), Refusal> {
    if !wanted {
        return if price.is_zero() { Ok(()) } else { refuse(stray) };
    }
    if price <= Decimal::ZERO {
        return refuse("price must be above 0");
    }
    if !order.instrument.is_on_tick(price) {
        return refuse("price is not a multiple of the tick size");
    }
    let (low, high) = order.instrument.daily_range();
    if price < low || price > high {
        return refuse("price is outside the daily price range");
    }
    Ok(())
}

pub(in crate::rest) fn refuse(reason: &'static str) -> Result<(), Refusal> {
    Err(Refusal::Backend(500, reason))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use time::macros::date;

    use super::*;

    fn good() -> Value {
        json!({
            "exchange": "NSE",
            "instrument_token": "14366",
            "client_id": "AB1234",
            "order_type": "LIMIT",
            "price": 8.75,
            "quantity": 10,
            "disclosed_quantity": 0,
            "validity": "DAY",
            "product": "CNC",
            "order_side": "BUY",
            "device": "WEB",
            "user_order_id": 1,
            "trigger_price": 0,
            "execution_type": "REGULAR",
        })
    }

    fn check(order: &Value) -> Result<NewOrder, Refusal> {
        checked(
            &JsonBody::parse(order.to_string().as_bytes())?,
            "AB1234",
            &Universe::on(date!(2026 - 11 - 23)),
        )
    }

    /// Anything that a member may be mistaken for.
    fn anything() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            Just(json!([])),
            Just(json!({ "a": 1 })),
        ]
    }

    #[test]
    fn the_good_order_is_good_and_each_member_but_amo_is_needed() {
        assert!(check(&good()).is_ok());
        for name in good().as_object().unwrap().keys() {
            let mut order = good();
            order.as_object_mut().unwrap().remove(name);
            assert!(
                matches!(check(&order), Err(Refusal::Blank(missing)) if missing == name),
                "{name}"
            );
        }
    }

    #[test]
    fn prices_keep_the_digits_they_were_sent_with() {
        for (text, price) in [("8.75", 875), ("8.750", 875), ("875e-2", 875), ("8.7", 870)] {
            let order = good().to_string().replace("8.75", text);
            let universe = Universe::on(date!(2026 - 11 - 23));
            let order = checked(&JsonBody::parse(order.as_bytes()).unwrap(), "AB1234", &universe).unwrap();
            assert_eq!(order.price, Decimal::new(price, 2), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn nothing_that_a_member_may_hold_breaks_the_check(at in 0usize..14, value in anything()) {
            let mut order = good();
            let name = order.as_object().unwrap().keys().nth(at).unwrap().clone();
            order[name] = value;
            if let Ok(order) = check(&order) {
                prop_assert!(order.quantity > 0 && order.price > Decimal::ZERO);
            }
        }
    }
}
