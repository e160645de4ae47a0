//! Leaving a cover or bracket order: taking a leg back or closing what it opened (wire reference, section 5.3).

use std::borrow::Cow;

use http::Method;
use serde::{Serialize, Serializer};

use super::{LegsAnswer, PATH};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExchangeOrderId, ExecutionType, Leg, Order, OrderError, OrderId,
    OrderStatus, RateClass, Received, Route, endpoint::path_segment, json_body, orders::known,
};

/// The request that takes a leg of a cover or bracket order back: `DELETE /api/v1/orders/kart/{oms_order_id}`.
///
/// The sources disagree whether the values travel in the query or in a JSON body, so they go in both (wire reference,
/// section 17, row 15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitLeg {
    values: Values,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Values {
    client_id: ClientId,
    oms_order_id: OrderId,
    exchange_order_id: ExchangeOrderId,
    execution_type: ExecutionType,
    /// In capitals, whatever the prose of the documentation prints (wire reference, section 17, row 18).
    leg_order_indicator: Leg,
    /// Of a bracket order only.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    status: Option<OrderStatus>,
}

/// As the query has it: a row without a status has no other text in the body than there.
fn as_text<S: Serializer>(status: &Option<OrderStatus>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.as_ref().map_or("", OrderStatus::as_str))
}

impl ExitLeg {
    /// Takes a leg of a cover order back.
    ///
    /// # Errors
    /// When the exchange's id is empty, which the server refuses.
    pub fn cover(
        client_id: ClientId,
        order_id: OrderId,
        exchange_order_id: ExchangeOrderId,
        leg: Leg,
    ) -> Result<Self, OrderError> {
        Self::new(client_id, order_id, exchange_order_id, leg, None)
    }

    /// Takes a leg of a bracket order back; `status` is the one that the book shows for it.
    ///
    /// # Errors
    /// When the exchange's id is empty, which the server refuses.
    pub fn bracket(
        client_id: ClientId,
        order_id: OrderId,
        exchange_order_id: ExchangeOrderId,
        leg: Leg,
        status: OrderStatus,
    ) -> Result<Self, OrderError> {
        Self::new(client_id, order_id, exchange_order_id, leg, Some(status))
    }

    /// Takes the leg in the row `order` of the book back.
    ///
    /// # Errors
    /// When the row is of no cover or bracket order, or lacks what the request needs.
    pub fn of(order: &Order, client_id: ClientId) -> Result<Self, OrderError> {
        let leg = known("leg_order_indicator", order.leg_order_indicator.as_ref())?;
        let exchange_order_id = order
            .exchange_order_id
            .clone()
            .ok_or(OrderError::Missing("exchange_order_id"))?;
        let status = match is_of(order, ExecutionType::Cover) {
            Ok(()) => None,
            Err(_) => {
                is_of(order, ExecutionType::Bracket)?;
                Some(order.order_status.clone())
            }
        };
        Self::new(
            client_id,
            order.oms_order_id.clone(),
            exchange_order_id,
            leg,
            status,
        )
    }

    fn new(
        client_id: ClientId,
        oms_order_id: OrderId,
        exchange_order_id: ExchangeOrderId,
        leg: Leg,
        status: Option<OrderStatus>,
    ) -> Result<Self, OrderError> {
        if exchange_order_id.as_str().is_empty() {
            return Err(OrderError::Missing("exchange_order_id"));
        }
        let execution_type = if status.is_some() {
            ExecutionType::Bracket
        } else {
            ExecutionType::Cover
        };
        Ok(Self {
            values: Values {
                client_id,
                oms_order_id,
                exchange_order_id,
                execution_type,
                leg_order_indicator: leg,
                status,
            },
        })
    }

    /// The leg to take back.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.values.oms_order_id
    }
}

/// Whether the row belongs to an order of this kind.
pub(super) fn is_of(order: &Order, kind: ExecutionType) -> Result<(), OrderError> {
    match &order.execution_type {
        Some(Received::Known(own)) if *own == kind => Ok(()),
        Some(other) => Err(OrderError::OtherMachinery(other.as_str().into())),
        None => Err(OrderError::Missing("execution_type")),
    }
}

impl Endpoint for ExitLeg {
    const NAME: &'static str = "legs.exit";
    const METHOD: Method = Method::DELETE;
    const RATE: RateClass = RateClass::Cancel;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!(
            "{PATH}/{}",
            path_segment(self.values.oms_order_id.as_str())
        ))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let values = &self.values;
        let mut query = vec![
            ("client_id", Cow::Borrowed(values.client_id.as_str())),
            ("oms_order_id", Cow::Borrowed(values.oms_order_id.as_str())),
            (
                "exchange_order_id",
                Cow::Borrowed(values.exchange_order_id.as_str()),
            ),
            ("execution_type", Cow::Borrowed(values.execution_type.as_str())),
            (
                "leg_order_indicator",
                Cow::Borrowed(values.leg_order_indicator.as_str()),
            ),
        ];
        if let Some(status) = &values.status {
            query.push(("status", Cow::Borrowed(status.as_str())));
        }
        query
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.values)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_row_without_a_status_says_the_same_in_query_and_body() {
        let row = json!({
            "oms_order_id": "1", "exchange_order_id": "2", "execution_type": "BO", "leg_order_indicator": "SECOND",
        });
        let order: Order = serde_json::from_value(row).unwrap();
        let exit = ExitLeg::of(&order, ClientId::new("PK4471")).unwrap();
        let body: Value = serde_json::from_slice(&exit.body().unwrap().unwrap()).unwrap();
        assert_eq!(body["status"], "");
        assert!(exit.query().contains(&("status", Cow::Borrowed(""))));
    }
}
