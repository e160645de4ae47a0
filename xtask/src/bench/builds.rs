//! How long a clean debug build of the facade takes beside one of a crate with reqwest, tokio and serde.

use std::{fs, time::Duration};

use crate::{
    Outcome, cargo,
    consumers::{Consumer, FACADE, Outside},
    report, workspace,
};

/// What nearly every program with an HTTP client has anyway.
const BASELINE: Consumer = Consumer {
    name: "consumer-baseline",
    source: "fn main() {}\n",
    dependencies: r#"
reqwest = { version = "0.13", features = ["json"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
};

pub(super) fn run() -> Outcome {
    let outside = Outside::new()?;
    let baseline = clean_build(&outside, &BASELINE)?;
    let facade = clean_build(&outside, &FACADE)?;
    println!(
        "clean debug build: the facade {} against {}: ratio {:.2} (target 1.30)",
        report::seconds(facade),
        report::seconds(baseline),
        facade.as_secs_f64() / baseline.as_secs_f64()
    );
    Ok(())
}

/// Builds into an empty target directory, with everything downloaded before the clock starts.
fn clean_build(outside: &Outside, consumer: &Consumer) -> Result<Duration, String> {
    let manifest = outside.write(consumer)?;
    cargo::run(cargo::cargo(["fetch", "--quiet", "--manifest-path"]).arg(&manifest))?;
    let target = workspace::target_directory()?
        .join("clean-builds")
        .join(consumer.name);
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    }
    let mut build = cargo::cargo(["build", "--quiet", "--manifest-path"]);
    build.arg(&manifest).env("CARGO_TARGET_DIR", &target);
    let (outcome, time) = report::timed(|| cargo::run(&mut build));
    outcome?;
    fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    Ok(time)
}
