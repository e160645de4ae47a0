//! The feed as lines; what the live table looks like is tried where it is drawn.

use std::{
    io::{BufRead, BufReader},
    process::ChildStdout,
};

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};
use serde_json::{Value, json};
use time::Duration;

use crate::world::{Running, World, bare, home};

/// A run of `watch --json`, and its lines.
struct Watch {
    running: Running,
    lines: BufReader<ChildStdout>,
}

impl Watch {
    fn start(world: &World, args: &[&str]) -> Self {
        let args = [&["watch", "--json"], args].concat();
        let mut running = Running::start(world.command(&args));
        let lines = BufReader::new(running.0.stdout.take().unwrap());
        Self { running, lines }
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"))
    }

    /// The next line about `event`.
    fn until(&mut self, event: &str) -> Value {
        loop {
            let line = self.next();
            if line["event"] == event {
                return line;
            }
        }
    }
}

#[test]
fn each_mode_has_its_lines_for_people_and_for_programs() {
    let world = World::logged_in();
    let mut shown = String::new();
    for mode in ["detailed", "compact", "depth"] {
        for format in [&["--json"][..], &[]] {
            let args = [&["watch", "nse:3045", "--mode", mode, "--count", "1"], format].concat();
            shown += &world.run(&args).ok();
        }
    }
    assert_snapshot!("modes", shown);
}

#[test]
fn a_currency_has_its_own_decimals() {
    let world = World::logged_in();
    let line = world
        .run(&[
            "watch",
            "CDS:14500",
            "--mode",
            "compact",
            "--count",
            "1",
            "--json",
        ])
        .ok();
    let tick = line.lines().last().unwrap();
    assert!(
        tick.starts_with(r#"{"event":"compact","exchange":"CDS","#),
        "{tick}"
    );
    let (_, rest) = tick.split_once(r#""last_traded_price":"#).unwrap();
    let (last, _) = rest.split_once(',').unwrap();
    assert!((83.0..88.0).contains(&last.parse::<f64>().unwrap()), "{tick}");
    assert_eq!(last.len(), "85.7100000".len(), "{tick}");
    // The same moment over REST.
    let ltp = world.run(&["ltp", "CDS:14500", "--json"]).ok();
    assert!(ltp.contains(&last[..5]), "{ltp} has no {last}");
    let shown = world
        .run(&["watch", "CDS:14500", "--mode", "compact", "--count", "1"])
        .ok();
    let short = last.trim_end_matches('0');
    assert!(shown.contains(&format!("CDS:14500  last {short}")), "{shown}");
}

#[test]
fn orders_are_followed_when_asked_for() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["--orders", "--count", "2"]);
    watch.until("books");
    let id = world.place();
    let placed = watch.until("order_update");
    assert_eq!(placed["order"]["oms_order_id"], json!(id));
    assert_eq!(placed["order"]["order_status"], "CONFIRMED");
    world.run(&["order", "cancel", &id]).ok();
    let cancelled = watch.until("order_update");
    assert_eq!(cancelled["order"]["order_status"], "CANCEL_CONFIRMED");
    watch.running.end().ok();
}

#[test]
fn trades_that_cannot_be_read_are_told_with_their_cause_and_come_later() {
    let world = World::logged_in();
    let faults = world.sandbox().faults();
    let rule = FaultRule::new("GET /api/v1/trades", Fault::HtmlPage).times(1);
    faults.add(rule).unwrap();
    let mut watch = Watch::start(&world, &["--orders"]);
    let books = watch.until("books");
    assert_eq!((&books["trades"], &books["pending"]), (&json!(null), &json!([])));
    let told = books["trades_unread"].as_str().unwrap();
    assert!(told.contains("web page"), "{books}");
    let books = watch.until("books");
    assert_eq!(
        (&books["trades"], &books["trades_unread"]),
        (&json!([]), &json!(null))
    );
    watch.running.signal("-INT");
    watch.running.end().ok();
}

#[test]
fn a_lost_connection_is_told_and_comes_back() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045", "BSE:500325"]);
    watch.until("detailed");
    watch.until("detailed");
    let feed = world.sandbox().feed();
    feed.disconnect();
    let gap = watch.until("gap");
    assert_eq!(gap["cause"], "disconnected");
    assert_eq!(gap["instruments"].as_array().unwrap().len(), 2, "{gap}");
    assert_eq!(watch.until("reconnected")["attempts"], 1);
    watch.until("detailed");
    watch.running.signal("-INT");
    watch.running.end().ok();
    world.wait(feed.until(<[_]>::is_empty));
}

