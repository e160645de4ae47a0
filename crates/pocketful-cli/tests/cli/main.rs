//! The built command as people and programs use it, against sandboxes in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod account;
mod api;
mod apps;
mod basket_names;
mod baskets;
mod browser;
mod changes;
mod checks;
mod contracts;
mod demo;
mod doctor;
mod edis;
mod exit_status;
mod gtt;
mod help;
mod instruments;
mod ipo;
mod json_contract;
mod legs;
mod login;
mod lost_logins;
mod market;
mod orders;
mod output;
mod portfolio;
mod sandbox;
mod secrets;
mod session;
mod settings;
mod symbols;
mod terminal;
mod trading;
mod watch;
mod world;
