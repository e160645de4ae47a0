//! Order and trade updates: what has happened in the books since a connection last looked (wire reference, 16.3).

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::{
    rest::{number, order_row},
    state::{
        State,
        orders::{Fill, Moment, Order},
    },
};

/// How far a connection has read an account's books.
#[derive(Clone, Debug, Default)]
pub(super) struct Cursor {
    /// States told of each order.
    told: HashMap<String, usize>,
    /// The number of the last trade told.
    last_trade: String,
}

/// The shape of an update's JSON; a client must read all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// `{"error": {…}, "result": [{…}]}`, as documented.
    #[default]
    Wrapper,
    Flat,
    Array,
}

/// One update.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Update {
    mode: u8,
    payload: Value,
}

impl Cursor {
    /// From here on: what is in the books already is not told.
    pub(super) fn at_present(state: &State, client_id: &str) -> Self {
        let mut cursor = Self::default();
        cursor.read(state, client_id);
        cursor
    }

    /// What is new, an order's states before the trades that led there.
    pub(super) fn read(&mut self, state: &State, client_id: &str) -> Vec<Update> {
        let mut updates = Vec::new();
        for order in state
            .orders
            .iter()
            .filter(|order| order.order.client_id == client_id)
        {
            let told = self.told.entry(order.oms_order_id.clone()).or_default();
            for moment in order.history.iter().skip(*told) {
                let payload = order_update(order, moment);
                updates.push(Update { mode: 50, payload });
            }
            *told = order.history.len();
        }
        for fill in state.portfolio.fills_of(client_id) {
            if fill.trade_number > self.last_trade {
                self.last_trade.clone_from(&fill.trade_number);
                let order = state.orders.find(client_id, &fill.oms_order_id);
                let user_order_id = order.map_or(0, |order| order.order.user_order_id);
                let payload = trade_update(fill, user_order_id);
                updates.push(Update { mode: 51, payload });
            }
        }
        updates
    }
}

impl Update {
    /// The frame: mode, four bytes without a documented meaning, then JSON to the end.
    ///
    /// Assumed: the four are 0. The broker's own Python SDK decodes all of the frame as UTF-8, so bytes of 0x80 and above
    /// cannot be among them.
    pub(super) fn encode(&self, form: Form) -> Vec<u8> {
        let payload = match form {
            Form::Wrapper => {
                json!({ "error": { "code": 0, "message": "" }, "result": [self.payload] }).to_string()
            }
            Form::Flat => self.payload.to_string(),
            Form::Array => json!([self.payload]).to_string(),
        };
        let mut frame = vec![self.mode, 0, 0, 0, 0];
        frame.extend(payload.into_bytes());
        frame
    }
}

/// The book's row at a moment of the order's life, with the members that only the feed has.
fn order_update(order: &Order, moment: &Moment) -> Value {
    let then = Order {
        order: moment.order.clone(),
        exchange_order_id: moment.exchange_order_id.clone(),
        status: moment.status,
        filled: moment.filled,
        filled_value: moment.filled_value,
        is_modified: moment.is_modified,
        changed_at: moment.at,
        history: Vec::new(),
        ..order.clone()
    };
    let mut row = order_row(&then);
    if let Some(members) = row.as_object_mut() {
        feed_members(members, &then);
    }
    row
}

fn feed_members(members: &mut Map<String, Value>, order: &Order) {
    if let Some(nnf_id) = members.remove("nnf_id") {
        members.insert("nnfid".to_owned(), nnf_id);
    }
    let rejection_code = match members.get("rejection_code").and_then(Value::as_i64) {
        None | Some(0) => "NONE".to_owned(),
        Some(code) => code.to_string(),
    };
    let indicator = order.order.leg.as_ref().map_or("", |leg| leg.indicator);
    let lot = order.order.instrument.lot;
    for (name, value) in [
        ("rejection_code", rejection_code.into()),
        ("leg_order_indicator", indicator.into()),
        ("lotsize", lot.into()),
        ("lot_size", lot.into()),
        ("nest_request_id", "".into()),
        ("transaction_type", order.order.order_type.into()),
        ("spread_token", "".into()),
    ] {
        members.insert(name.to_owned(), value);
    }
}

fn trade_update(fill: &Fill, user_order_id: i64) -> Value {
    json!({
        "client_id": fill.client_id,
        "exchange": fill.instrument.exchange,
        "exchange_order_id": fill.exchange_order_id,
        "exchange_time": fill.at.unix_timestamp(),
        "filled_quantity": fill.quantity,
        "instrument_token": fill.instrument.token,
        "login_id": fill.client_id,
        "oms_order_id": fill.oms_order_id,
        "order_side": fill.order_side,
        "pro_cli": "CLIENT",
        "product": fill.product,
        "remaining_quantity": fill.order_quantity - fill.filled,
        "series": fill.instrument.series,
        "symbol": fill.instrument.symbol,
        "trade_id": fill.trade_number,
        "trade_price": number(fill.price),
        "trading_symbol": fill.instrument.trading_symbol,
        "transaction_type": null,
        "user_order_id": user_order_id.to_string(),
        "v_login_id": null,
        "volume_filled_today": fill.filled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_of_any_length_is_text_after_five_characters() {
        for length in [0, 0x80, 0xc8, 0x1_0000] {
            let payload = json!({ "text": "x".repeat(length) });
            let frame = Update {
                mode: 51,
                payload: payload.clone(),
            }
            .encode(Form::Flat);
            let text = String::from_utf8(frame).unwrap();
            assert_eq!(
                (text.as_bytes()[0], &text[5..]),
                (51, payload.to_string().as_str())
            );
        }
    }

    #[test]
    fn each_form_is_json() {
        let update = Update {
            mode: 50,
            payload: json!({ "a": 1 }),
        };
        for (form, text) in [
            (
                Form::Wrapper,
                r#"{"error":{"code":0,"message":""},"result":[{"a":1}]}"#,
            ),
            (Form::Flat, r#"{"a":1}"#),
            (Form::Array, r#"[{"a":1}]"#),
        ] {
            assert_eq!(update.encode(form)[5..], *text.as_bytes(), "{form:?}");
        }
    }
}
