//! The project's own tasks: `cargo xtask ci` and its parts, each of which also runs alone.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the terminal"
)]

mod bench;
mod browser;
mod cargo;
mod ci;
mod consumers;
mod deny;
mod doc;
mod features;
mod fmt;
mod layers;
mod lint;
mod report;
mod snapshots;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a task ends with: nothing to say, or one message for the person who ran it.
type Outcome = Result<(), String>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own tasks")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that must hold before a change is merged, with a table of steps and times
    Ci,
    /// Check the formatting
    Fmt {
        /// Format instead of checking
        #[arg(long)]
        fix: bool,
    },
    /// clippy on all targets and features, warnings are errors
    Lint,
    /// All tests, doctests included; snapshots are compared, never written
    Test,
    /// Compare the snapshots, refuse pending ones and orphans
    Snapshots {
        /// Write what the tests produce now and delete orphans; look at the difference before you commit it
        #[arg(long)]
        accept: bool,
    },
    /// The documentation of all crates, warnings are errors
    Doc,
    /// No arrow between crates, and no user of a network library, that docs/architecture.md does not have
    Layers,
    /// House rules that no other tool checks: first lines, secrets, words, lengths, links
    Tidy,
    /// Every combination of features of every library compiles without a warning
    Features {
        /// Only compile, do not lint: for the oldest supported compiler
        #[arg(long)]
        check_only: bool,
    },
    /// Three crates outside the workspace build and run against ours, the smallest stays small, and the fuzz targets compile
    Consumers,
    /// Licences, bans and sources of all dependencies (installs cargo-deny when it is missing)
    Deny {
        /// Also ask the advisory database, which needs the network
        #[arg(long)]
        advisories: bool,
    },
    /// All benches; each prints its ratio against a baseline of the same run
    Bench,
}

fn main() -> ExitCode {
    let outcome = match Args::parse().task {
        Task::Ci => ci::run(),
        Task::Fmt { fix } => fmt::run(fix),
        Task::Lint => lint::run(),
        Task::Test => test::run(None),
        Task::Snapshots { accept: false } => snapshots::check(),
        Task::Snapshots { accept: true } => snapshots::accept(),
        Task::Doc => doc::run(),
        Task::Layers => layers::run(),
        Task::Tidy => tidy::run(),
        Task::Features { check_only } => features::run(check_only),
        Task::Consumers => consumers::run(),
        Task::Deny { advisories } => deny::run(advisories),
        Task::Bench => bench::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
