//! What a login asks for, and changing it; the older login, and the one with a one-time password.

use std::io::{Read as _, Write as _};

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};
use serde_json::Value;

use crate::world::{Ran, World};

impl World {
    fn account(&self) -> String {
        self.sandbox().demo().client_id.clone()
    }

    /// What the sandbox's own API answers at `/sandbox/login`, after `body` was sent if there is one.
    fn sandbox_login(&self, body: &str) -> Value {
        let host = self.address();
        let method = if body.is_empty() { "GET" } else { "POST" };
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} /sandbox/login HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    fn two_factor(&self, args: &[&str], input: &str) -> Ran {
        let account = self.account();
        self.run_with(
            &[&["two-factor"], args, &["--client-id", &account]].concat(),
            input,
        )
    }

    /// Whether a login asks for TOTP, and so refuses the PIN.
    fn asks_for_totp(&self) -> bool {
        let demo = self.sandbox().demo();
        let input = format!("{}\n{}\n", demo.password, demo.pin);
        let ran = self.run_with(
            &[
                "login",
                "--force",
                "--client-id",
                &demo.client_id,
                "--password-stdin",
            ],
            &input,
        );
        ran.code != 0
    }
}

#[test]
fn totp_is_set_up_chosen_and_forgotten() {
    let world = World::new();
    let pan = world.sandbox().demo().pan.clone();
    let set_up = world.two_factor(&["setup-totp", "--json"], "").json();
    assert_eq!(set_up["totp_secret"], world.sandbox().demo().totp_secret);
    let code = || format!("{}\n", world.totp_code());
    let text = world.two_factor(&["choose", "TOTP"], &code()).ok();
    assert_snapshot!("two_factor_chosen", text.replace(&world.account(), "[account]"));
    assert!(world.asks_for_totp());
    assert_eq!(
        world.two_factor(&["choose", "pin", "--raw"], &code()).ok(),
        "{}\n"
    );
    assert!(!world.asks_for_totp());
    world.two_factor(&["choose", "totp"], &code()).ok();
    let text = world.two_factor(&["forgot-totp"], &format!("{pan}\n")).ok();
    assert_snapshot!(
        "two_factor_forgotten",
        text.replace(&world.account(), "[account]")
    );
    assert!(!world.asks_for_totp());
    let mut command = world.command(&["two-factor", "forgot-totp", "--client-id", &world.account()]);
    command.env("POCKETFUL_PAN", &pan);
    Ran::from(command.output().unwrap()).ok();
}

#[test]
fn what_is_wrong_is_refused_here_or_there() {
    let world = World::new();
    assert_snapshot!(
        "two_factor_refused",
        world.two_factor(&["choose", "pin"], "000000\n").fails(1)
    );
    for (args, input) in [
        (&["choose", "totp"][..], ""),
        (&["choose", "totp"], "\n"),
        (&["choose", "sms"], "123456\n"),
        (&["forgot-totp"], " \n"),
    ] {
        world.two_factor(args, input).fails(2);
    }
    world.run_with(&["two-factor", "setup-totp"], "\n").fails(2);
    world
        .two_factor(&["setup-totp", "--base-url", "http://127.0.0.1:1"], "")
        .fails(4);
}

#[test]
fn a_change_whose_answer_is_lost_may_have_taken_effect() {
    let world = World::new();
    let lost = FaultRule::new("*/choose_twofa", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let code = format!("{}\n", world.totp_code());
    let stderr = world.two_factor(&["choose", "totp", "--json"], &code).fails(5);
    let error: Value = serde_json::from_str(stderr.lines().last().unwrap()).unwrap();
    assert_eq!(error["error"]["outcome"], "unknown", "{stderr}");
    assert!(
        stderr.contains("The next `pocketful login --password` tells"),
        "{stderr}"
    );
    assert!(world.asks_for_totp());
}

#[test]
fn a_one_time_password_prints_the_reply_and_starts_no_session() {
    let world = World::new();
    world.sandbox_login(r#"{"otp":true}"#);
    let demo = world.sandbox().demo().clone();
    // A plain login says where to go on.
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    let login = ["login", "--client-id", &demo.client_id, "--password-stdin"];
    let stderr = world.run_with(&login, &input).fails(1);
    assert!(stderr.contains("pocketful two-factor otp"), "{stderr}");

    let account = world.account();
    let mut running = crate::world::Running::start(world.command(&[
        "two-factor",
        "otp",
        "--client-id",
        &account,
        "--json",
        "-vv",
    ]));
    let mut stdin = running.0.stdin.take().unwrap();
    writeln!(stdin, "{}", demo.password).unwrap();
    let otp = loop {
        let sent = world.sandbox_login("");
        let sent = sent["sent"].as_array().unwrap();
        // The first one was that of the plain login.
        if sent.len() == 2 {
            break sent[1]["otp"].as_str().unwrap().to_owned();
        }
        std::thread::yield_now();
    };
    writeln!(stdin, "{otp}").unwrap();
    drop(stdin);
    let ran = running.end();
    let stderr = ran.stderr.clone();
    let reply = ran.json();
    let token = reply["auth_token"].as_str().unwrap();
    for secret in [token, &otp, &demo.password] {
        assert!(!stderr.contains(secret), "{stderr}");
    }
    world.run(&["status"]).fails(3);
    world.run_with(&["login", "--paste-token"], token).ok();
    world.run(&["funds"]).ok();

    world.sandbox_login(r#"{"otp":false}"#);
    let stderr = world
        .two_factor(&["otp"], &format!("{}\n123456\n", demo.password))
        .fails(1);
    assert!(stderr.contains("pocketful login --password"), "{stderr}");
}

#[test]
fn no_secret_of_these_commands_is_shown_but_on_stdout() {
    let world = World::new();
    let demo = world.sandbox().demo().clone();
    let code = world.totp_code();
    let account = world.account();
    let mut seen = String::new();
    for (args, input) in [
        (&["setup-totp"][..], ""),
        (&["choose", "totp"], &*code),
        (&["choose", "totp"], "987654"),
        (&["forgot-totp"], &*demo.pan),
        (&["forgot-totp"], "ABCPS0000A"),
    ] {
        let mut command = world.command(&[&["two-factor"], args, &["--client-id", &account]].concat());
        command.env("RUST_LOG", "trace");
        seen += &crate::world::feed(command, &format!("{input}\n")).stderr;
    }
    assert!(
        seen.contains("choosing the second factor"),
        "the logs were on: {seen}"
    );
    for secret in [&*demo.totp_secret, &demo.pan, &code, "987654", "ABCPS0000A"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}

#[test]
fn the_older_login_needs_client_id_and_password() {
    let world = World::new();
    let demo = world.sandbox().demo();
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    let v1 = [
        "login",
        "--client-id",
        &demo.client_id,
        "--password-stdin",
        "--v1",
    ];
    world.run_with(&v1, &input).ok();
    world.run(&["funds"]).ok();
    let log = world.sandbox().request_log();
    let paths: Vec<_> = log.iter().map(|entry| entry.target.as_str()).collect();
    assert_eq!(paths[..2], ["/api/v1/user/login", "/api/v1/user/twofa"]);
    world.run(&["login", "--v1", "--force"]).fails(2);
    world.run(&["login", "--v1", "--paste-token", "--force"]).fails(2);
}
