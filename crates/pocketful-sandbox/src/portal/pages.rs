//! The portal's pages, a file for each kind: what it shows, and what its forms do.

pub(crate) mod account;
pub(crate) mod app;
pub(crate) mod apps;
pub(crate) mod authorize;
pub(crate) mod clock;
pub(crate) mod faults;
pub(crate) mod login;
pub(crate) mod new_app;
pub(crate) mod orders;
pub(crate) mod problem;
pub(crate) mod requests;
pub(crate) mod security;
