//! What happens by itself as time passes: markets open, midnight settles, contracts come and go.

use pocketful_types::IST;
use time::{OffsetDateTime, Time};

use super::State;
use crate::{instruments::Universe, prices::session};

impl State {
    /// Brings everything up to `now`. A clock that is turned back undoes nothing.
    pub(crate) fn turn(&mut self, now: OffsetDateTime) {
        self.orders.open_markets(now);
        let today = now.to_offset(IST).date();
        if self.universe.day() != today {
            self.universe = Universe::on(today);
        }
        if today <= self.day {
            return;
        }
        let (ended, prices) = (self.day, self.prices);
        self.day = today;
        self.orders.renew(&self.universe, now);
        let changes = self.portfolio.settle(today, |position| {
            // A contract that ended while nobody looked, ended on its own day.
            let last = position
                .instrument
                .expiry()
                .map_or(ended, |expiry| if expiry < today { expiry } else { ended });
            let evening = last.with_time(Time::MAX).assume_offset(IST);
            let whole = session(position.instrument.exchange, evening);
            position
                .instrument
                .rupees(prices.last(&position.instrument, whole.moment()))
        });
        for (client_id, change) in changes {
            self.accounts.credit(&client_id, change);
        }
    }
}
