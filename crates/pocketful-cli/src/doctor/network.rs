//! Names, connection, encryption, and the two clocks.

use std::time::Duration;

use pocketful::{Client, Environment, Error, ErrorKind, Origin};
use time::OffsetDateTime;
use tokio::{net::lookup_host, time::timeout};

use super::Finding;
use crate::{error::Exit, output::time::span};

/// The longest that a name is looked up.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a clock may be off before it is worth a remark: the server's is told in whole seconds.
const NOTICEABLE: time::Duration = time::Duration::seconds(2);

/// What a clock may be off before TOTP codes and the end of the day go wrong.
const HARMFUL: time::Duration = time::Duration::seconds(30);

/// Whether the servers' names lead to addresses; loopback needs no names.
pub(super) async fn names(environment: &Environment) -> Vec<Finding> {
    let mut hosts: Vec<&Origin> = Vec::new();
    for origin in [environment.api(), environment.auth(), environment.feed()] {
        if !hosts.iter().any(|known| known.host() == origin.host()) {
            hosts.push(origin);
        }
    }
    let mut findings = Vec::new();
    for origin in hosts {
        findings.push(name(origin.host()).await);
    }
    findings
}

async fn name(host: &str) -> Finding {
    // The port plays no part in the lookup.
    let looked_up = timeout(PATIENCE, lookup_host((host, 443))).await;
    let addresses: Vec<String> = match looked_up {
        Ok(Ok(addresses)) => addresses.map(|address| address.ip().to_string()).collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    if addresses.is_empty() {
        return Finding::failure(
            "dns",
            Exit::NotSent,
            format!("{host} cannot be resolved"),
            "check the network and this machine's name resolution",
        );
    }
    if addresses == [host] {
        return Finding::ok("dns", format!("{host} needs none"));
    }
    Finding::ok("dns", format!("{host} is {}", addresses.join(", ")))
}

/// Whether the API answers, over what, and what time it thinks it is.
pub(super) async fn server(client: &Client, now: impl Fn() -> OffsetDateTime) -> Vec<Finding> {
    let api = client.environment().api();
    match client.probe().await {
        Ok(probe) => {
            let encrypted = if api.is_encrypted() {
                "over verified TLS"
            } else {
                "in the clear, on loopback"
            };
            let took = probe.took.as_millis().max(1);
            vec![
                Finding::ok("connection", format!("{api} answers in {took} ms, {encrypted}")),
                clock(now(), probe.server_time, api.is_loopback()),
            ]
        }
        Err(error) => vec![unreachable(api, &error)],
    }
}

fn unreachable(api: &Origin, error: &Error) -> Finding {
    let check = if error.kind() == ErrorKind::Tls {
        "tls"
    } else {
        "connection"
    };
    Finding::failure(
        check,
        Exit::NotSent,
        format!("{api} does not answer: {error}"),
        error.hint(),
    )
}

fn clock(here: OffsetDateTime, there: Option<OffsetDateTime>, is_sandbox: bool) -> Finding {
    let Some(there) = there else {
        return Finding::ok(
            "clock",
            "the server does not tell its time, so this machine's is not compared",
        );
    };
    let off = here - there;
    let direction = if off.is_negative() { "behind" } else { "ahead of" };
    let finding = format!(
        "this machine's clock is {} {direction} the server's",
        span(off.abs())
    );
    let remedy = "set this machine's clock, best by NTP";
    if off.abs() <= NOTICEABLE {
        Finding::ok("clock", "agrees with the server's")
    } else if is_sandbox {
        // Its clock is there to be moved.
        Finding::warning(
            "clock",
            finding,
            "the sandbox's clock can be set on its portal's clock page",
        )
    } else if off.abs() <= HARMFUL {
        Finding::warning("clock", finding, remedy)
    } else {
        Finding::failure(
            "clock",
            Exit::Local,
            format!("{finding}: sessions and codes end at the wrong time"),
            remedy,
        )
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_clock_may_be_a_little_off() {
        let there = datetime!(2026-11-24 10:00 +5:30);
        for (seconds, verdict) in [
            (0, Verdict::Ok),
            (-2, Verdict::Ok),
            (3, Verdict::Warning),
            (-30, Verdict::Warning),
            (31, Verdict::Failure),
            (-86_400, Verdict::Failure),
        ] {
            let finding = clock(there + time::Duration::seconds(seconds), Some(there), false);
            assert_eq!(finding.verdict, verdict, "{seconds}");
        }
        let finding = clock(there - time::Duration::minutes(5), Some(there), false);
        assert!(
            finding
                .finding
                .starts_with("this machine's clock is 5 min 0 s behind the server's"),
            "{finding:?}"
        );
        assert_eq!(clock(there, None, false).verdict, Verdict::Ok);
        let moved = Some(there + time::Duration::DAY);
        assert_eq!(clock(there, moved, true).verdict, Verdict::Warning);
    }
}
