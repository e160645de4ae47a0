//! Checks an order before it goes to the book: parameters first, then what the order system refuses.

use rust_decimal::Decimal;

use crate::{body::JsonBody, instruments::Instrument, reply::Refusal, state::orders::NewOrder};

const EXCHANGES: [&str; 5] = ["NSE", "BSE", "NFO", "BFO", "MCX"];
const ORDER_TYPES: [&str; 4] = ["LIMIT", "MARKET", "SL", "SLM"];
const VALIDITIES: [&str; 2] = ["DAY", "IOC"];
const PRODUCTS: [&str; 3] = ["CNC", "MIS", "NRML"];
const SIDES: [&str; 2] = ["BUY", "SELL"];

/// The order of a request for this account (wire reference, section 4.1).
pub(super) fn checked(body: &JsonBody, client_id: &str) -> Result<NewOrder, Refusal> {
    if body.text("client_id")? != client_id {
        return Err(Refusal::Forbidden);
    }
    let exchange = one_of(body, "exchange", &EXCHANGES)?;
    let token: u32 = body
        .text("instrument_token")?
        .parse()
        .map_err(|_| Refusal::Invalid("instrument_token"))?;
    let order_type = one_of(body, "order_type", &ORDER_TYPES)?;
    let validity = one_of(body, "validity", &VALIDITIES)?;
    let product = one_of(body, "product", &PRODUCTS)?;
    let order_side = one_of(body, "order_side", &SIDES)?;
    let is_amo = match body.text("execution_type")?.as_str() {
        "REGULAR" => false,
        "AMO" | "amo" => true,
        _ => return Err(Refusal::Invalid("execution_type")),
    };
    // Sources disagree on what it says, so that either value is taken.
    body.flag("amo")?;
    let order = NewOrder {
        client_id: client_id.to_owned(),
        instrument: Instrument::find(exchange, token).ok_or(Refusal::SomethingWrong)?,
        order_type,
        price: body.number("price")?,
        trigger_price: body.number("trigger_price")?,
        quantity: body.integer("quantity")?,
        disclosed_quantity: body.integer("disclosed_quantity")?,
        validity,
        product,
        order_side,
        device: body.text("device")?,
        user_order_id: body.integer("user_order_id")?,
        is_amo,
    };
    if product == "CNC" && !order.instrument.is_cash() {
        return Err(Refusal::Invalid("product"));
    }
    check_quantity(&order)?;
    check_prices(&order)?;
    Ok(order)
}

/// A text that is one of the words of the wire.
fn one_of(body: &JsonBody, name: &'static str, words: &[&'static str]) -> Result<&'static str, Refusal> {
    let given = body.text(name)?;
    words
        .iter()
        .find(|word| **word == given)
        .copied()
        .ok_or(Refusal::Invalid(name))
}

fn check_quantity(order: &NewOrder) -> Result<(), Refusal> {
    if order.quantity < 1 {
        return refuse("quantity must be at least 1");
    }
    if order.quantity % order.instrument.lot != 0 {
        return refuse("quantity is not a multiple of the lot size");
    }
    if !(0..=order.quantity).contains(&order.disclosed_quantity) {
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

fn refuse(reason: &'static str) -> Result<(), Refusal> {
    Err(Refusal::Backend(500, reason))
}
