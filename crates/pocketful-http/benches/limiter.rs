//! A permit checked against four windows, beside four atomic adds and a clock read: prints the ratio.
#![allow(missing_docs, clippy::print_stdout, clippy::expect_used)]

use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};
use pocketful_http::{LimitPolicy, RateLimiter, RateLimits, Window};
use pocketful_types::RateClass;
use tokio::time::Instant;

/// Four windows that are never full, so that every call is a granted one and every window is really looked up.
fn wide() -> RateLimits {
    let window = |millis| Window::new(50_000, Duration::from_nanos(millis));
    RateLimits::unlimited().with_order(vec![window(1), window(2), window(3), window(4)])
}

fn permit(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let limiter = RateLimiter::new(&wide(), LimitPolicy::Refuse);
    let counters: [AtomicU64; 4] = std::array::from_fn(|_| AtomicU64::new(0));

    let mut baseline = Duration::MAX;
    criterion.bench_function("four atomic adds and a clock read", |bencher| {
        bencher.iter_custom(|rounds| {
            let start = Instant::now();
            for _ in 0..rounds {
                black_box(Instant::now());
                for counter in &counters {
                    black_box(counter.fetch_add(1, Ordering::AcqRel));
                }
            }
            let spent = start.elapsed();
            baseline = baseline.min(spent / u32::try_from(rounds).unwrap_or(u32::MAX).max(1));
            spent
        });
    });
    let mut ours = Duration::MAX;
    criterion.bench_function("a permit, four windows", |bencher| {
        bencher.iter_custom(|rounds| {
            runtime.block_on(async {
                let start = Instant::now();
                for _ in 0..rounds {
                    black_box(limiter.acquire(RateClass::Order).await).expect("the windows are never full");
                }
                let spent = start.elapsed();
                ours = ours.min(spent / u32::try_from(rounds).unwrap_or(u32::MAX).max(1));
                spent
            })
        });
    });
    println!(
        "limiter permit, 4 windows: {ours:?} against {baseline:?}: ratio {:.2} (target 2.00)",
        ours.as_secs_f64() / baseline.as_secs_f64()
    );
}

criterion_group!(benches, permit);
criterion_main!(benches);
