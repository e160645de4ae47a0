//! The form of orders with the broker's money (wire reference, section 4.4). Three of its members are known; that the rest is
//! as in every order is assumed.

use rust_decimal::Decimal;

use super::place::{self, Form};
use crate::{body::JsonBody, instruments::Universe, reply::Refusal, state::orders::NewOrder};

/// Whether a request to place an order is of this form.
pub(super) fn is_meant(body: &JsonBody) -> bool {
    body.text("product").is_ok_and(|product| product == "MTF")
}

/// The order of a request for this account.
pub(super) fn checked(body: &JsonBody, client_id: &str, universe: &Universe) -> Result<NewOrder, Refusal> {
    if body.integer("no_of_legs")? != 1 {
        return Err(Refusal::Invalid("no_of_legs"));
    }
    let price: Decimal = body
        .text("price")?
        .parse()
        .map_err(|_| Refusal::Invalid("price"))?;
    let form = Form {
        product: "MTF",
        price,
        disclosed_quantity: body.integer("disclosedQuantity")?,
    };
    let order = place::in_form(body, client_id, universe, form)?;
    if order.instrument.is_cash() {
        Ok(order)
    } else {
        Err(Refusal::Invalid("product"))
    }
}
