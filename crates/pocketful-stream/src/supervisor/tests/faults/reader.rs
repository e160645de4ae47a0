//! What a reader gets, and which holes in it are not marked.

use super::*;

/// What the reader has got.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) tick: u32,
    is_marked: bool,
    pub(super) orders: HashSet<OrderId>,
    pub(super) unmarked_holes: Vec<(u32, u32)>,
    is_connected: bool,
    pub(super) problems: Vec<String>,
}

impl Seen {
    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Detailed(tick) => {
                let number = tick.last_price_raw();
                if number != self.tick + 1 && self.tick != 0 && !self.is_marked {
                    self.unmarked_holes.push((self.tick, number));
                }
                if !self.is_connected {
                    self.problems.push(format!("tick {number} without a connection"));
                }
                self.tick = number;
                self.is_marked = false;
            }
            Event::Gap(gap) => {
                // A hole that does not concern the instrument explains nothing.
                self.is_marked |= gap.instruments.contains(&nse(COUNTED));
                if !matches!(gap.cause, GapCause::SlowReader | GapCause::BadFrame) {
                    self.is_connected = false;
                }
            }
            Event::OrderUpdate(update) => {
                self.orders.insert(update.order.oms_order_id.clone());
            }
            Event::Books(books) => {
                let rows = books.completed.rows.iter();
                self.orders.extend(rows.map(|order| order.oms_order_id.clone()));
            }
            Event::Connected { .. } | Event::Reconnected { .. } => self.is_connected = true,
            _ => {}
        }
    }
}
