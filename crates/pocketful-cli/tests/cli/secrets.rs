//! No secret leaves by stdout or stderr, however much is logged.

use crate::world::{Ran, World};

#[test]
fn no_command_shows_one_at_any_level() {
    let world = World::new();
    let demo = world.sandbox().demo().clone();
    let mut seen = String::new();
    let mut look = |ran: Ran| {
        seen.push_str(&ran.stdout);
        seen.push_str(&ran.stderr);
    };
    let loud = |args: &[&str], input: &str| {
        let mut command = world.command(args);
        command.env("RUST_LOG", "trace");
        crate::world::feed(command, input)
    };
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    look(loud(
        &["login", "--client-id", &demo.client_id, "--password-stdin"],
        &input,
    ));
    let token = world.token();
    look(loud(&["login", "--paste-token", "--force"], &token));
    for more in [&[][..], &["-vv"], &["--json", "-v"]] {
        for command in [
            &["status"][..],
            &["token", "print"],
            &["profile"],
            &["trading-info"],
            &["funds"],
            &["orders"],
            &["order", "place", "NSE", "3045", "buy", "10", "--limit", "812.50"],
            &[
                "order",
                "place",
                "NSE",
                "3045",
                "buy",
                "10",
                "--limit",
                "812.50",
                "--dry-run",
            ],
            &["order", "place", "NSE", "1", "buy", "10", "--limit", "812.50"],
            &["order", "show", "202611231001"],
            &["order", "cancel", "202611231001"],
            &["doctor"],
            &["login"],
            &["login", "--paste-url", "--force"],
            &["login", "--help"],
        ] {
            look(loud(&[command, more].concat(), "rubbish\n"));
        }
    }
    look(loud(&["logout", "-vv"], ""));
    assert!(
        seen.contains("orders.place") && seen.contains(&demo.client_id),
        "the logs were on: {seen}"
    );
    for (what, secret) in [
        ("token", &token),
        ("password", &demo.password),
        ("app secret", &demo.app_secret),
        ("TOTP secret", &demo.totp_secret),
    ] {
        assert!(!seen.contains(secret), "the {what} was shown");
    }
    // The token's parts are secrets as much as the whole.
    for part in token.split('.').filter(|part| part.len() > 8) {
        assert!(!seen.contains(part), "a part of the token was shown");
    }
}