#[test]
fn a_feed_that_cannot_be_reached_is_told_with_its_cause_before_and_after_a_connection() {
    let world = World::logged_in();
    let (sandbox, token) = (world.sandbox(), world.run(&["token", "print", "--yes"]).ok());
    let refuse = |times| {
        let fault = FaultRule::new(
            "GET /ws/v1/feeds",
            Fault::ServerError {
                status: 503,
                after: false,
            },
        );
        sandbox.faults().add(fault.times(times)).unwrap();
    };
    refuse(2);
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    let failed = |line: Value, attempts: u32| {
        assert_eq!(line["event"], "connect_failed", "{line}");
        assert_eq!(
            (&line["attempts"], &line["cause"]),
            (&json!(attempts), &json!("refused"))
        );
        assert_eq!(
            line["message"],
            "the server answered the handshake with status 503"
        );
        assert!(line["retry_at"].is_string(), "{line}");
        assert!(!line.to_string().contains(token.trim()));
    };
    failed(watch.next(), 1);
    failed(watch.next(), 2);
    assert_eq!(watch.next()["event"], "connected");
    watch.until("detailed");
    refuse(1);
    sandbox.feed().disconnect();
    watch.until("gap");
    failed(watch.next(), 1);
    let back = watch.next();
    assert_eq!(
        (&back["event"], &back["attempts"]),
        (&json!("reconnected"), &json!(2))
    );
    watch.running.signal("-INT");
    watch.running.end().ok();
    // And to people who write it into a file.
    refuse(1);
    let said = world.run(&["watch", "NSE:3045", "--count", "1"]).ok();
    let first = said.lines().next().unwrap();
    let expected =
        "no connection, attempt 1: the server answered the handshake with status 503; the next one is at ";
    assert!(first.starts_with(expected), "{said}");
}

#[test]
fn it_ends_quietly_when_nobody_reads_any_more() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    watch.until("detailed");
    drop(watch.lines);
    let feed = world.sandbox().feed();
    world.sandbox().clock().advance(Duration::minutes(1));
    world.wait(feed.until(<[_]>::is_empty));
    let ran = watch.running.end();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

/// Waits, not for ever, until the sandbox's feed has no connection left.
fn all_are_gone(world: &World) {
    let soon = std::time::Duration::from_secs(60);
    let feed = world.sandbox().feed();
    let gone = async { tokio::time::timeout(soon, feed.until(<[_]>::is_empty)).await };
    world.wait(gone).expect("it ends");
}

#[test]
fn it_ends_quietly_when_nobody_reads_any_more_although_the_feed_is_quiet() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    watch.until("detailed");
    // The sandbox's clock stands, so that no tick comes and nothing is written.
    drop(watch.lines);
    all_are_gone(&world);
    let ran = watch.running.end();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

/// A pipe takes 64 KiB there, and says how much is in it.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_does_not_read_cannot_hold_up_the_end() {
    for signal in ["-INT", "-TERM"] {
        let world = World::logged_in();
        let mut watch = Watch::start(&world, &["NSE:3045"]);
        watch.until("detailed");
        let (sandbox, feed) = (world.sandbox(), world.sandbox().feed());
        let tick = || {
            let before = feed.connections()[0].packets;
            sandbox.clock().advance(Duration::seconds(5));
            world.wait(feed.until(|all| all[0].packets > before));
        };
        // Its pages are seldom full to the last byte.
        while rustix::io::ioctl_fionread(watch.lines.get_ref()).unwrap() < 32_768 {
            tick();
        }
        // More than the pipe and the command have room for.
        for _ in 0..400 {
            tick();
        }
        watch.running.signal(signal);
        all_are_gone(&world);
        assert_eq!(watch.running.0.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn what_cannot_be_watched_is_said() {
    let home = home();
    for (args, code, message) in [
        (&["watch"][..], 2, "EXCHANGE:INSTRUMENT"),
        (&["watch", "SBIN"], 2, "NSE:3045"),
        (&["watch", "NSE:99999999999"], 2, "not an instrument token"),
        (&["watch", "NSE:3045", "--count", "0"], 2, "--count"),
        (&["watch", "NSE:3045", "--raw"], 2, "--raw"),
        (&["watch", "NSE:3045"], 3, "pocketful login"),
    ] {
        let stderr = crate::world::Ran::from(bare(&home).args(args).output().unwrap()).fails(code);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
}
