//! The portal in headless Chromium: each thing that a person does there, with pictures of how it looks.

mod apps;
mod clock;
mod driver;
mod login;
mod security;
mod session;
