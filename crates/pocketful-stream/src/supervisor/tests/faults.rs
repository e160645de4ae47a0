//! Every fault that a feed can have, in order and in a thousand random mixtures. Once it is quiet, the server must have been asked
//! for exactly what is wanted; every hole must be marked; no order update may be lost; no task may be left.

mod reader;
mod world;

use std::collections::{BTreeSet, HashSet};

use pocketful_types::{OrderId, Orders};

use super::*;
use crate::{Attempt, Backoff, Books};
use reader::Seen;
use world::run;

/// What can happen. Most of the sandbox's feed faults, and what networks and people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The server closes the connection.
    Close,
    /// The connection stays, but nothing comes any more.
    Silence,
    /// The client's writes do not end.
    Stuck,
    /// The client's writes on this connection and the next one take their time, so that much happens between two of them.
    Slow,
    /// A tick is cut in half.
    HalfFrame,
    /// An update is cut in half.
    HalfUpdate,
    /// A mode that nobody knows, and text.
    UnknownMode,
    /// The next attempts are refused.
    Refuse,
    /// The next attempt is never answered.
    NoAnswer,
    /// The next attempt is refused for its token; later somebody logs in.
    Revoke,
    /// Midnight: the token is dead.
    Expire,
    /// The books cannot be read for a while.
    NoBooks,
    /// The reader does not read for a while.
    SlowReader,
}

const FAULTS: [Fault; 13] = [
    Fault::Close,
    Fault::Silence,
    Fault::Stuck,
    Fault::Slow,
    Fault::HalfFrame,
    Fault::HalfUpdate,
    Fault::UnknownMode,
    Fault::Refuse,
    Fault::NoAnswer,
    Fault::Revoke,
    Fault::Expire,
    Fault::NoBooks,
    Fault::SlowReader,
];

/// The instrument whose ticks are counted.
const COUNTED: u32 = 1;

#[test]
fn one_fault_after_the_other() {
    run(7, async |world| {
        for fault in FAULTS {
            world.put(fault);
            world.calm(120).await;
            world.settle().await;
            world.check(&format!("after {fault:?}"));
        }
    });
}

fn mixtures(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        run(seed, async |world| {
            for _ in 0..60 {
                if world.dice.roll(3) == 0 {
                    let at = world.dice.roll(FAULTS.len().try_into().unwrap());
                    world.put(FAULTS[usize::try_from(at).unwrap()]);
                }
                if world.dice.roll(2) == 0 {
                    world.change_what_is_wanted();
                }
                world.step(false);
                world.pass_time().await;
                world.read().await;
            }
        });
    }
}

#[test]
fn a_thousand_mixtures_first_quarter() {
    mixtures(0..250);
}

#[test]
fn a_thousand_mixtures_second_quarter() {
    mixtures(250..500);
}

#[test]
fn a_thousand_mixtures_third_quarter() {
    mixtures(500..750);
}

#[test]
fn a_thousand_mixtures_last_quarter() {
    mixtures(750..1000);
}
