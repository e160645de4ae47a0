//! `pocketful status` against a program that does nothing: the command must start as if it were not there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

use std::{
    hint::black_box,
    process::{Command, Stdio},
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};
use tempfile::TempDir;
use tokio::time::Instant;

/// Starts `command` and waits for its end.
fn run(command: &mut Command) {
    black_box(
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap(),
    );
}

fn status(home: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pocketful"));
    command
        .env_clear()
        .env("POCKETFUL_HOME", home.path())
        .arg("status");
    command
}

/// The middle of many runs.
fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..51)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn bench(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("process");
    group.sample_size(20);
    group.bench_function("true", |bencher| {
        bencher.iter(|| run(&mut Command::new("true")));
    });
    group.bench_function("pocketful status", |bencher| {
        bencher.iter(|| run(&mut status(&home)));
    });
    group.finish();

    let nothing = median(|| run(&mut Command::new("true")));
    let status = median(|| run(&mut status(&home)));
    println!(
        "pocketful status: {:.2} ms wall, {:.2} times a program that does nothing ({:.2} ms); at most 6 ms is wanted",
        status.as_secs_f64() * 1000.0,
        status.as_secs_f64() / nothing.as_secs_f64(),
        nothing.as_secs_f64() * 1000.0,
    );
}

criterion_group!(benches, bench);
criterion_main!(benches);
