//! What is computed of replies, and the requests that are made of their rows.

use pocketful_types::{
    BasketName, BasketOrderChange, Baskets, Cancellation, ChainExpiry, ClientId, EditBasketOrder, Endpoint,
    FoundInstruments, GetOrders, GttChange, Gtts, Holdings, ModifyBracket, ModifyCover, ModifyGtt,
    ModifyOrder, OptionChain, OrderChange, OrderHistory, OrderProgress, Positions, Quantity, Quote,
    ScripInfo, Trades, profit_and_loss,
};
use serde_json::{Map, Value};

/// What is computed of a reply, and the requests that are made of its rows, whatever stands in it.
pub(super) fn act_on(text: &str) {
    let client = || ClientId::new("PK4471");
    if let Ok(orders) = GetOrders::decode(text) {
        let change = OrderChange::new().quantity(Quantity::new(7));
        for order in &orders.rows {
            if let Ok(request) = ModifyOrder::of(order, &change, client()) {
                request.progress(OrderProgress::of(order)).body().unwrap();
            }
            if let Ok(request) = ModifyCover::of(order, &change, client()) {
                request.body().unwrap();
            }
            if let Ok(request) = ModifyBracket::of(order, &change, client()) {
                request.body().unwrap();
            }
            if let Ok(Cancellation::Leg(request)) = Cancellation::of(order, client()) {
                let body: Map<String, Value> =
                    serde_json::from_slice(&request.body().unwrap().unwrap()).unwrap();
                let query: Map<String, Value> = request
                    .query()
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), Value::from(value.into_owned())))
                    .collect();
                assert_eq!(body, query);
            }
        }
    }
    if let Ok(positions) = serde_json::from_str::<Positions>(text) {
        let _ = profit_and_loss(&positions.rows);
    }
    if let Ok(holdings) = serde_json::from_str::<Holdings>(text) {
        for holding in &holdings.rows {
            let _ = (holding.unrealized(), holding.day_change());
        }
    }
    if let Ok(trades) = serde_json::from_str::<Trades>(text) {
        for trade in &trades.rows {
            let _ = (trade.value(), trade.id(), trade.time());
        }
    }
    if let Ok(history) = serde_json::from_str::<OrderHistory>(text) {
        for step in &history.rows {
            let _ = (step.state(), step.changed_at());
        }
    }
    if let Ok(quote) = serde_json::from_str::<Quote>(text) {
        let _ = quote.unscaled_unit();
    }
    if let Ok(info) = serde_json::from_str::<ScripInfo>(text) {
        let _ = (info.rules(), info.instrument(), info.others().count());
    }
    if let Ok(found) = serde_json::from_str::<FoundInstruments>(text) {
        for row in &found.rows {
            let _ = (row.instrument(), row.expiry_date());
        }
    }
    if let Ok(gtts) = serde_json::from_str::<Gtts>(text) {
        for gtt in &gtts.rows {
            let _ = (gtt.order.instrument(), gtt.order.held_as());
            let change = GttChange {
                quantity: Some(Quantity::new(7)),
                ..GttChange::default()
            };
            // What comes of a row is complete enough to be sent, or an error.
            if let Ok(new) = change.apply(gtt) {
                let request = ModifyGtt::new(gtt.id.clone(), new, client()).unwrap();
                request.body().unwrap();
            }
        }
    }
    if let Ok(baskets) = serde_json::from_str::<Baskets>(text) {
        let change = BasketOrderChange {
            order: OrderChange::new().quantity(Quantity::new(7)),
            ..BasketOrderChange::default()
        };
        let name = BasketName::new("Morning").unwrap();
        for basket in &baskets.rows {
            for order in &basket.orders.rows {
                if let Ok(new) = change.apply(&order.order_info) {
                    let (id, order_id) = (basket.basket_id.clone(), order.order_id.clone());
                    let request = EditBasketOrder::new(id, name.clone(), order_id, new, client()).unwrap();
                    request.body().unwrap();
                }
            }
        }
    }
    if let Ok(chain) = serde_json::from_str::<OptionChain>(text) {
        for expiry in &chain.rows {
            let _ = expiry.expiry_date.as_ref().and_then(ChainExpiry::date);
        }
    }
}
