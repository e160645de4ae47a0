//! The `pocketful` command: Pocketful's trading API from the terminal.

mod app;
mod args;
mod commands;
mod config;
mod error;
mod home;
mod logging;
mod output;
mod prompt;
mod spinner;

fn main() -> std::process::ExitCode {
    app::run(std::env::args_os().collect())
}
