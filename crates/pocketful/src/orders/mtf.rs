//! Orders with the broker's money, which have a form of their own (wire reference, section 4.4).

use pocketful_types::{NewOrder, PlaceMtfOrder, PlacedMtf};

use super::{OrdersApi, numbered};
use crate::Error;

impl OrdersApi<'_> {
    /// Places an order of the product `MTF` (wire reference, section 4.4; undocumented, and what is sent is assumed in part: see
    /// [`PlaceMtfOrder`]).
    ///
    /// Success means that the broker took the order in. The answer names no order: find it by the `user_order_id` that is
    /// returned, with [`find_by_user_order_id`](Self::find_by_user_order_id). An order without one is given a random one.
    ///
    /// # Errors
    /// As [`place`](Self::place), and when the product is another one.
    pub async fn place_mtf(&self, order: &NewOrder) -> Result<PlacedMtf, Error> {
        // A wrong order costs neither a login nor a permit.
        order.validate()?;
        let order = numbered(order.clone());
        let number = order.given_user_order_id();
        let request = PlaceMtfOrder::new(order, self.client.client_id().await?)?;
        let placed = self.client.call(&request).await;
        let mut placed = placed.map_err(|error| error.with_user_order_id(number))?;
        placed.user_order_id = placed.user_order_id.or(number);
        Ok(placed)
    }
}
