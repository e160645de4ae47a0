//! Every exit status, and the error that goes with it, in words and as JSON.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use insta::assert_snapshot;

use crate::world::{NOW, World, bare, settled};

const ORDER: [&str; 10] = [
    "order",
    "place",
    "NSE",
    "3045",
    "buy",
    "10",
    "--limit",
    "812.50",
    "--user-order-id",
    "4711",
];

#[test]
fn one_the_api_refused() {
    let world = World::logged_in();
    let wrong = ["order", "place", "NSE", "99", "buy", "10", "--limit", "812.50"];
    assert_snapshot!("refused_text", world.run(&wrong).fails(1));
    assert_snapshot!(
        "refused_json",
        world.run(&[&wrong[..], &["--json"]].concat()).fails(1)
    );
}

#[test]
fn one_for_an_address_that_is_not_registered() {
    let world = World::logged_in();
    let from_elsewhere = [&ORDER[..], &["--source-ip", "127.0.0.1", "--json"]].concat();
    assert_snapshot!("address_refused_json", world.run(&from_elsewhere).fails(1));
    // Reading is allowed from anywhere.
    world.run(&["funds", "--source-ip", "127.0.0.1"]).ok();
}

#[test]
fn two_usage() {
    let world = World::new();
    let stderr = world.run(&["order", "place", "NSE", "3045", "--json"]).fails(2);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["kind"], "usage");
    assert_snapshot!("usage_json", stderr);
}

#[test]
fn three_login_needed_and_other_session() {
    let world = World::new();
    let _settled = settled();
    assert_snapshot!("not_logged_in_text", world.run(&["funds"]).fails(3));
    assert_snapshot!("not_logged_in_json", world.run(&["funds", "--json"]).fails(3));
    world.log_in();
    let other = World::new();
    let mut command = other.command(&["funds"]);
    command.env("POCKETFUL_HOME", world.home.path());
    let stderr = crate::world::Ran::from(command.output().unwrap()).fails(3);
    assert_snapshot!("other_server_text", stderr);
    let mut command = other.command(&["status", "--json"]);
    command.env("POCKETFUL_HOME", world.home.path());
    let ran = crate::world::Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 3);
    let status: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(status["state"], "wrong_app");
}

#[test]
fn three_when_the_server_no_longer_takes_the_token() {
    // It is past midnight for the server alone.
    let run = |args: &[&str]| {
        let world = World::logged_in();
        world.sandbox().clock().advance(time::Duration::DAY);
        world.run_at(NOW, args).fails(3)
    };
    assert_snapshot!("revoked_text", run(&["funds"]));
    // The request was sent, and refused.
    let error: serde_json::Value = serde_json::from_str(&run(&["funds", "--json"])).unwrap();
    assert_eq!(error["error"]["outcome"], "rejected");
}

#[test]
fn four_nothing_was_sent() {
    let mut world = World::logged_in();
    world.stop_sandbox();
    let _settled = settled();
    assert_snapshot!("no_connection_json", world.run(&["funds", "--json"]).fails(4));
    let stderr = world
        .run(&[&ORDER[..], &["--source-ip", "127.0.0.2"]].concat())
        .fails(4);
    assert!(stderr.contains("no connection"), "{stderr}");
}

#[test]
fn four_for_a_read_whose_reply_was_lost() {
    let world = World::logged_in();
    let fault = pocketful_sandbox::Fault::ServerError {
        status: 503,
        after: false,
    };
    let faults = world.sandbox().faults();
    faults.add(pocketful_sandbox::FaultRule::new("*", fault)).unwrap();
    let stderr = world.run(&["funds", "--json"]).fails(4);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["outcome"], "no_effect");
    // A write is another matter.
    world.run(&ORDER).fails(5);
}

#[test]
fn five_nobody_knows() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // Takes the order and hangs up without a word.
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        assert!(stream.read(&mut request).unwrap() > 0);
    });
    let home = crate::world::home();
    let mut command = bare(&home);
    command
        .env("POCKETFUL_ACCESS_TOKEN", "a.token")
        .env("POCKETFUL_CLIENT_ID", "AB1234")
        .env("POCKETFUL_BASE_URL", url)
        .args(ORDER);
    let stderr = crate::world::Ran::from(command.output().unwrap()).fails(5);
    assert!(stderr.contains("The order may have been placed"), "{stderr}");
    assert!(stderr.contains("pocketful orders"), "{stderr}");
    server.join().unwrap();
}

#[test]
fn five_when_time_runs_out_on_an_order() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Holds the connection until the command has given up.
        let _ = wait.recv();
        let _ = stream.write_all(b"too late");
    });
    let home = crate::world::home();
    let mut command = bare(&home);
    command
        .env("POCKETFUL_ACCESS_TOKEN", "a.token")
        .env("POCKETFUL_CLIENT_ID", "AB1234")
        .env("POCKETFUL_BASE_URL", url)
        .args(ORDER)
        .args(["--timeout", "0.2", "--json"]);
    let stderr = crate::world::Ran::from(command.output().unwrap()).fails(5);
    assert_snapshot!("timeout_json", stderr);
    drop(done);
    server.join().unwrap();
}

#[test]
fn six_refused_here() {
    let world = World::logged_in();
    // A documentation address: no machine has it.
    let nowhere = [&ORDER[..], &["--source-ip", "192.0.2.9", "--json"]].concat();
    assert_snapshot!("no_such_address_json", world.run(&nowhere).fails(6));
    std::fs::write(
        world.home.path().join("config.toml"),
        "base_url = \"X\"\nregistered_ip = \"127.0.0.3\"\n".replace('X', &world.sandbox().url()),
    )
    .unwrap();
    let stderr = world
        .run(&[&ORDER[..], &["--source-ip", "127.0.0.2"]].concat())
        .fails(6);
    assert!(
        stderr.contains("127.0.0.2 is not an address registered for the app"),
        "{stderr}"
    );
}
