//! The ticks that a reader gets, and the marks where some are missing.

use super::*;

/// The ticks of one instrument.
#[derive(Debug, Default)]
pub(in super::super) struct Ticks {
    pub(in super::super) last: u32,
    pub(in super::super) at: Option<Instant>,
    /// Since when something is missing, and whether that is because of a connection alone.
    pub(in super::super) hole: Option<(OffsetDateTime, bool)>,
    /// The first of each hole, and since when it was said to be.
    holes: Vec<(u32, OffsetDateTime)>,
}

impl Ticks {
    pub(super) fn check(&self, counted: &Counted, problems: &mut Vec<String>) {
        // The very last may have found no room, which is marked.
        let was_slow = self.hole.is_some_and(|(_, alone)| !alone);
        if self.last != counted.last() && !was_slow {
            problems.push(format!("tick {} of {} is the last", self.last, counted.last()));
        }
        for (first, since) in &self.holes {
            let due = counted.due[usize::try_from(*first).unwrap() - 1];
            // What had come was not read while a write took its time.
            if *since > due + Duration::from_secs(11) {
                problems.push(format!("tick {first} was missing at {due}, told since {since}"));
            }
        }
    }
}

impl Seen {
    pub(super) fn tick(&mut self, which: usize, number: u32) {
        let shard = self.shards[which];
        self.must(self.connections[shard].is_live != Some(false), |_| {
            format!("tick {number} without a connection")
        });
        let ticks = &mut self.ticks[which];
        let (last, hole) = (std::mem::replace(&mut ticks.last, number), ticks.hole.take());
        ticks.at = Some(Instant::now());
        if last == 0 || number == last + 1 {
            return;
        }
        if let Some((since, true)) = hole {
            ticks.holes.push((last + 1, since));
        }
        self.must(number > last, |_| format!("tick {number} after {last}"));
        self.must(hole.is_some(), |_| {
            format!("no mark between the ticks {last} and {number} of {which}")
        });
    }

    pub(super) fn gap(&mut self, gap: &Gap) {
        let is_of_reader = matches!(gap.cause, GapCause::SlowReader | GapCause::BadFrame);
        // A packet may be cut off before its instrument.
        let is_nameless = gap.cause == GapCause::BadFrame && gap.instruments.is_empty();
        let mut connection = gap.order_updates.then_some(0);
        for (which, ticks) in self.ticks.iter_mut().enumerate() {
            if !gap.instruments.contains(&self.instruments[which]) && !is_nameless {
                continue;
            }
            connection = Some(self.shards[which]);
            let (since, alone) = ticks.hole.unwrap_or((gap.since, true));
            ticks.hole = Some((since, alone && !is_of_reader));
        }
        if is_of_reader {
            let is_counted = gap.missed.is_some_and(|missed| missed > 0);
            self.must(is_counted && !gap.order_updates, |_| format!("{gap:?}"));
            return;
        }
        self.is_torn |= gap.order_updates;
        let Some(connection) = connection else {
            return self.problems.push(format!("{gap:?} of no connection"));
        };
        let names_all = (0..3).all(|which| {
            self.shards[which] != connection || gap.instruments.contains(&self.instruments[which])
        });
        self.must(names_all && gap.order_updates == (connection == 0), |_| {
            format!("{gap:?} of {connection} names too little")
        });
        let standing = &mut self.connections[connection];
        let was_live = standing.is_live != Some(false);
        (standing.is_live, standing.lost_since) = (Some(false), Some(gap.since));
        self.must(was_live, |_| format!("{connection} is lost twice"));
    }

    /// Whether the reader was told of a lost connection, and has had no tick of the instrument since.
    pub(in super::super) fn is_lost(&self, which: usize) -> bool {
        self.ticks[which].hole.is_some_and(|(_, alone)| alone)
    }
}
