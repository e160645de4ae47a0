//! The addresses that orders leave from, against those that the portal has registered.

use std::net::IpAddr;

use pocketful::auth::{StaticAddresses, may_change};
use time::OffsetDateTime;

use super::Finding;
use crate::{error::Exit, output::time::day, profile::Profile, source};

pub(super) async fn all(profile: &Profile, now: OffsetDateTime) -> Vec<Finding> {
    let registered = profile.registered.as_ref();
    let mut findings = Vec::new();
    match profile.source {
        None => findings.push(Finding::warning(
            "source",
            "orders leave from whichever address the system chooses",
            "name the registered one: --source-ip, POCKETFUL_SOURCE_IP, or source_ip in config.toml",
        )),
        Some(addresses) => {
            findings.push(one("primary", addresses.primary(), registered).await);
            if let Some(secondary) = addresses.secondary() {
                findings.push(one("secondary", secondary, registered).await);
            }
        }
    }
    findings.push(if profile.registered_elsewhere {
        elsewhere(profile)
    } else {
        change(registered, now)
    });
    findings
}

async fn one(check: &'static str, address: IpAddr, registered: Option<&StaticAddresses>) -> Finding {
    if !source::is_ours(address).await {
        return Finding::failure(
            check,
            Exit::Local,
            format!("this machine has no address {address}"),
            "add it to a network interface, or correct source_ip",
        );
    }
    match registered {
        None => Finding::ok(check, format!("orders can leave from {address}")),
        Some(registered) if registered.contains(address) => Finding::ok(
            check,
            format!("orders can leave from {address}, which is registered"),
        ),
        Some(registered) if source::may_be_translated(address) => Finding::ok(
            check,
            format!(
                "orders can leave from {address}; the router must send them on as {}",
                registered.primary()
            ),
        ),
        Some(_) => Finding::failure(
            check,
            Exit::Local,
            format!("{address} is not one of the registered addresses"),
            "correct source_ip, or registered_ip if the portal has another one by now",
        ),
    }
}

/// The file has addresses, and they are not of the server that was chosen for this run.
fn elsewhere(profile: &Profile) -> Finding {
    let server = profile.environment.api();
    Finding::warning(
        "registered",
        format!("registered_ip in config.toml belongs to another server and does not count for {server}"),
        format!("if it is right here too, write base_url = \"{server}\" beside it in config.toml"),
    )
}

fn change(registered: Option<&StaticAddresses>, now: OffsetDateTime) -> Finding {
    let remedy =
        "write what the portal shows into config.toml: registered_ip = [\"…\"] and mapped_on = YYYY-MM-DD";
    let Some(registered) = registered else {
        return Finding::warning(
            "registered",
            "it is not known which addresses the portal has",
            remedy,
        );
    };
    let addresses = match registered.secondary() {
        Some(secondary) => format!("{} and {secondary}", registered.primary()),
        None => registered.primary().to_string(),
    };
    match (registered.mapped_on(), registered.next_change()) {
        (Some(mapped), Some(next)) if may_change(mapped, now) => Finding::ok(
            "registered",
            format!("{addresses}; may be changed since {}", day(next)),
        ),
        (_, Some(next)) => Finding::ok(
            "registered",
            format!("{addresses}; may next be changed on {}", day(next)),
        ),
        _ => Finding::warning(
            "registered",
            format!("{addresses}; it is not known since when"),
            remedy,
        ),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn says_when_the_addresses_may_be_changed() {
        let now = datetime!(2026-11-24 10:00 +5:30);
        let addresses = StaticAddresses::new([192, 0, 2, 7].into());
        let finding = |mapped| change(Some(&addresses.with_mapped_on(mapped)), now).finding;
        assert_eq!(
            finding(date!(2026 - 11 - 20)),
            "192.0.2.7; may next be changed on 27 Nov 2026"
        );
        assert_eq!(
            finding(date!(2026 - 11 - 17)),
            "192.0.2.7; may be changed since 24 Nov 2026"
        );
        assert_eq!(change(Some(&addresses), now).verdict, Verdict::Warning);
        assert_eq!(change(None, now).verdict, Verdict::Warning);
    }

    #[tokio::test]
    async fn compares_with_what_is_registered() {
        let registered = StaticAddresses::new([192, 0, 2, 7].into());
        let loopback = IpAddr::from([127, 0, 0, 1]);
        let verdict = async |address, registered: Option<&StaticAddresses>| {
            one("primary", address, registered).await.verdict
        };
        assert_eq!(verdict(loopback, None).await, Verdict::Ok);
        assert_eq!(
            verdict(loopback, Some(&StaticAddresses::new(loopback))).await,
            Verdict::Ok
        );
        assert_eq!(verdict(loopback, Some(&registered)).await, Verdict::Failure);
        // Documentation addresses are nobody's.
        assert_eq!(
            verdict([192, 0, 2, 9].into(), Some(&registered)).await,
            Verdict::Failure
        );
    }
}
