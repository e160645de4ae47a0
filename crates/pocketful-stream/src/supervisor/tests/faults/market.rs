//! Ticks whose numbers are known: one instrument in each mode, spread over all connections.

use super::*;
use crate::subscriptions::Desired;

/// An instrument whose ticks are counted.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) instrument: Instrument,
    pub(super) mode: DataMode,
    /// The connection that carries it.
    pub(super) shard: usize,
    /// When each tick that happened at the exchange was to arrive, from number 1 on.
    pub(super) due: Vec<OffsetDateTime>,
}

/// One in each mode, and together on all of at most three connections.
pub(super) fn counted(connections: usize) -> [Counted; 3] {
    let mut token = 0;
    DataMode::ALL.map(|mode| {
        let shard = mode.index() % connections;
        let instrument = loop {
            token += 1;
            let mut desired = Desired::new(false);
            desired.add(nse(token), mode);
            if !desired.part(shard, connections).instruments().is_empty() {
                break nse(token);
            }
        };
        Counted {
            instrument,
            mode,
            shard,
            due: Vec::new(),
        }
    })
}

impl Counted {
    /// The number of the last tick.
    pub(super) fn last(&self) -> u32 {
        u32::try_from(self.due.len()).unwrap()
    }

    /// The packet of the next tick.
    pub(super) fn packet(&self) -> Vec<u8> {
        let (token, number) = (self.instrument.token.get(), self.last() + 1);
        match self.mode {
            DataMode::Detailed => tick(token, number),
            DataMode::Compact => compact(token, number),
            DataMode::Depth => {
                let mut bytes = depth(token);
                bytes[162..166].copy_from_slice(&number.to_be_bytes());
                bytes
            }
        }
    }
}

/// Which of the counted ones ticked in which mode, and the tick's number.
pub(super) fn number(event: &Event) -> Option<(DataMode, u32)> {
    match event {
        Event::Detailed(tick) => Some((DataMode::Detailed, tick.last_price_raw())),
        Event::Compact(tick) => Some((DataMode::Compact, tick.last_price_raw())),
        Event::Depth(depth) => Some((DataMode::Depth, depth.volume())),
        _ => None,
    }
}
