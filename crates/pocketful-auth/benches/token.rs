//! `Session::token()` under eight tasks, against a bare arc-swap load with the same check. Prints nanoseconds of
//! CPU time and the ratio.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::{hint::black_box, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use async_trait::async_trait;
use criterion::Criterion;
use pocketful_auth::{AccessToken, Error, Login, MemoryStore, Session, TokenRecord};
use pocketful_types::{ClientId, Clock, Origin, SystemClock};
use rustix::time::{ClockId, clock_gettime};
use secrecy::SecretString;
use tokio::runtime::Runtime;

const TASKS: u64 = 8;
const THREADS: usize = 2;
/// Pairs of measurements that the ratio is the median of.
const ROUNDS: usize = 31;
const CALLS: u64 = 400_000;

fn audience() -> Origin {
    "https://algo.example.com".parse().unwrap()
}

#[derive(Debug)]
struct Given(TokenRecord);

#[async_trait]
impl Login for Given {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        Ok(self.0.clone())
    }

    fn is_automatic(&self) -> bool {
        false
    }
}

/// What `token()` cannot do without: a swap-able token, a look at the clock, a comparison, a reference for the caller.
struct Bare {
    token: ArcSwap<(AccessToken, i128)>,
    clock: Arc<dyn Clock>,
}

impl Bare {
    fn token(&self) -> Option<Arc<(AccessToken, i128)>> {
        let token = self.token.load_full();
        (self.clock.unix_nanos() < token.1).then_some(token)
    }
}

/// CPU time of this process: what other programs take meanwhile does not count.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

/// The CPU time of `calls` of `call`, spread over eight tasks on two threads.
fn under_tasks<F: Fn() + Clone + Send + 'static>(runtime: &Runtime, calls: u64, call: &F) -> Duration {
    runtime.block_on(async {
        let start = cpu();
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let call = call.clone();
                tokio::spawn(async move {
                    for _ in 0..calls.div_ceil(TASKS) {
                        call();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        cpu() - start
    })
}

fn nanos(runtime: &Runtime, call: &(impl Fn() + Clone + Send + 'static)) -> f64 {
    under_tasks(runtime, CALLS, call).as_secs_f64() * 1e9 / CALLS as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .build()
        .unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let record = TokenRecord::new(
        SecretString::from("a-token-of-the-bench"),
        ClientId::new("AB1234"),
        audience(),
        // Alive for the length of the run, also around midnight.
        clock.now() + time::Duration::hours(1),
    );
    let record = record.unwrap();
    let end = record.expires_at().unix_timestamp_nanos();
    let bare = Arc::new(Bare {
        token: ArcSwap::from_pointee((record.token().clone(), end)),
        clock: Arc::clone(&clock),
    });
    let session = Session::builder(audience(), Arc::new(MemoryStore::new()))
        .clock(clock)
        .build();
    runtime.block_on(session.log_in(&Given(record))).unwrap();

    let ours = move || {
        black_box(session.token().is_ok());
    };
    let theirs = move || {
        black_box(bare.token().is_some());
    };

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("token");
    group.bench_function("session", |bencher| {
        bencher.iter_custom(|calls| under_tasks(&runtime, calls, &ours));
    });
    group.bench_function("bare arc-swap", |bencher| {
        bencher.iter_custom(|calls| under_tasks(&runtime, calls, &theirs));
    });
    group.finish();

    let pairs: Vec<_> = (0..ROUNDS)
        .map(|_| (nanos(&runtime, &ours), nanos(&runtime, &theirs)))
        .collect();
    println!(
        "token() under {TASKS} tasks: {:.1} ns of CPU, bare arc-swap load with the same check {:.1} ns, ratio {:.2}",
        median(pairs.iter().map(|pair| pair.0).collect()),
        median(pairs.iter().map(|pair| pair.1).collect()),
        median(pairs.iter().map(|pair| pair.0 / pair.1).collect()),
    );
    criterion.final_summary();
}
