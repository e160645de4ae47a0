//! What a reader comes to know of orders and trades, by updates and by the books.

use pocketful_types::BadRow;

use super::*;

impl Seen {
    /// What an update said before is not the last of an order that has not come to its end; that there is one remains true.
    pub(super) fn unreadable(&mut self, kind: UpdateKind, row: &BadRow) {
        self.is_torn = true;
        let changed = row.oms_order_id.as_ref().map(|id| id.as_str().parse().unwrap());
        for (id, stage) in &mut self.updated {
            if kind == UpdateKind::Order
                && changed.is_none_or(|changed: usize| changed == *id)
                && !stage.is_final()
            {
                *stage = Stage::Open { filled: 0 };
            }
        }
    }

    pub(super) fn update(&mut self, number: u32) {
        let (last, is_torn) = (
            std::mem::replace(&mut self.update, number),
            std::mem::take(&mut self.is_torn),
        );
        self.must(number > last, |_| format!("update {number} after {last}"));
        self.must(is_torn || number == last + 1, |_| {
            format!("no mark between the updates {last} and {number}")
        });
        self.must(self.connections[0].is_live != Some(false), |_| {
            format!("update {number} without a connection")
        });
    }

    pub(super) fn books(&mut self, books: &Books) {
        let rows = books.pending.rows.iter().chain(&books.completed.rows);
        let told: Vec<_> = rows.map(row).collect();
        let all: HashMap<usize, Stage> = told.iter().copied().collect();
        self.must(all.len() == told.len(), |_| {
            "an order is in the books twice".to_owned()
        });
        for order in &books.pending.rows {
            let (id, stage) = row(order);
            self.must(!stage.is_final(), |_| {
                format!("order {id}, pending, is {stage:?}")
            });
        }
        // What an update told before stands in them, or what followed it.
        for (id, stage) in self.updated.clone() {
            let now = all.get(&id).copied();
            self.must(now.is_some_and(|now| now >= stage), |_| {
                format!("order {id} is {stage:?} by its update, and then {now:?} by the books")
            });
        }
        self.orders.extend(all);
        self.must(books.trades.is_some() != books.trades_unread.is_some(), |_| {
            format!("trades without or with a cause: {:?}", books.trades_unread)
        });
        self.trades_unread += usize::from(books.trades_unread.is_some());
        let trades = books.trades.iter().flat_map(|trades| &trades.rows);
        let numbers = trades.map(|trade| trade.trade_number.as_deref().unwrap().parse::<u32>().unwrap());
        self.trades.extend(numbers);
    }
}

/// Which order, and how far it has come.
pub(super) fn row(order: &Order) -> (usize, Stage) {
    let filled = order.filled_quantity.unwrap().units();
    let stage = Stage::read(order.order_status.as_str(), filled);
    (order.oms_order_id.as_str().parse().unwrap(), stage)
}
