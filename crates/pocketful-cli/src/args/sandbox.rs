//! How to serve the sandbox.

use std::net::{IpAddr, SocketAddr};

use clap::Args;

#[derive(Args, Debug)]
#[command(after_help = "\
With --json the first line is one object with url, portal_url, feed_url, client_id,
password, pin, totp_secret, app_id, app_secret, redirect_uri and source_ips.")]
pub(crate) struct SandboxArgs {
    /// Address to serve on, on this machine only; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// Fix every random choice: the same seed and the same calls give the same bytes
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Start the sandbox's clock here, for example 2026-11-23T23:59:30+05:30 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<String>,

    /// Addresses that the demo app has registered, primary and secondary: orders are taken from no other.
    /// 127.0.0.1 for a program that cannot choose its own
    #[arg(
        long,
        value_name = "A[,B]",
        value_delimiter = ',',
        default_value = "127.0.0.2,127.0.0.3"
    )]
    pub(crate) register_ip: Vec<IpAddr>,

    /// Open the portal in the browser
    #[arg(long)]
    pub(crate) open: bool,
}
