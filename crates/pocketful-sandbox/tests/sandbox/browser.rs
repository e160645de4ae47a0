//! The portal in headless Chromium: each thing that a person does there, with pictures of how it looks.

mod account;
mod apps;
mod clock;
mod consent;
mod driver;
mod eyes;
mod faults;
mod hands;
mod login;
mod security;
mod session;
