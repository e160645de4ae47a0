//! Options that every command takes.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

/// Most values are kept as text here and checked later, in `profile.rs`: the parser would quote a wrong address with a
/// password in it, would stumble over a variable that is set to nothing, and `demo` needs none of them.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print one JSON document (streams: one object a line)
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Print the data of the server's reply untouched, as JSON
    #[arg(long, global = true)]
    pub(crate) raw: bool,

    /// Use a named profile of config.toml
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "POCKETFUL_PROFILE",
        hide_env_values = true
    )]
    pub(crate) profile: Option<String>,

    /// Where config.toml, the session and the contract master live [default: the platform's config directory]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "POCKETFUL_HOME",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) home: Option<PathBuf>,

    /// Generation of the API: algo or trade [default: algo]
    #[arg(
        long,
        global = true,
        value_name = "GENERATION",
        env = "POCKETFUL_ENV",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) env: Option<String>,

    /// Override the API's address; plain http only for loopback
    ///
    /// With only this one on loopback, the other two follow it.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "POCKETFUL_BASE_URL",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) base_url: Option<String>,

    /// Override the login server's address; plain http only for loopback
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "POCKETFUL_AUTH_URL",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) auth_url: Option<String>,

    /// Override the feed's address; plain ws only for loopback
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "POCKETFUL_FEED_URL",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) feed_url: Option<String>,

    /// Local addresses that orders leave from: primary, then secondary
    #[arg(
        long,
        global = true,
        value_name = "A[,B]",
        env = "POCKETFUL_SOURCE_IP",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) source_ip: Option<String>,

    /// Whole-call timeout in seconds [default: 7]
    #[arg(
        long,
        global = true,
        value_name = "SECS",
        env = "POCKETFUL_TIMEOUT",
        hide_env_values = true
    )]
    #[arg(hide_short_help = true)]
    pub(crate) timeout: Option<String>,

    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_short_help = true
    )]
    pub(crate) color: ColorWhen,

    /// Say more on stderr: -v what is done, -vv every step
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    pub(crate) verbose: u8,

    /// Say nothing on stderr but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
