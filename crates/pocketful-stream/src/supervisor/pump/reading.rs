//! From the frames of one wake-up to a batch of events.

use std::sync::Arc;

use pocketful_types::{
    BadRow, Exchange, Instrument, InstrumentToken, OrderUpdate, Row, TradeUpdate, read_updates,
};
use time::OffsetDateTime;
use tokio::time::Instant;

use super::{CatchUp, Pump};
use crate::{
    DecodeError, Event, Frame, Gap, GapCause, Mode, Packet, PriceScales, UpdateKind, decode,
    supervisor::{STABLE, Supervisor},
};

/// Frames that are handed over at once at most, so that a burst reaches the readers while it lasts.
const BATCH: usize = 1024;

/// Which updates a batch has.
#[derive(Default)]
struct Updates {
    any: bool,
    unreadable: bool,
}

impl Supervisor {
    /// Reads what has arrived and hands it over. Whether there may be more, so that the readers should get a turn first.
    pub(super) fn read(&mut self, pump: &mut Pump<'_>) -> bool {
        let now = Instant::now();
        let wall = self.core.clock.now();
        let scales = self.core.options.scales;
        let mut updates = Updates::default();
        let Pump { socket, batch, .. } = pump;
        let (mut frames, mut pongs) = (0_usize, false);
        // A reader whose queue is small can keep up with batches that are.
        let limit = BATCH.min(self.core.options.capacity).max(1);
        while frames < limit
            && let Some(frame) = socket.next_frame()
        {
            match frame {
                Frame::Binary(bytes) => {
                    frames += 1;
                    read_frame(bytes, scales, wall, batch, &mut updates);
                }
                Frame::Text(_) => frames += 1,
                Frame::Pong => pongs = true,
            }
        }
        if frames > 0 || (pongs && !pump.expects_ticks) {
            pump.heard = wall;
        }
        if frames > 0 {
            pump.liveness.frame(now);
            if pump.liveness.is_steady(STABLE) {
                self.silences = 0;
            }
        }
        if pongs {
            pump.liveness.pong();
        }
        self.core.fanout.latest.update(&pump.batch, wall, now);
        let publish = |batch: &mut Vec<Event>| self.core.fanout.publish(batch, wall);
        if updates.any {
            self.core.books.around(&mut pump.batch, publish);
        } else {
            publish(&mut pump.batch);
        }
        if updates.unreadable {
            self.core.books.read_again();
        }
        if pongs && pump.catch_up.as_mut().is_some_and(CatchUp::answered) {
            self.core.books.after_connection();
        }
        frames == limit
    }
}

/// Appends the events of one frame.
#[inline]
fn read_frame(
    bytes: &[u8],
    scales: PriceScales,
    now: OffsetDateTime,
    batch: &mut Vec<Event>,
    updates: &mut Updates,
) {
    match decode(bytes, scales) {
        Ok(Packet::Detailed(tick)) => batch.push(Event::Detailed(tick.into_owned())),
        Ok(Packet::Compact(tick)) => batch.push(Event::Compact(tick.into_owned())),
        Ok(Packet::Depth(depth)) => batch.push(Event::Depth(depth.into_owned())),
        Ok(Packet::OrderUpdate(json)) => order_update(json, batch, updates),
        Ok(Packet::TradeUpdate(json)) => trade_update(json, batch, updates),
        Ok(Packet::Unknown { mode, len }) => batch.push(Event::Unknown { mode, len }),
        Err(error) => bad_frame(bytes, error, now, batch, updates),
    }
}

#[cold]
fn bad_frame(
    bytes: &[u8],
    error: DecodeError,
    now: OffsetDateTime,
    batch: &mut Vec<Event>,
    updates: &mut Updates,
) {
    tracing::warn!(%error, "a frame of the feed cannot be read");
    match bytes.first().and_then(|mode| Mode::from_byte(*mode)) {
        Some(Mode::OrderUpdate) => return order_update(&[], batch, updates),
        Some(Mode::TradeUpdate) => return trade_update(&[], batch, updates),
        _ => {}
    }
    batch.push(Event::Gap(Gap {
        since: now,
        cause: GapCause::BadFrame,
        instruments: instrument(bytes).into_iter().collect(),
        missed: Some(1),
        order_updates: false,
        retry_at: None,
    }));
}

/// The instrument of a packet that is cut off after it.
fn instrument(bytes: &[u8]) -> Option<Instrument> {
    let [_, exchange, token @ ..] = bytes else {
        return None;
    };
    let exchange = Exchange::from_feed_code(*exchange)?;
    let token = InstrumentToken::new(u32::from_be_bytes(*token.first_chunk()?));
    Some(Instrument::new(exchange, token))
}

fn order_update(json: &[u8], batch: &mut Vec<Event>, updates: &mut Updates) {
    update::<OrderUpdate>(json, UpdateKind::Order, batch, updates, |row| {
        Event::OrderUpdate(Arc::new(row))
    });
}

fn trade_update(json: &[u8], batch: &mut Vec<Event>, updates: &mut Updates) {
    update::<TradeUpdate>(json, UpdateKind::Trade, batch, updates, |row| {
        Event::TradeUpdate(Arc::new(row))
    });
}

fn update<T: Row>(
    json: &[u8],
    kind: UpdateKind,
    batch: &mut Vec<Event>,
    updates: &mut Updates,
    event: impl Fn(T) -> Event,
) {
    let read = read_updates(json);
    updates.any = true;
    updates.unreadable |= !read.is_complete();
    batch.extend(read.rows.into_iter().map(event));
    let unreadable = |row: BadRow| Event::UnreadableUpdate {
        kind,
        row: Arc::new(row),
    };
    batch.extend(read.bad_rows.into_iter().map(unreadable));
}
