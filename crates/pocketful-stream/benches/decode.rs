//! Decoding beside copying the packet's bytes: three fields of it, and the whole event.
#![allow(missing_docs, clippy::print_stdout, clippy::expect_used, clippy::panic)]

use std::{hint::black_box, path::Path};

use criterion::{Criterion, criterion_group, criterion_main};
use pocketful_stream::{Event, Packet, PriceScales, decode};

fn frame() -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../pocketful-types/fixtures/frames/detailed_nse.txt");
    let text = std::fs::read_to_string(path).expect("the golden frame");
    let rows = text.lines().filter(|row| !row.starts_with('#'));
    let hex: String = rows.filter_map(|row| row.split_whitespace().nth(3)).collect();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

fn decoding(criterion: &mut Criterion) {
    let frame = frame();
    let scales = PriceScales::default();
    let mut best = [f64::MAX; 3];
    let mut group = criterion.benchmark_group("decode");
    let mut run = |slot: usize, name: &str, work: &mut dyn FnMut()| {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|rounds| {
                let start = now();
                for _ in 0..rounds {
                    work();
                }
                let spent = start.elapsed();
                #[allow(clippy::cast_precision_loss)]
                let each = spent.as_secs_f64() / rounds as f64;
                best[slot] = best[slot].min(each);
                spent
            });
        });
    };
    run(0, "memcpy of the packet", &mut || {
        let mut copy = [0_u8; 102];
        copy.copy_from_slice(&black_box(&frame)[..102]);
        black_box(&copy);
    });
    run(1, "three fields", &mut || {
        let Ok(Packet::Detailed(tick)) = decode(black_box(&frame), scales) else {
            panic!("the frame is detailed")
        };
        black_box((tick.instrument_token(), tick.last_price_raw(), tick.volume()));
    });
    run(2, "the whole event", &mut || {
        let Ok(Packet::Detailed(tick)) = decode(black_box(&frame), scales) else {
            panic!("the frame is detailed")
        };
        black_box(&Event::Detailed(tick.into_owned()));
    });
    group.finish();
    println!(
        "decode: memcpy {:.2} ns, three fields {:.2} ns (ratio {:.2}, target 1.5), whole {:.2} ns (ratio {:.2}, target 3)",
        best[0] * 1e9,
        best[1] * 1e9,
        best[1] / best[0],
        best[2] * 1e9,
        best[2] / best[0]
    );
}

/// The bench measures real time; nothing here may be paused.
#[allow(clippy::disallowed_methods)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

criterion_group!(benches, decoding);
criterion_main!(benches);
