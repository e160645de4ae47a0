//! The `pocketful` command: Pocketful's trading API from the terminal.

mod app;
mod args;
mod clock;
mod commands;
mod config;
mod demo;
mod doctor;
mod echo;
mod error;
mod home;
mod interrupt;
mod logging;
mod output;
mod profile;
mod prompt;
mod session;
mod source;
mod spinner;
mod watch;

fn main() -> std::process::ExitCode {
    app::run(std::env::args_os().collect())
}
