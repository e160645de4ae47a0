//! `cargo xtask consumers`: three crates outside the workspace build against ours and run, as a user's would, and
//! the fuzz targets compile.

mod outside;
mod tree;

use std::fs;

use crate::{Outcome, cargo, workspace};
pub(crate) use outside::Outside;

/// The most crates that a login without an HTTP client may bring, ours included.
const MOST_CRATES: usize = 60;

/// What has no place in a tree without an HTTP client: clients, TLS, and the libraries beneath them.
const NO_PLACE: [&str; 14] = [
    "aws-lc-rs",
    "aws-lc-sys",
    "h2",
    "hyper",
    "hyper-util",
    "native-tls",
    "openssl",
    "openssl-sys",
    "reqwest",
    "ring",
    "rustls",
    "tower",
    "ureq",
    "webpki-roots",
];

/// A consumer: its source, and the lines of its manifest that say what it depends on. `ROOT` is the workspace.
pub(crate) struct Consumer {
    pub(crate) name: &'static str,
    pub(crate) source: &'static str,
    pub(crate) dependencies: &'static str,
}

/// Login and session alone, with the HTTP client for the code exchange.
const LOGIN: Consumer = Consumer {
    name: "consumer-login",
    source: include_str!("../consumers/login.rs"),
    dependencies: r#"
pocketful-auth = { path = "ROOT/crates/pocketful-auth" }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
};

/// Login and session alone; the consumer brings its own `LoginApi`.
const BARE: Consumer = Consumer {
    name: "consumer-bare",
    source: include_str!("../consumers/bare.rs"),
    dependencies: r#"
pocketful-auth = { path = "ROOT/crates/pocketful-auth", default-features = false }
async-trait = "0.1"
secrecy = "0.10"
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt"] }
"#,
};

/// What most people use.
pub(crate) const FACADE: Consumer = Consumer {
    name: "consumer-facade",
    source: include_str!("../consumers/facade.rs"),
    dependencies: r#"
pocketful = { path = "ROOT/crates/pocketful" }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
};

pub(crate) fn run() -> Outcome {
    let outside = Outside::new()?;
    for consumer in [LOGIN, BARE, FACADE] {
        let manifest = outside.write(&consumer)?;
        if consumer.name == BARE.name {
            let crates = tree::crates(&manifest)?;
            tree::check(&crates, &NO_PLACE, MOST_CRATES)?;
            println!(
                "{} brings {} crates, none of them an HTTP client or TLS",
                consumer.name,
                crates.len()
            );
        }
        outside.run(&manifest)?;
    }
    fuzz_targets()
}

/// The fuzz targets are a workspace of their own as well, and must not rot between two runs of the fuzzer. They are checked with our
/// versions, without a nightly compiler, and without the fuzzer's C++: nothing is linked.
fn fuzz_targets() -> Outcome {
    let root = workspace::root();
    let lock = root.join("fuzz/Cargo.lock");
    fs::copy(root.join("Cargo.lock"), &lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    cargo::run(
        cargo::cargo(["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml"])
            .env("CARGO_TARGET_DIR", workspace::target_directory()?)
            .env("CUSTOM_LIBFUZZER_PATH", "/nowhere/libfuzzer.a"),
    )
}
