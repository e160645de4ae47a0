//! Every example of `examples/`, run against a sandbox: it succeeds, and asks the broker for what it should.
#![allow(dead_code, clippy::duplicate_mod)] // Their `main`s, and the start that each has for itself.

#[path = "../../examples/change_and_cancel.rs"]
mod change_and_cancel;
#[path = "../../examples/check_before_sending.rs"]
mod check_before_sending;
#[path = "../../examples/find_contracts.rs"]
mod find_contracts;
#[path = "../../examples/keep_a_session.rs"]
mod keep_a_session;
#[path = "../../examples/leave_orders.rs"]
mod leave_orders;
#[path = "../../examples/log_in.rs"]
mod log_in;
#[path = "../../examples/place_an_order.rs"]
mod place_an_order;
#[path = "../../examples/positions.rs"]
mod positions;
#[path = "../../examples/prices.rs"]
mod prices;
#[path = "../../examples/start/start.rs"]
mod start;
#[path = "../../examples/watch_the_market.rs"]
mod watch_the_market;

use std::collections::BTreeSet;

use pocketful_sandbox::Sandbox;

/// What was asked, one line a request, without the query.
fn asked(sandbox: &Sandbox) -> Vec<String> {
    let log = sandbox.request_log();
    let lines = log.iter().map(|entry| {
        let path = entry.target.split('?').next().unwrap_or_default();
        let status = entry.status.map_or("cut".to_owned(), |status| status.to_string());
        format!("{status} {} {path}", entry.method)
    });
    lines.collect()
}

/// What an example that follows one path asked, in order.
macro_rules! runs {
    ($($example:ident)+) => {$(
        #[tokio::test]
        async fn $example() {
            let sandbox = start::sandbox().await.unwrap();
            $example::run(sandbox.clone()).await.unwrap();
            let asked = asked(&sandbox).join("\n");
            insta::with_settings!({ filters => vec![("[0-9a-f]{8}-[0-9a-f-]{27}", "[id]")] }, {
                insta::assert_snapshot!(stringify!($example), asked);
            });
        }
    )+};
}

mod run {
    use super::*;

    runs! {
        change_and_cancel check_before_sending find_contracts keep_a_session leave_orders log_in place_an_order positions
        prices
    }

    /// The feed and the books come in any order.
    #[tokio::test]
    async fn watch_the_market() {
        let sandbox = start::sandbox().await.unwrap();
        let run = watch_the_market::run(sandbox.clone());
        tokio::time::timeout(start::PATIENCE, run).await.unwrap().unwrap();
        let asked: BTreeSet<_> = asked(&sandbox).into_iter().collect();
        assert!(asked.contains("200 POST /api/v1/orders"), "{asked:?}");
        assert!(asked.contains("101 GET /ws/v1/feeds"), "{asked:?}");
    }
}
