//! The feed as lines; what the live table looks like is tried where it is drawn.

use std::{
    io::{BufRead, BufReader},
    process::{ChildStdout, Command},
    sync::mpsc,
    thread,
};

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule, FeedConnection};
use serde_json::{Value, json};

use crate::world::{Running, World, bare, home};

mod held_up;

/// What takes longer than this has failed.
const LONG: std::time::Duration = std::time::Duration::from_secs(60);

/// A run of `watch --json`, and its lines.
struct Watch {
    // Before the process, so that its id is still the process's own.
    _deadline: Deadline,
    running: Running,
    lines: BufReader<ChildStdout>,
}

/// Kills a process that outlives it, so that whoever waits for its lines or its end need not wait for ever.
struct Deadline(#[allow(dead_code, reason = "held for its Drop")] mpsc::Sender<()>);

impl Deadline {
    fn of(running: &Running) -> Self {
        let (held, dropped) = mpsc::channel();
        let id = running.0.id().to_string();
        thread::spawn(move || {
            if dropped.recv_timeout(LONG) == Err(mpsc::RecvTimeoutError::Timeout) {
                drop(Command::new("kill").args(["-KILL", &id]).status());
            }
        });
        Self(held)
    }
}

impl Watch {
    fn start(world: &World, args: &[&str]) -> Self {
        let args = [&["watch", "--json"], args].concat();
        let mut running = Running::start(world.command(&args));
        let lines = BufReader::new(running.0.stdout.take().unwrap());
        Self {
            _deadline: Deadline::of(&running),
            running,
            lines,
        }
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
fn a_book_that_comes_as_null_is_not_told_as_an_empty_one() {
    let world = World::logged_in();
    let rule = FaultRule::new("GET /api/v1/orders", Fault::NullList);
    world.sandbox().faults().add(rule).unwrap();
    let mut watch = Watch::start(&world, &["--orders"]);
    let books = watch.until("books");
    assert_eq!(books["null_lists"], json!(["pending", "completed"]), "{books}");
    watch.running.signal("-INT");
    watch.running.end().ok();
    // Once is not for good.
    world.sandbox().faults().clear();
    let once = FaultRule::new("GET /api/v1/orders", Fault::NullList).times(1);
    world.sandbox().faults().add(once).unwrap();
    let mut watch = Watch::start(&world, &["--orders"]);
    assert_eq!(watch.until("books")["null_lists"], json!([]));
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
    all_are_gone(&world);
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
fn what_other_terminals_do_to_the_session_is_noticed() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    watch.until("detailed");
    world.run(&["logout"]).ok();
    let gap = watch.until("gap");
    assert_eq!(
        (&gap["cause"], &gap["retry_at"]),
        (&json!("session_ended"), &Value::Null)
    );
    assert_eq!(watch.next()["cause"], "missing");
    world.log_in();
    watch.until("reconnected");
    watch.until("detailed");
    // And what the server does to it, which it tells the feed first.
    let fault = FaultRule::new("GET /api/v1/user/trading_info", Fault::TokenRevoked);
    world.sandbox().faults().add(fault.times(1)).unwrap();
    world.run(&["trading-info"]).fails(3);
    let gap = watch.until("gap");
    assert_eq!(gap["retry_at"], Value::Null, "it is asked at once");
    let waiting = watch.next();
    assert_eq!(
        (&waiting["event"], &waiting["cause"]),
        (&json!("awaiting_token"), &json!("refused"))
    );
    watch.running.signal("-INT");
    watch.running.end().ok();
}

#[test]
fn a_number_that_the_contract_master_does_not_have_is_told() {
    let world = World::logged_in();
    let numbers = ["NSE:99999", "NSE:3045", "CDS:14500"];
    let run = |format: &[&str]| world.run(&[&["watch", "--count", "1"], format, &numbers].concat());
    let without_a_master = run(&[]);
    assert_eq!((without_a_master.code, &*without_a_master.stderr), (0, ""));
    world.run(&["contracts", "sync"]).ok();
    let ran = run(&["--json"]);
    let first: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["event"], &first["exchange"], &first["instrument_token"]),
        (&json!("unlisted"), &json!("NSE"), &json!(99999))
    );
    assert_eq!(ran.stdout.matches("unlisted").count(), 1, "{ran:?}");
    let ran = run(&[]);
    assert!(
        ran.stderr.contains("NSE:99999 is not in today's contract master") && !ran.stderr.contains("3045"),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("99999"), "{ran:?}");
}

/// Waits, not for ever, until the sandbox's connections of the feed are `so`.
#[track_caller]
fn until(world: &World, so: impl Fn(&[FeedConnection]) -> bool) {
    let feed = world.sandbox().feed();
    let waited = world.wait(async { tokio::time::timeout(LONG, feed.until(so)).await });
    assert!(waited.is_ok(), "{:?}", feed.connections());
}

#[track_caller]
fn all_are_gone(world: &World) {
    until(world, <[_]>::is_empty);
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
