//! Orders that wait for a price, until a day ends (wire reference, section 7). None is ever triggered here.

use std::sync::Arc;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use crate::instruments::Instrument;

/// What is to be ordered, and when.
#[derive(Clone, Debug)]
pub(crate) struct GttOrder {
    pub(crate) instrument: Arc<Instrument>,
    pub(crate) order_type: &'static str,
    pub(crate) order_side: &'static str,
    pub(crate) product: &'static str,
    pub(crate) price: Decimal,
    pub(crate) trigger_price: Decimal,
    pub(crate) quantity: i64,
    pub(crate) disclosed_quantity: i64,
    pub(crate) market_protection_percentage: i64,
    pub(crate) sl_order_price: Decimal,
    pub(crate) sl_order_quantity: i64,
    pub(crate) sl_trigger_price: Decimal,
    pub(crate) user_order_id: i64,
}

/// One that waits.
#[derive(Clone, Debug)]
pub(crate) struct Gtt {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) action_type: &'static str,
    /// The last day on which it is good.
    pub(crate) expires: Date,
    pub(crate) order: GttOrder,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
}

/// No such one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoSuchGtt;

/// All that wait, oldest first.
#[derive(Default)]
pub(crate) struct Gtts(Vec<Gtt>);

impl Gtts {
    pub(crate) fn create(&mut self, gtt: Gtt) {
        self.0.push(gtt);
    }

    /// An account's, as far as they are good today.
    pub(crate) fn of<'a>(&'a self, client_id: &'a str, today: Date) -> impl Iterator<Item = &'a Gtt> {
        self.0
            .iter()
            .filter(move |gtt| gtt.client_id == client_id && gtt.expires >= today)
    }

    pub(crate) fn find(&mut self, client_id: &str, id: &str, today: Date) -> Result<&mut Gtt, NoSuchGtt> {
        self.0
            .iter_mut()
            .find(|gtt| gtt.id == id && gtt.client_id == client_id && gtt.expires >= today)
            .ok_or(NoSuchGtt)
    }

    pub(crate) fn cancel(&mut self, client_id: &str, id: &str, today: Date) -> Result<(), NoSuchGtt> {
        self.find(client_id, id, today)?;
        self.0.retain(|gtt| gtt.id != id);
        Ok(())
    }
}
