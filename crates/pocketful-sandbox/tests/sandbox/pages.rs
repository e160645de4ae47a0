//! The portal's pages over bare HTTP: what they say, and what they let nobody do.

mod addresses;
mod guards;
mod looks;
mod rules;
mod tab;
