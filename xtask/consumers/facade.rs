//! A program that uses the facade.

use pocketful as _;

fn main() {}
