//! The pocketful command.
fn main() {}
