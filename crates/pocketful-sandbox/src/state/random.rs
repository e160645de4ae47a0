//! Every random choice, from the seed: the same seed and the same calls give the same bytes.

use rand_chacha::{
    ChaCha12Rng,
    rand_core::{Rng, SeedableRng},
};

/// Independent sequences of one seed, so that a fault's dice do not change the next token.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// The demo account and its app.
    Demo = 1,
    /// Tokens, codes, app ids and secrets.
    Secrets = 2,
    /// Exchange order ids and the like.
    Orders = 3,
    /// Whether a fault with a chance happens.
    Faults = 4,
    /// Ids of baskets, of GTTs and of groups of orders.
    Ids = 5,
}

/// One sequence of random choices.
pub(crate) struct Random(ChaCha12Rng);

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
const WORD: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Random {
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// A number below `bound`, which is at least 1. The bias of the remainder is below 2^-32 for every bound in use.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound.max(1)
    }

    /// Capital letters.
    pub(crate) fn letters(&mut self, len: usize) -> String {
        self.pick(LETTERS, len)
    }

    /// Digits.
    pub(crate) fn digits(&mut self, len: usize) -> String {
        self.pick(DIGITS, len)
    }

    /// Letters and digits: ids, codes, halves of tokens.
    pub(crate) fn word(&mut self, len: usize) -> String {
        self.pick(WORD, len)
    }

    /// An id in the form of a random UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let [high, low] = [(); 2].map(|()| self.0.next_u64());
        let (low, clock) = (low & 0xffff_ffff_ffff, 0x8000 | (low >> 50));
        format!(
            "{:08x}-{:04x}-4{:03x}-{clock:04x}-{low:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff
        )
    }

    /// Raw bytes, for a TOTP secret.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// True with the given chance, from 0 (never) to 1 (always).
    pub(crate) fn chance(&mut self, chance: f64) -> bool {
        // 53 bits fill a double's fraction exactly, so 1.0 is always true and 0.0 never.
        #[allow(clippy::cast_precision_loss)]
        let roll = (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        roll < chance
    }

    fn pick(&mut self, alphabet: &[u8], len: usize) -> String {
        (0..len)
            .map(|_| {
                let bound = u64::try_from(alphabet.len()).unwrap_or(1);
                let at = usize::try_from(self.below(bound)).unwrap_or(0);
                char::from(alphabet[at])
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_words_and_another_stream_others() {
        let word = |seed, stream| Random::new(seed, stream).word(40);
        assert_eq!(word(7, Stream::Secrets), word(7, Stream::Secrets));
        assert_ne!(word(7, Stream::Secrets), word(8, Stream::Secrets));
        assert_ne!(word(7, Stream::Secrets), word(7, Stream::Demo));
    }

    #[test]
    fn certainty_is_certain() {
        let mut random = Random::new(1, Stream::Faults);
        assert!((0..1000).all(|_| random.chance(1.0) && !random.chance(0.0)));
        let hits = (0..1000).filter(|_| random.chance(0.25)).count();
        assert!((150..350).contains(&hits), "{hits}");
    }
}
