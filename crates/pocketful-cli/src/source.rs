//! Source addresses: whether this machine has them, and whether a wrong one can be told before anything is sent.

use std::net::IpAddr;

use tokio::net::TcpListener;

use crate::{
    error::{Failure, Result},
    profile::Profile,
};

/// Whether connections can leave from `address`.
pub(crate) async fn is_ours(address: IpAddr) -> bool {
    TcpListener::bind((address, 0)).await.is_ok()
}

/// Whether a router may send traffic from `address` out as another: private and shared addresses.
pub(crate) fn may_be_translated(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            // 100.64.0.0/10 is what providers translate themselves.
            v4.is_private() || v4.is_link_local() || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// Refuses to trade from an address that the broker is certain to refuse, or that this machine does not have.
pub(crate) async fn check(profile: &Profile) -> Result {
    let Some(source) = profile.source else {
        return Ok(());
    };
    let addresses = || [Some(source.primary()), source.secondary()].into_iter().flatten();
    if let Some(registered) = &profile.registered
        && let Some(wrong) =
            addresses().find(|address| !may_be_translated(*address) && !registered.contains(*address))
    {
        return Err(
            Failure::local(format!("{wrong} is not an address registered for the app")).hint(
                "correct --source-ip, or registered_ip in config.toml if the portal has another one by now",
            ),
        );
    }
    for address in addresses() {
        if is_ours(address).await {
            return Ok(());
        }
    }
    Err(Failure::local(format!(
        "orders shall leave from {source}, but this machine has no such address"
    ))
    .hint("add the address to a network interface, or correct --source-ip; `pocketful doctor` says more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn knows_its_own_addresses() {
        assert!(is_ours([127, 0, 0, 1].into()).await);
        assert!(!is_ours([192, 0, 2, 1].into()).await);
    }

    #[test]
    fn private_addresses_may_be_translated() {
        for (address, expected) in [
            ("10.1.2.3", true),
            ("192.168.0.9", true),
            ("100.64.0.1", true),
            ("100.128.0.1", false),
            ("127.0.0.2", false),
            ("203.0.113.7", false),
            ("fd00::1", true),
            ("2001:db8::1", false),
        ] {
            assert_eq!(may_be_translated(address.parse().unwrap()), expected, "{address}");
        }
    }
}
