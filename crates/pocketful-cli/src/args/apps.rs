//! The apps that are registered for the API.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::order::SendArgs;

#[derive(Args, Debug)]
pub(crate) struct AppsArgs {
    /// What to do; without a word, list them
    #[command(subcommand)]
    pub(crate) command: Option<AppsCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AppsCommand {
    /// Register an app (undocumented by the broker)
    ///
    /// The app's secret is told only once, in the answer: say with --secret-file or --print-secret where it goes.
    Create(CreateAppArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example: pocketful apps create Breakout --redirect-uri http://127.0.0.1:8123/callback --secret-file breakout.secret")]
pub(crate) struct CreateAppArgs {
    /// The app's name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// Where its logins lead back to
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_uri: String,

    /// What its tokens may do, words separated by blanks
    #[arg(long, value_name = "SCOPE", default_value = "orders holdings")]
    pub(crate) scope: String,

    /// Write the app's secret into a new file that only you can read
    #[arg(long, value_name = "FILE", conflicts_with = "print_secret")]
    pub(crate) secret_file: Option<PathBuf>,

    /// Yes, show the app's secret on standard output
    #[arg(long)]
    pub(crate) print_secret: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

impl AppsArgs {
    /// Whether a request is only shown.
    pub(crate) fn dry_run(&self) -> Option<bool> {
        let AppsCommand::Create(args) = self.command.as_ref()?;
        Some(args.send.dry_run)
    }
}
