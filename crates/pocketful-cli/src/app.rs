//! The life of one command: parse, start logging, run, report, exit status.

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::{
    ColorChoice, CommandFactory, FromArgMatches, ValueEnum, builder::Resettable, error::ErrorKind,
    parser::ValueSource,
};

use crate::{
    args::{
        Cli,
        global::{ColorWhen, Global},
    },
    commands,
    error::{Exit, Failure, Result},
    logging,
    output::{Out, stderr_width, wants_color},
};

/// Runs the command that `args` (with the program's name in front) ask for.
pub(crate) fn run(args: Vec<OsString>) -> ExitCode {
    let early = Early::of(&args);
    match parse(args, &early) {
        Ok(cli) => finish(execute(&cli), &cli.global),
        Err(error) => usage(&error, &early),
    }
}

fn execute(cli: &Cli) -> Result {
    logging::start(&cli.global);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::system("cannot start", &error))?;
    let mut out = Out::stdout(&cli.global);
    let result = runtime.block_on(commands::run(cli, &mut out));
    // A thread that still waits for a line of input must not hold up the end.
    runtime.shutdown_background();
    // What was written before a failure counts: the steps of the demo, the verdicts of doctor.
    let flushed = out.flush().map_err(Failure::from);
    Failure::after(out.take_accepted(), Failure::beside(result, flushed))
}

fn finish(result: Result, global: &Global) -> ExitCode {
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    let color = wants_color(global.color, io::stderr().is_terminal());
    // Where stderr is gone too, the exit status has to do.
    drop(failure.print(&mut io::stderr().lock(), global.json, color, stderr_width()));
    ExitCode::from(failure.exit as u8)
}

/// Choices that are needed before, or without, a command line that parses.
struct Early {
    json: bool,
    color: ColorWhen,
}

impl Early {
    fn of(args: &[OsString]) -> Self {
        let words: Vec<_> = args
            .iter()
            .map_while(|word| word.to_str())
            .take_while(|word| *word != "--")
            .collect();
        let after = words
            .iter()
            .position(|word| *word == "--color")
            .and_then(|at| words.get(at + 1).copied());
        let color = words
            .iter()
            .find_map(|word| word.strip_prefix("--color="))
            .or(after);
        Self {
            json: words.contains(&"--json"),
            color: color
                .and_then(|word| ColorWhen::from_str(word, false).ok())
                .unwrap_or_default(),
        }
    }
}

fn parse(args: Vec<OsString>, early: &Early) -> std::result::Result<Cli, clap::Error> {
    let color = match early.color {
        ColorWhen::Auto => ColorChoice::Auto,
        ColorWhen::Always => ColorChoice::Always,
        ColorWhen::Never => ColorChoice::Never,
    };
    let mut command = Cli::command().color(color);
    let matches = command
        .try_get_matches_from_mut(&args)
        .map_err(|error| without_environment(error, args, color))?;
    refuse_idle(&mut command, &matches)?;
    Cli::from_arg_matches(&matches)
}

/// The same error with the usage of a command line on which nothing was set by a variable: of an option that nobody
/// typed, clap says as of a typed one that it belongs there.
fn without_environment(error: clap::Error, args: Vec<OsString>, color: ColorChoice) -> clap::Error {
    if is_help(&error) {
        return error;
    }
    let command = Cli::command()
        .color(color)
        .mut_args(|arg| arg.env(Resettable::Reset));
    match command.try_get_matches_from(args) {
        Err(same) if same.kind() == error.kind() => same,
        // A variable is what is wrong.
        _ => error,
    }
}

/// Commands that load no profile, and the options that only matter to one.
const WITHOUT_PROFILE: [&str; 4] = ["demo", "sandbox", "completions", "man"];
const OF_PROFILES: [&str; 8] = [
    "profile",
    "home",
    "env",
    "base_url",
    "auth_url",
    "feed_url",
    "source_ip",
    "timeout",
];

/// An option that was typed and would do nothing is refused; a variable is there for other commands, too.
fn refuse_idle(
    command: &mut clap::Command,
    matches: &clap::ArgMatches,
) -> std::result::Result<(), clap::Error> {
    let Some((name, of_command)) = matches.subcommand() else {
        return Ok(());
    };
    if !WITHOUT_PROFILE.contains(&name) {
        return Ok(());
    }
    let typed = OF_PROFILES.iter().find(|id| {
        [matches, of_command]
            .iter()
            .any(|matches| matches.value_source(id) == Some(ValueSource::CommandLine))
    });
    match typed {
        Some(id) => Err(command.error(
            ErrorKind::ArgumentConflict,
            format!(
                "--{} does nothing for `{name}`: leave it out",
                id.replace('_', "-")
            ),
        )),
        None => Ok(()),
    }
}

/// Help or version, asked for or shown where a command is missing.
fn is_help(error: &clap::Error) -> bool {
    !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

fn usage(error: &clap::Error, early: &Early) -> ExitCode {
    if is_help(error) {
        // A reader that went away has seen enough.
        drop(error.print());
        return if error.use_stderr() {
            ExitCode::from(Exit::Usage as u8)
        } else {
            ExitCode::SUCCESS
        };
    }
    if early.json {
        let text = error.render().to_string();
        let message = text
            .split("\n\n")
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ");
        let words: Vec<_> = message.split_whitespace().collect();
        let failure = Failure::usage(words.join(" ")).hint("see pocketful --help");
        drop(failure.print(&mut io::stderr().lock(), true, false, None));
    } else {
        drop(error.print());
    }
    drop(io::stderr().flush());
    ExitCode::from(Exit::Usage as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn early_choices_stop_where_options_stop() {
        let early = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(OsString::from).collect();
            let Early { json, color } = Early::of(&words);
            (json, color)
        };
        assert_eq!(
            early(&["p", "status", "--json", "--color", "never"]),
            (true, ColorWhen::Never)
        );
        assert_eq!(
            early(&["p", "--color=always", "--", "--json"]),
            (false, ColorWhen::Always)
        );
        assert_eq!(early(&["p", "--color", "pink"]), (false, ColorWhen::Auto));
    }
}
