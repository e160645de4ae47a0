//! What names a basket, and an order in it.

use crate::ids::text_id;

text_id! {
    /// A basket's id; a UUID in the samples (wire reference, section 6).
    BasketId, "basket's id"
}

text_id! {
    /// The id of an order inside a basket; a UUID in the samples, and no order id of the book.
    BasketOrderId, "id of the basket's order"
}
