//! Finding things by exchange and name, whatever the case of the letters.

use crate::Exchange;

/// A table of numbers, found by a hash of exchange and name; a full place is followed by the next.
///
/// A place holds a number in its lower 24 bits and above it a part of the hash, which spares most looks at what the
/// number stands for.
#[derive(Clone, Debug)]
pub(super) struct Table {
    places: Vec<u32>,
}

/// A place that nobody has.
const FREE: u32 = u32::MAX;
const NUMBER: u32 = (1 << 24) - 1;

impl Table {
    /// The most things that a table can have; the texts of the contracts end long before.
    const MOST: u32 = NUMBER - 1;

    /// The table of these, numbered from 0 in their order.
    pub(super) fn new<'a>(things: impl ExactSizeIterator<Item = (Exchange, &'a str)>) -> Self {
        let mut table = Self {
            places: vec![FREE; (things.len() + things.len() / 4 + 1).next_power_of_two().max(2)],
        };
        for (number, (exchange, name)) in (0..Self::MOST).zip(things) {
            let (mut place, tag) = table.start(exchange, name);
            while table.places[place] != FREE {
                place = (place + 1) & (table.places.len() - 1);
            }
            table.places[place] = tag | number;
        }
        table
    }

    /// The numbers that may be of the thing with this name, in their order. Others may be among them.
    pub(super) fn candidates(&self, exchange: Exchange, name: &str) -> impl Iterator<Item = usize> {
        let (start, tag) = self.start(exchange, name);
        (0..self.places.len())
            .map(move |step| self.places[(start + step) & (self.places.len() - 1)])
            .take_while(|place| *place != FREE)
            .filter(move |place| place & !NUMBER == tag)
            .filter_map(|place| usize::try_from(place & NUMBER).ok())
    }

    /// Where to look first, and the part of the hash that stands beside the number.
    fn start(&self, exchange: Exchange, name: &str) -> (usize, u32) {
        let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        // Eight letters at a time. Setting this bit makes large letters small; that it makes other characters alike as
        // well only means that they share a place.
        const SMALL: u64 = 0x2020_2020_2020_2020;
        let (words, rest) = name.as_bytes().as_chunks::<8>();
        let mut hash = u64::from(exchange.feed_code());
        for word in words {
            hash = mix(hash, u64::from_le_bytes(*word) | SMALL);
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = mix(hash, u64::from_le_bytes(last) | SMALL);
        // The highest bits depend on every letter.
        let bits = self.places.len().trailing_zeros().clamp(1, 32);
        let tag = u32::try_from((hash >> 24) & 0xff).unwrap_or(0) << 24;
        (usize::try_from(hash >> (64 - bits)).unwrap_or(0), tag)
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
