//! `pocketful sandbox`: a local Pocketful until Ctrl-C.

use std::net::IpAddr;

use pocketful_sandbox::Sandbox;
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    args::sandbox::SandboxArgs,
    error::{Failure, Result},
    interrupt::Stop,
    output::{Out, table},
};

/// What a program needs to use the sandbox. Its credentials are good for nothing else.
#[derive(Serialize)]
struct Ready<'a> {
    url: String,
    portal_url: String,
    feed_url: String,
    client_id: &'a str,
    password: &'a str,
    pin: &'a str,
    totp_secret: &'a str,
    app_id: &'a str,
    app_secret: &'a str,
    redirect_uri: &'a str,
    source_ips: &'a [IpAddr],
}

pub(crate) async fn run(args: &SandboxArgs, out: &mut Out) -> Result {
    if args.listen.is_ipv6() {
        return Err(Failure::usage(format!(
            "--listen {}: the sandbox serves IPv4, because the addresses that its app has registered cannot reach an \
             IPv6 address",
            args.listen
        ))
        .hint("use --listen 127.0.0.1:0"));
    }
    let mut builder = Sandbox::builder().listen(args.listen);
    builder = match args.register_ip[..] {
        [primary] => builder.source_ips(primary, None),
        [primary, secondary] if primary != secondary => builder.source_ips(primary, Some(secondary)),
        _ => {
            return Err(
                Failure::usage("--register-ip takes one address, or two different ones")
                    .hint("for example --register-ip 127.0.0.1"),
            );
        }
    };
    if let Some(seed) = args.seed {
        builder = builder.seed(seed);
    }
    if let Some(now) = &args.now {
        let now = OffsetDateTime::parse(now, &Rfc3339).map_err(|error| {
            Failure::usage(format!("--now {now}: {error}"))
                .hint("write date, time and offset, for example 2026-11-23T23:59:30+05:30")
        })?;
        builder = builder.now(now);
    }
    let mut stop = Stop::listen()?;
    let sandbox = builder
        .start()
        .await
        .map_err(|error| Failure::usage("the sandbox cannot start").because(&error))?;
    let demo = sandbox.demo();
    let ready = Ready {
        url: sandbox.url(),
        portal_url: sandbox.portal_url(),
        feed_url: sandbox.feed_url(),
        client_id: &demo.client_id,
        password: &demo.password,
        pin: &demo.pin,
        totp_secret: &demo.totp_secret,
        app_id: &demo.app_id,
        app_secret: &demo.app_secret,
        redirect_uri: &demo.redirect_uri,
        source_ips: &demo.source_ips,
    };
    if out.is_human() {
        explain(&ready, out)?;
    } else {
        out.json_line(&ready)?;
    }
    if args.open {
        open(ready.portal_url.clone());
    }
    stop.stopped().await;
    if out.is_human() {
        out.line("")?;
        out.line("Stopped. The sandbox has forgotten everything.")?;
    }
    sandbox.shutdown().await;
    Ok(())
}

fn explain(ready: &Ready<'_>, out: &mut Out) -> Result {
    let style = out.style;
    out.line(format!(
        "{} The sandbox is ready at {}",
        style.good("✓"),
        style.bold(&ready.url)
    ))?;
    out.line("")?;
    let rows = [
        ("portal", ready.portal_url.clone()),
        ("feed", ready.feed_url.clone()),
        ("client id", ready.client_id.to_owned()),
        ("password", ready.password.to_owned()),
        ("PIN", ready.pin.to_owned()),
        ("TOTP secret", ready.totp_secret.to_owned()),
    ];
    let pairs = table::pairs(out, &rows);
    out.line(indent(&pairs))?;
    out.line("")?;
    out.line(style.bold("Use it from another terminal:"))?;
    out.line("")?;
    let sources: Vec<_> = ready.source_ips.iter().map(ToString::to_string).collect();
    for (name, value) in [
        ("POCKETFUL_BASE_URL", ready.url.as_str()),
        ("POCKETFUL_APP_ID", ready.app_id),
        ("POCKETFUL_APP_SECRET", ready.app_secret),
        ("POCKETFUL_REDIRECT_URI", ready.redirect_uri),
        ("POCKETFUL_SOURCE_IP", sources.join(",").as_str()),
    ] {
        out.line(format!("  export {name}={value}"))?;
    }
    for command in [
        "pocketful login",
        "pocketful order place NSE 3045 buy 10 --limit 812.50",
        "pocketful orders",
        "pocketful watch NSE:3045 NSE:14366",
    ] {
        out.line(format!("  {}", style.accent(command)))?;
    }
    out.line("")?;
    out.line(style.dim("Ctrl-C stops it."))?;
    Ok(out.flush()?)
}

fn indent(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn open(url: String) {
    // A text browser keeps its caller until it ends.
    drop(tokio::task::spawn_blocking(move || {
        if let Err(error) = webbrowser::open(&url) {
            tracing::info!(%error, "no browser could be opened");
        }
    }));
}
