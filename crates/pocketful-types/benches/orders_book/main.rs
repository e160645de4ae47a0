//! Reading a book of 10 000 orders, against plain serde into floats and strings. Prints the ratio; the target is 1.1.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs
)]

mod plain;

use std::{hint::black_box, time::Duration};

use criterion::{
    Criterion, criterion_group, criterion_main,
    measurement::{Measurement, WallTime},
};
use pocketful_types::{Endpoint, GetOrders, Orders};

const ROWS: usize = 10_000;

/// A book with the prices, ids and states of a busy day.
fn book() -> String {
    let fixture = include_str!("../../fixtures/json/orders_completed.json");
    let mut value: serde_json::Value = serde_json::from_str(fixture).unwrap();
    let rows = value["data"]["orders"].as_array().unwrap().clone();
    let many: Vec<_> = (0..ROWS)
        .map(|n| {
            let mut row = rows[n % rows.len()].clone();
            row["oms_order_id"] = format!("2026112{n:05}").into();
            row["price"] = (((n * 37) % 90_000) as f64 / 20.0).into();
            row["average_price"] = (((n * 53) % 90_000) as f64 / 20.0).into();
            row
        })
        .collect();
    value["data"]["orders"] = many.into();
    value["data"].to_string()
}

/// The fastest of all runs, which is what the machine can do while nobody disturbs it.
fn fastest<T>(criterion: &mut Criterion, name: &str, read: impl Fn() -> T) -> Duration {
    let clock = WallTime;
    let mut fastest = Duration::MAX;
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|runs| {
            let mut total = Duration::ZERO;
            for _ in 0..runs {
                let start = clock.start();
                let value = black_box(read());
                let took = clock.end(start);
                drop(value);
                fastest = fastest.min(took);
                total += took;
            }
            total
        });
    });
    fastest
}

fn orders_book(criterion: &mut Criterion) {
    let text = book();
    let orders: Orders = serde_json::from_str(&text).unwrap();
    assert_eq!((orders.rows.len(), orders.bad_rows.len()), (ROWS, 0));
    drop(orders);
    let plain = fastest(criterion, "orders_book/plain", || {
        serde_json::from_str::<plain::Book>(&text).unwrap().orders
    });
    let ours = fastest(criterion, "orders_book/exact", || {
        GetOrders::decode(&text).unwrap()
    });
    println!(
        "orders_book: {ours:?} against {plain:?} for {} bytes, ratio {:.3}",
        text.len(),
        ours.as_secs_f64() / plain.as_secs_f64()
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    targets = orders_book
}
criterion_main!(benches);
