//! What the JSON of every command keeps to: times are RFC 3339 in IST, numbers are numbers, lists are lists.

mod fine;
#[path = "../../../pocketful-types/tests/wire/contract/look.rs"]
mod look;

use std::io::{BufRead, BufReader};

use serde_json::Value;
use time::Duration;

use crate::{
    help::COMMANDS,
    world::{Ran, Running, World, bare},
};

/// Commands that print no JSON of ours: nothing, scripts for a shell, and what the server says in its own words.
const NONE: &[&str] = &[
    "",
    "completions",
    "api",
    "two-factor setup-totp",
    "two-factor choose",
    "two-factor forgot-totp",
    "two-factor otp",
];

/// What was run, and what is wrong with what it printed.
struct Walk<'a> {
    world: &'a World,
    walked: Vec<String>,
    faults: Vec<String>,
}

impl Walk<'_> {
    /// Runs `line`, a command with its arguments, and looks at every document that it prints. Gives the first.
    #[track_caller]
    fn run(&mut self, line: &str) -> Value {
        // Within the server's limits, whose clock stands.
        self.world.sandbox().clock().advance(Duration::seconds(1));
        let args: Vec<_> = line.split(' ').chain(["--json"]).collect();
        let mut command = self.world.command(&args);
        command.env("POCKETFUL_PAN", "AAAPZ1234C");
        self.looked_at(line, Ran::from(command.output().unwrap()))
    }

    #[track_caller]
    fn looked_at(&mut self, line: &str, ran: Ran) -> Value {
        let printed = ran.ok();
        let documents: Vec<Value> = serde_json::Deserializer::from_str(&printed)
            .into_iter()
            .map(|document| document.unwrap_or_else(|error| panic!("{line}: {error}")))
            .collect();
        assert!(!documents.is_empty(), "{line} printed nothing");
        let faults = (documents.iter()).flat_map(|document| look::faults(document, look::Allowed::default()));
        let faults = faults.chain(fine::too_fine(&printed));
        self.faults.extend(faults.map(|fault| format!("{line}: {fault}")));
        let words: Vec<_> = line.split(' ').collect();
        let longest = (1..=words.len().min(2))
            .rev()
            .map(|count| words[..count].join(" "))
            .find(|command| COMMANDS.contains(&command.as_str()));
        self.walked.push(longest.unwrap());
        documents[0].clone()
    }

    /// The id in what `line` printed.
    #[track_caller]
    fn id(&mut self, line: &str, name: &str) -> String {
        let document = self.run(line);
        document[name]
            .as_str()
            .unwrap_or_else(|| panic!("{document}"))
            .to_owned()
    }

    /// The id of the pending order of which `member` is `value`.
    #[track_caller]
    fn pending(&mut self, member: &str, value: &str) -> String {
        let book = self.run("orders --pending");
        let rows = book.as_array().unwrap();
        let row = rows.iter().find(|row| row[member] == value);
        row.unwrap()["oms_order_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn every_command_keeps_to_it() {
    let world = World::logged_in();
    let mut walk = Walk {
        world: &world,
        walked: Vec::new(),
        faults: Vec::new(),
    };
    account(&mut walk);
    orders(&mut walk);
    kept_by_the_broker(&mut walk);
    instruments_and_prices(&mut walk);
    processes(&mut walk);
    assert!(walk.faults.is_empty(), "{:#?}", walk.faults);
    let is_group = |name: &str| {
        COMMANDS
            .iter()
            .any(|other| other.starts_with(&format!("{name} ")))
    };
    for command in COMMANDS {
        // `apps` is a command and a group.
        let is_walked = walk.walked.iter().any(|walked| walked == command);
        assert!(
            is_walked || NONE.contains(command) || is_group(command),
            "`{command} --json` is not looked at: run it here, with arguments that work"
        );
    }
}

fn account(walk: &mut Walk<'_>) {
    let secret = walk.world.home.path().join("new.secret");
    for line in [
        "profile",
        "trading-info",
        "apps",
        "funds",
        "holdings",
        "status",
        "doctor",
        "market-hours",
        "token print --yes",
    ] {
        walk.run(line);
    }
    walk.run(&format!(
        "apps create Second --redirect-uri http://127.0.0.1:8123/callback --secret-file {}",
        secret.display()
    ));
}

fn orders(walk: &mut Walk<'_>) {
    let limit = "order place NSE SBIN buy 3 --limit 812.55 --product MIS --user-order-id 4711";
    let id = walk.id(limit, "oms_order_id");
    walk.run(&format!("{limit} --dry-run"));
    walk.run(&format!("order modify {id} --price 812.60"));
    walk.run(&format!("order show {id}"));
    // Filled in parts, so that the average does not end: 2437.55 by 3.
    walk.world.fill_part(&id, 1, "812.45");
    walk.world.fill_part(&id, 2, "812.55");
    let sold = walk.id(
        "order place NSE SBIN sell 1 --limit 811.90 --product MIS",
        "oms_order_id",
    );
    walk.world.fill(&sold);
    for line in [
        format!("order history {id}"),
        "orders".to_owned(),
        "orders --completed".to_owned(),
        "trades".to_owned(),
        "positions".to_owned(),
        "positions --net".to_owned(),
        "convert-position NSE SBIN buy 1 --from MIS --to CNC".to_owned(),
    ] {
        walk.run(&line);
    }
    let id = walk.id("order place NSE IDEA buy 1 --limit 8.70 --amo", "oms_order_id");
    walk.run(&format!("order cancel {id} --amo"));
    for (kind, place) in [
        (
            "cover",
            "cover place NSE SBIN buy 10 --limit 812.50 --stop 800 --product MIS",
        ),
        (
            "bracket",
            "bracket place NSE SBIN buy 10 --limit 812.50 --stop 5 --target 9 --product MIS",
        ),
    ] {
        walk.run(place);
        let id = walk.pending("leg_order_indicator", "ENTRY");
        walk.run(&format!("{kind} modify {id} --price 812"));
        walk.run(&format!("{kind} exit {id}"));
    }
    walk.run("order place NSE SBIN buy 3 --limit 812.55");
    walk.run("order cancel-all --yes");
}

fn kept_by_the_broker(walk: &mut Walk<'_>) {
    walk.run("basket create Morning");
    let basket = walk.run("basket add Morning NSE SBIN buy 10 --limit 812.50");
    let order = basket[0]["orders"][0]["order_id"].as_str().unwrap().to_owned();
    for line in [
        "basket list".to_owned(),
        "basket show Morning".to_owned(),
        format!("basket edit Morning {order} --price 812"),
        "basket execute Morning".to_owned(),
        "basket mark Morning not-executed".to_owned(),
        "basket square-off Morning".to_owned(),
        format!("basket remove Morning {order}"),
        "basket rename Morning Noon".to_owned(),
        "basket delete Noon".to_owned(),
    ] {
        walk.run(&line);
    }
    let id = walk.id("gtt create NSE SBIN buy 5 --limit 790 --trigger 791.5", "id");
    walk.run("gtt list");
    for line in ["gtt show", "gtt modify --trigger 785", "gtt cancel"] {
        let mut words: Vec<_> = line.split(' ').collect();
        words.insert(2, &id);
        walk.run(&words.join(" "));
    }
    for line in [
        "ipo list",
        "ipo place SANDPIPER --bid 149@100 --upi-id asha@upi",
        "ipo orders",
        "ipo cancel SANDPIPER --member application_number=100000000001",
        "edis tpin",
        "edis tpin --gateway",
        "edis authorise NSE:3045=10 --request-type TYPE",
    ] {
        walk.run(line);
    }
}

fn instruments_and_prices(walk: &mut Walk<'_>) {
    for line in [
        "search SBIN",
        "instrument NSE SBIN",
        "instrument NFO NIFTY-FUT",
        "contracts sync",
        "contracts find SBIN",
        "contracts info",
        "quote NSE:SBIN NFO:NIFTY-FUT",
        "ltp NSE:SBIN",
        "close NSE:SBIN",
        "dpr NSE:SBIN",
        "futures-chain NSE:26000",
        "option-chain NSE:26000 --price 26000 --strikes 2",
        "margin NSE:SBIN:buy:3@812.55 NFO:NIFTY-FUT:sell:75@26000.10",
        "candles NSE:SBIN --every 5m --from 2026-11-20 --to 2026-11-20",
        "watch NSE:SBIN --count 1",
        "watch NSE:SBIN --count 1 --mode compact",
        "watch NSE:SBIN --count 1 --mode depth",
    ] {
        walk.run(line);
    }
}

/// Those that live on their own, and the session's beginning and end.
fn processes(walk: &mut Walk<'_>) {
    let man = walk.world.home.path().join("man");
    walk.run(&format!("man {}", man.display()));
    walk.run("demo");
    let mut sandbox = bare(&walk.world.home);
    sandbox.args(["sandbox", "--json", "--seed", "7"]);
    let mut running = Running::start(sandbox);
    let mut line = String::new();
    let mut stdout = BufReader::new(running.0.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    running.signal("-TERM");
    drop(stdout);
    walk.looked_at(
        "sandbox",
        Ran {
            stdout: line,
            ..running.end()
        },
    );
    walk.run("logout");
    let demo = walk.world.sandbox().demo();
    let login = [
        "login",
        "--json",
        "--client-id",
        &demo.client_id,
        "--password-stdin",
    ];
    let ran = walk
        .world
        .run_with(&login, &format!("{}\n{}\n", demo.password, demo.pin));
    walk.looked_at("login", ran);
}

#[test]
fn an_empty_list_is_a_list() {
    let world = World::logged_in();
    for line in [
        "orders",
        "orders --pending",
        "orders --completed",
        "trades",
        "positions",
        "positions --net",
        "basket list",
        "gtt list",
        "ipo orders",
        "search nothing-is-called-so",
        "contracts find nothing-is-called-so",
    ] {
        let args: Vec<_> = line.split(' ').chain(["--json"]).collect();
        assert_eq!(world.run(&args).ok(), "[]\n", "{line}");
    }
}
