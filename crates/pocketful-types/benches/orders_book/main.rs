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
use pocketful_types::{Endpoint, GetOrders};

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

fn orders_book(criterion: &mut Criterion) {
    let text = book();
    let plain = || serde_json::from_str::<plain::Book>(&text).unwrap().orders;
    let exact = || GetOrders::decode(&text).unwrap();
    let orders = exact();
    assert_eq!((orders.rows.len(), orders.bad_rows.len()), (ROWS, 0));
    drop(orders);
    criterion.bench_function("orders_book/plain", |bencher| bencher.iter_with_large_drop(plain));
    criterion.bench_function("orders_book/exact", |bencher| bencher.iter_with_large_drop(exact));
    // Turn by turn, and the fastest of each: what the machine can do while nobody disturbs it.
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..60 {
        fastest[0] = fastest[0].min(took(plain));
        fastest[1] = fastest[1].min(took(exact));
    }
    let [plain, exact] = fastest;
    println!(
        "orders_book: {exact:?} against {plain:?} for {} bytes, ratio {:.3}",
        text.len(),
        exact.as_secs_f64() / plain.as_secs_f64()
    );
}

/// How long `read` takes, without the time to give its result back.
fn took<T>(read: impl Fn() -> T) -> Duration {
    let start = WallTime.start();
    let value = black_box(read());
    let took = WallTime.end(start);
    drop(value);
    took
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    targets = orders_book
}
criterion_main!(benches);
