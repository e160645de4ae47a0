//! Randomness with a memory of its place: the same seed, name and place give the same number, in any order of asking.

/// Smooth and rough randomness of one seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noise {
    seed: u64,
}

/// Minutes from one support to the next, and thousandths of the height that lie in this layer.
const LAYERS: [(i64, i64); 5] = [(8000, 350), (900, 250), (90, 200), (15, 130), (3, 70)];

impl Noise {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A height between -1000 and 1000 that moves little from one minute to the next.
    pub(crate) fn height(&self, name: &str, minute: i64) -> i64 {
        let name = hash_of(name);
        LAYERS
            .iter()
            .zip(1..)
            .map(|((period, weight), layer)| {
                let place = minute.div_euclid(*period);
                let inside = minute.rem_euclid(*period);
                let [here, next] = [place, place + 1].map(|place| self.support(name, layer, place));
                (here * (period - inside) + next * inside) / period * weight / 1000
            })
            .sum()
    }

    /// A number from 0 below `bound`, with nothing to do with its neighbours.
    pub(crate) fn roll(&self, name: &str, number: u64, place: i64, bound: i64) -> i64 {
        let mixed = mix(self.seed ^ hash_of(name) ^ mix(number) ^ mix(place.cast_unsigned()));
        i64::try_from(mixed >> 1).unwrap_or(0) % bound.max(1)
    }

    fn support(&self, name: u64, layer: u64, place: i64) -> i64 {
        let mixed = mix(self.seed ^ mix(name ^ layer) ^ mix(place.cast_unsigned()));
        i64::try_from(mixed % 2001).unwrap_or(0) - 1000
    }
}

/// FNV-1a, 64 bits.
fn hash_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finishing steps of SplitMix64.
fn mix(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
