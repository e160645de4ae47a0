//! `cargo xtask layers`: the manifests have exactly the arrows, and the users of network libraries, of
//! `docs/architecture.md`.

mod drawn;
mod found;

use std::{collections::BTreeSet, fs};

use cargo_metadata::DependencyKind;

use crate::{Outcome, workspace};
use drawn::Drawn;
use found::Found;

/// The page whose `layers` and `network` blocks are the rule.
const PAGE: &str = "docs/architecture.md";

/// Libraries that open connections, or listen for them. Whoever uses one directly stands in the page with a reason.
const NETWORK: [&str; 14] = [
    "axum",
    "fantoccini",
    "fastwebsockets",
    "hyper",
    "hyper-util",
    "native-tls",
    "openssl",
    "reqwest",
    "rustls",
    "socket2",
    "tokio-rustls",
    "tokio-tungstenite",
    "tungstenite",
    "ureq",
];

pub(crate) fn run() -> Outcome {
    let page =
        fs::read_to_string(workspace::root().join(PAGE)).map_err(|error| format!("{PAGE}: {error}"))?;
    let drawn = Drawn::parse(&page).map_err(|error| format!("{PAGE}: {error}"))?;
    let found = Found::of(&workspace::packages()?);
    let problems = compare(&drawn, &found);
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() {
        println!(
            "{} crates, {} arrows, as drawn",
            found.crates.len(),
            found.arrows.len()
        );
        Ok(())
    } else {
        Err(format!(
            "the manifests and {PAGE} disagree: mend the manifest, or change the page and say why there"
        ))
    }
}

/// One dependency between two crates of the workspace, or from one of them to a network library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    kind: Kind,
    from: String,
    to: String,
}

/// What a dependency is for. Ordered from the least to the most demanding to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Dev,
    Build,
    Normal,
}

impl Kind {
    fn of(kind: DependencyKind) -> Self {
        match kind {
            DependencyKind::Development => Self::Dev,
            DependencyKind::Build => Self::Build,
            _ => Self::Normal,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Dev => "dev: ",
            Self::Build => "build: ",
            Self::Normal => "",
        }
    }
}

impl std::fmt::Display for Arrow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{} → {}", self.kind.word(), self.from, self.to)
    }
}

/// Everything in which the page and the manifests differ, a line each.
fn compare(drawn: &Drawn, found: &Found) -> Vec<String> {
    let mut problems = Vec::new();
    for name in found.crates.symmetric_difference(&drawn.crates) {
        let place = if drawn.crates.contains(name) {
            "is drawn but does not exist"
        } else {
            "is not drawn"
        };
        problems.push(format!("crate {name} {place}"));
    }
    for (found, drawn) in [(&found.arrows, &drawn.arrows), (&found.network, &drawn.network)] {
        for arrow in found.iter().filter(|arrow| !allows(drawn, arrow)) {
            problems.push(format!("{arrow}: not drawn"));
        }
        for arrow in drawn.difference(found) {
            problems.push(format!("{arrow}: drawn, but no manifest has it"));
        }
    }
    problems
}

/// Tests may use what the crate itself may use: `pocketful-http` takes the fakes of `pocketful-auth`.
fn allows(drawn: &BTreeSet<Arrow>, arrow: &Arrow) -> bool {
    let as_normal = Arrow {
        kind: Kind::Normal,
        ..arrow.clone()
    };
    drawn.contains(arrow) || (arrow.kind == Kind::Dev && drawn.contains(&as_normal))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "```text layers\ntop: bottom\ndev top: server  (end to end)\nbottom:\nserver: bottom\n```\n\
                        ```text network\nbottom: reqwest  (the login)\n```\n";

    fn found(edges: &[(&str, &str, &str)]) -> Found {
        found::tests::of(&["bottom", "server", "top"], edges)
    }

    const AS_DRAWN: [(&str, &str, &str); 4] = [
        ("top", "bottom", ""),
        ("top", "server", "dev"),
        ("server", "bottom", ""),
        ("bottom", "reqwest", ""),
    ];

    fn problems(change: impl FnOnce(&mut Vec<(&'static str, &'static str, &'static str)>)) -> Vec<String> {
        let mut edges = AS_DRAWN.to_vec();
        change(&mut edges);
        compare(&Drawn::parse(PAGE).unwrap(), &found(&edges))
    }

    #[test]
    fn what_is_drawn_passes() {
        assert_eq!(problems(|_| ()), Vec::<String>::new());
    }

    #[test]
    fn an_upward_arrow_fails() {
        assert_eq!(
            problems(|edges| edges.push(("bottom", "top", ""))),
            ["bottom → top: not drawn"]
        );
    }

    #[test]
    fn a_dev_arrow_is_no_normal_arrow() {
        assert_eq!(
            problems(|edges| edges[1] = ("top", "server", "")),
            [
                "top → server: not drawn",
                "dev: top → server: drawn, but no manifest has it"
            ]
        );
    }

    #[test]
    fn a_build_arrow_is_not_covered_by_a_normal_one() {
        assert_eq!(
            problems(|edges| edges.push(("top", "bottom", "build"))),
            ["build: top → bottom: not drawn"]
        );
    }

    #[test]
    fn tests_may_use_the_fakes_of_the_layer_beneath() {
        assert_eq!(
            problems(|edges| edges.push(("top", "bottom", "dev"))),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_new_user_of_a_network_library_fails() {
        assert_eq!(
            problems(|edges| edges.push(("top", "hyper", ""))),
            ["top → hyper: not drawn"]
        );
        assert_eq!(
            problems(|edges| edges.push(("server", "reqwest", "dev"))),
            ["dev: server → reqwest: not drawn"]
        );
    }

    #[test]
    fn an_arrow_that_is_gone_must_leave_the_page() {
        assert_eq!(
            problems(|edges| edges.retain(|edge| edge.0 != "server")),
            ["server → bottom: drawn, but no manifest has it"]
        );
    }

    #[test]
    fn a_crate_that_nobody_drew_fails() {
        let found = found::tests::of(&["bottom", "server", "top", "utils"], &AS_DRAWN);
        assert_eq!(
            compare(&Drawn::parse(PAGE).unwrap(), &found),
            ["crate utils is not drawn"]
        );
    }

    #[test]
    fn the_page_of_the_project_can_be_read() {
        let page = fs::read_to_string(workspace::root().join(super::PAGE)).unwrap();
        assert!(Drawn::parse(&page).unwrap().crates.contains("pocketful-types"));
    }
}
