//! Finding things by exchange and name, whatever the case of the letters.

use crate::Exchange;

/// A table of numbers, found by a hash of exchange and name; a full place is followed by the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    places: Vec<u32>,
}

/// A place that nobody has.
const FREE: u32 = u32::MAX;

impl Table {
    /// The table of these, numbered from 0 in their order.
    pub(super) fn new<'a>(things: impl ExactSizeIterator<Item = (Exchange, &'a str)>) -> Self {
        let mut table = Self {
            places: vec![FREE; (things.len() * 2).next_power_of_two()],
        };
        for (number, (exchange, name)) in (0..FREE).zip(things) {
            let mut place = table.start(exchange, name);
            while table.places[place] != FREE {
                place = (place + 1) & (table.places.len() - 1);
            }
            table.places[place] = number;
        }
        table
    }

    /// The numbers that may be of the thing with this name, in their order. Others may be among them.
    pub(super) fn candidates(&self, exchange: Exchange, name: &str) -> impl Iterator<Item = usize> {
        let start = self.start(exchange, name);
        (0..self.places.len())
            .map(move |step| self.places[(start + step) & (self.places.len() - 1)])
            .take_while(|number| *number != FREE)
            .filter_map(|number| usize::try_from(number).ok())
    }

    fn start(&self, exchange: Exchange, name: &str) -> usize {
        // FNV-1a over the small letters: short, even, and the same on every machine.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(exchange.feed_code());
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3);
        }
        let folded = (hash >> 32) ^ (hash & 0xffff_ffff);
        usize::try_from(folded).unwrap_or(0) & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_among_its_candidates() {
        let names: Vec<String> = (0..1000).map(|n| format!("Name {n}")).collect();
        let things = names.iter().map(|name| (Exchange::Nse, name.as_str()));
        let table = Table::new(things);
        for (number, name) in names.iter().enumerate() {
            let found = |name: &str| table.candidates(Exchange::Nse, name).any(|one| one == number);
            assert!(found(name) && found(&name.to_uppercase()), "{name}");
        }
        assert_eq!(
            Table::new([].into_iter()).candidates(Exchange::Nse, "x").count(),
            0
        );
        assert_eq!(
            Table::new([(Exchange::Nse, "")].into_iter())
                .candidates(Exchange::Nse, "")
                .count(),
            1
        );
    }
}
