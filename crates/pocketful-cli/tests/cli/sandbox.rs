//! The sandbox as a process of its own.

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
};

use insta::assert_snapshot;

use crate::world::{Ran, Running, bare, settled};

#[test]
fn the_first_line_is_what_a_program_needs() {
    let home = crate::world::home();
    let mut command = bare(&home);
    command.args([
        "sandbox",
        "--json",
        "--seed",
        "7",
        "--now",
        "2026-11-23T23:59:30+05:30",
    ]);
    let mut running = Running::start(command);
    let mut stdout = BufReader::new(running.0.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let _settled = settled();
    assert_snapshot!("ready_json", line);
    let document: serde_json::Value = serde_json::from_str(&line).unwrap();
    let text = |name: &str| document[name].as_str().unwrap();

    let input = format!("{}\n{}\n", text("password"), text("pin"));
    let mut login = bare(&home);
    login.env("POCKETFUL_BASE_URL", text("url")).args([
        "login",
        "--client-id",
        text("client_id"),
        "--password-stdin",
    ]);
    crate::world::feed(login, &input).ok();

    running.signal("-TERM");
    running.end().ok();
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn addresses_of_a_program_that_cannot_choose_its_own_are_registered() {
    let home = crate::world::home();
    let mut command = bare(&home);
    command.args(["sandbox", "--json", "--register-ip", "127.0.0.1"]);
    let mut running = Running::start(command);
    let mut line = String::new();
    let mut stdout = BufReader::new(running.0.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    assert!(line.contains(r#""source_ips":["127.0.0.1"]"#), "{line}");
    running.signal("-TERM");
    running.end().ok();
    for wrong in [
        "127.0.0.1,127.0.0.1",
        "127.0.0.1,127.0.0.2,127.0.0.3",
        "localhost",
    ] {
        let mut command = bare(&home);
        command.args(["sandbox", "--register-ip", wrong]);
        let said = Ran::from(command.output().unwrap()).fails(2);
        assert!(said.contains("--register-ip"), "{said}");
    }
}

#[test]
fn a_start_that_the_clock_cannot_count_from_is_refused() {
    let home = crate::world::home();
    for now in ["9999-12-31T23:00:00+05:30", "1969-12-31T00:00:00+05:30"] {
        let mut command = bare(&home);
        command.args(["sandbox", "--now", now]);
        let said = Ran::from(command.output().unwrap()).fails(2);
        assert!(said.contains("1970 to 2099"), "{said}");
    }
}

#[test]
fn for_people_it_says_how_to_use_it() {
    let home = crate::world::home();
    let mut command = bare(&home);
    command.args(["sandbox", "--seed", "7"]);
    let mut running = Running::start(command);
    let mut stdout = BufReader::new(running.0.stdout.take().unwrap());
    let mut text = String::new();
    while !text.contains("Ctrl-C") {
        assert!(stdout.read_line(&mut text).unwrap() > 0);
    }
    running.signal("-INT");
    stdout.read_to_string(&mut text).unwrap();
    running.end().ok();
    let _settled = settled();
    assert_snapshot!("ready_text", text);
}

#[test]
fn what_cannot_be_is_said() {
    let home = crate::world::home();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (args, message) in [
        (["--listen", taken.as_str()], "cannot listen on"),
        (["--listen", "0.0.0.0:0"], "loopback only"),
        (["--listen", "[::1]:0"], "serves IPv4"),
        (["--listen", "localhost"], "invalid socket address"),
        (["--now", "yesterday"], "date, time and offset"),
    ] {
        let stderr = Ran::from(bare(&home).arg("sandbox").args(args).output().unwrap()).fails(2);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
}
