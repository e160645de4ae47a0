//! The arrows that the manifests have.

use std::collections::BTreeSet;

use cargo_metadata::Metadata;

use super::{Arrow, Kind, NETWORK};

/// The crates of the workspace, the arrows between them and to network libraries.
pub(super) struct Found {
    pub(super) crates: BTreeSet<String>,
    pub(super) arrows: BTreeSet<Arrow>,
    pub(super) network: BTreeSet<Arrow>,
}

impl Found {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let packages = metadata.workspace_packages();
        let crates: BTreeSet<String> = packages.iter().map(|package| package.name.to_string()).collect();
        let mut found = Self {
            crates,
            arrows: BTreeSet::new(),
            network: BTreeSet::new(),
        };
        for package in packages {
            for dependency in &package.dependencies {
                let arrow = Arrow {
                    kind: Kind::of(dependency.kind),
                    from: package.name.to_string(),
                    to: dependency.name.clone(),
                };
                if found.crates.contains(&arrow.to) {
                    found.arrows.insert(arrow);
                } else if NETWORK.contains(&arrow.to.as_str()) {
                    found.network.insert(arrow);
                }
            }
        }
        found
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What cargo would say of a workspace with these crates and (from, to, kind) dependencies.
    pub(in crate::layers) fn of(crates: &[&str], edges: &[(&str, &str, &str)]) -> Found {
        let packages: Vec<Value> = crates.iter().map(|name| package(name, edges)).collect();
        let ids: Vec<&Value> = packages.iter().map(|package| &package["id"]).collect();
        let metadata = json!({
            "packages": packages,
            "workspace_members": ids,
            "resolve": null,
            "workspace_root": "/w",
            "target_directory": "/w/target",
            "version": 1,
        });
        Found::of(&serde_json::from_value(metadata).unwrap())
    }

    fn package(name: &str, edges: &[(&str, &str, &str)]) -> Value {
        let dependencies: Vec<Value> = edges
            .iter()
            .filter(|(from, ..)| *from == name)
            .map(|(_, to, kind)| {
                json!({
                    "name": to,
                    "req": "*",
                    "kind": if kind.is_empty() { Value::Null } else { json!(kind) },
                    "optional": false,
                    "uses_default_features": true,
                    "features": [],
                })
            })
            .collect();
        json!({
            "name": name,
            "version": "1.0.0",
            "id": format!("path+file:///w/{name}#1.0.0"),
            "dependencies": dependencies,
            "targets": [],
            "features": {},
            "manifest_path": format!("/w/{name}/Cargo.toml"),
        })
    }

    #[test]
    fn only_arrows_within_the_workspace_and_to_the_network_count() {
        let found = of(
            &["a", "b"],
            &[("a", "b", ""), ("a", "serde", ""), ("b", "hyper", "dev")],
        );
        let texts = |arrows: &BTreeSet<Arrow>| arrows.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(&found.arrows), ["a → b"]);
        assert_eq!(texts(&found.network), ["dev: b → hyper"]);
    }
}
