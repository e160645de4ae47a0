//! The four ways in, each against a sandbox.

use std::io::{BufRead, BufReader, Write};

use insta::assert_snapshot;

use crate::{
    browser,
    world::{Ran, Running, World, on_free_port, settled},
};

/// Starts the command and waits until it shows the login page's address on stderr.
pub(crate) fn start(world: &World, args: &[&str]) -> (Running, String) {
    let mut running = Running::start(world.command(args));
    let mut stderr = BufReader::new(running.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.trim().starts_with("http") {
        line.clear();
        assert!(
            stderr.read_line(&mut line).unwrap() > 0,
            "ended without an address"
        );
    }
    // Nothing but the blank line after the address was read ahead.
    running.0.stderr = Some(stderr.into_inner());
    (running, line.trim().to_owned())
}

pub(crate) fn paste(running: &mut Running, text: &str) {
    writeln!(running.0.stdin.take().unwrap(), "{text}").unwrap();
}

#[test]
fn through_the_browser() {
    let world = World::new();
    let (running, url) = start(&world, &["login", "--no-open"]);
    let back = world.sandbox().visit_as_demo_user(&url).unwrap();
    let page = browser::get(&back);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let _settled = settled();
    assert_snapshot!("browser_text", running.end().ok());
    world.run(&["funds"]).ok();
}

#[test]
fn the_browser_says_no() {
    let world = World::new();
    let (running, url) = start(&world, &["login", "--browser", "--no-open"]);
    let state = url
        .split('&')
        .find_map(|pair| pair.strip_prefix("state="))
        .unwrap();
    let callback = &world.sandbox().demo().redirect_uri;
    browser::get(&format!("{callback}?error=access_denied&state={state}"));
    let said = running.end().fails(1);
    assert!(
        said.contains("access_denied") || said.contains("denied"),
        "{said}"
    );
    assert_eq!(world.run(&["status"]).code, 3);
}

#[test]
fn with_a_pasted_address() {
    let world = World::new();
    let (mut running, url) = start(&world, &["login", "--paste-url", "--json"]);
    let back = world.sandbox().visit_as_demo_user(&url).unwrap();
    paste(&mut running, &format!("  {back} "));
    let _settled = settled();
    assert_snapshot!("pasted_url_json", running.end().ok());
}

/// The place of the session goes bad while a person is at the browser.
#[test]
fn a_login_that_cannot_be_kept_was_done_all_the_same() {
    let world = World::new();
    let (mut running, url) = start(&world, &["login", "--paste-url", "--json"]);
    std::fs::create_dir(world.home.path().join("token@loopback.json")).unwrap();
    let back = world.sandbox().visit_as_demo_user(&url).unwrap();
    paste(&mut running, &back);
    let stderr = running.end().fails(2);
    assert!(
        stderr.contains("logged in, but the session could not be kept"),
        "{stderr}"
    );
    assert!(
        stderr.contains(r#""kind":"store","outcome":"took_effect""#),
        "{stderr}"
    );
}

#[test]
fn a_remote_redirect_url_is_pasted_by_default() {
    let world = World::with(|builder| builder.redirect_uri("https://example.com/callback"));
    let (mut running, url) = start(&world, &["login"]);
    let back = world.sandbox().visit_as_demo_user(&url).unwrap();
    assert!(back.starts_with("https://example.com/callback?"), "{back}");
    paste(&mut running, &back);
    running.end().ok();
    let stderr = world.run(&["login", "--browser", "--force"]).fails(2);
    assert!(stderr.contains("--paste-url"), "{stderr}");
}

#[test]
fn pasted_rubbish_and_another_logins_address() {
    let world = World::new();
    for (pasted, code) in [("hello", 2), ("http://127.0.0.1:1/other?code=a&state=b", 2)] {
        let (mut running, _url) = start(&world, &["login", "--paste-url"]);
        paste(&mut running, pasted);
        assert_eq!(running.end().code, code, "{pasted}");
    }
    let (mut running, _url) = start(&world, &["login", "--paste-url"]);
    let callback = &world.sandbox().demo().redirect_uri;
    paste(
        &mut running,
        &format!("{callback}?code=abc&state=of-somebody-elses-login-entirely"),
    );
    let said = running.end().fails(1);
    assert!(said.contains("state"), "{said}");
    // Nothing at all.
    let stderr = world.run(&["login", "--paste-url"]).fails(2);
    assert!(
        stderr.contains("the input ended before the address that the browser ends on was read")
            && stderr.contains("hint:"),
        "{stderr}"
    );
}

#[test]
fn with_a_pasted_token() {
    let world = World::logged_in();
    let token = world.token();
    world.run(&["logout"]).ok();
    let _settled = settled();
    assert_snapshot!(
        "pasted_token_text",
        world
            .run_with(&["login", "--paste-token"], &format!("  {token}\n\n"))
            .ok()
    );
    for (rubbish, code) in [
        ("", 2),
        ("two words\n", 2),
        ("https://example.com/?token=a", 2),
        ("not-a-token-of-anybody", 1),
    ] {
        let ran = world.run_with(&["login", "--paste-token", "--force"], rubbish);
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(
            rubbish.trim().is_empty() || !ran.stderr.contains(rubbish.trim()),
            "{ran:?}"
        );
    }
    // What was refused did not cost the session.
    world.run(&["funds"]).ok();
}

#[test]
fn with_password_and_totp() {
    let world = World::with(|builder| on_free_port(builder).totp_enabled());
    let demo = world.sandbox().demo().clone();
    let args = ["login", "--client-id", &demo.client_id, "--password-stdin"];
    // The account has TOTP on: its PIN is no second factor any more.
    // It is not sent, so that it does not count: more of them than lock the account leave it open.
    for _ in 0..6 {
        let stderr = world
            .run_with(&args, &format!("{}\n{}\n", demo.password, demo.pin))
            .fails(3);
        assert!(
            stderr.contains("the account asks for a TOTP code")
                && stderr.contains("Give the second factor that is asked for"),
            "{stderr}"
        );
    }
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    let stderr = world
        .run_with(&[&args[..], &["--json"]].concat(), &input)
        .fails(3);
    assert!(stderr.contains(r#""outcome":"no_effect""#), "{stderr}");
    world
        .run_with(&args, &format!("{}\n{}\n", demo.password, world.totp_code()))
        .ok();
    world.run(&["funds"]).ok();
    world.run(&["logout"]).ok();
    let asked = format!("{}\n{}\n{}\n", demo.client_id, demo.password, world.totp_code());
    world.run_with(&["login", "--password"], &asked).ok();
    world.run(&["funds"]).ok();
}

#[test]
fn with_password_and_pin() {
    let world = World::new();
    let demo = world.sandbox().demo().clone();
    let _settled = settled();
    let asked = format!("{}\n{}\n{}\n", demo.client_id, demo.password, demo.pin);
    assert_snapshot!(
        "password_text",
        world.run_with(&["login", "--password"], &asked).ok()
    );
    let args = [
        "login",
        "--client-id",
        &demo.client_id,
        "--password-stdin",
        "--force",
    ];
    let stderr = world
        .run_with(&args, &format!("wrong-password\n{}\n", demo.pin))
        .fails(1);
    assert!(!stderr.contains("wrong-password"), "{stderr}");
    let stderr = world.run_with(&args, &format!("{}\n", demo.password)).fails(2);
    assert!(
        stderr.contains("the input ended before the PIN or TOTP code was read"),
        "{stderr}"
    );
    assert!(stderr.contains("Give the PIN or TOTP code on a line"), "{stderr}");
    let stderr = world.run_with(&args, "").fails(2);
    assert!(stderr.contains("before the password was read"), "{stderr}");
    world.run_with(&["login", "--password-stdin"], "a\nb\n").fails(2);
}

#[test]
fn a_live_session_is_kept_unless_forced() {
    let world = World::logged_in();
    let token = world.token();
    let _settled = settled();
    assert_snapshot!("already_text", world.run(&["login"]).ok());
    assert_snapshot!("already_json", world.run(&["login", "--json"]).ok());
    assert_eq!(world.token(), token);
    let demo = world.sandbox().demo();
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    world
        .run_with(
            &[
                "login",
                "--client-id",
                &demo.client_id,
                "--password-stdin",
                "--force",
            ],
            &input,
        )
        .ok();
    assert_ne!(world.token(), token);
}

#[test]
fn without_an_app_it_says_what_is_missing() {
    let world = World::new();
    let mut command = world.command(&["login"]);
    command.env_remove("POCKETFUL_APP_SECRET");
    let stderr = Ran::from(command.output().unwrap()).fails(2);
    assert!(
        stderr.contains("the app's secret is not known") && stderr.contains("POCKETFUL_APP_SECRET"),
        "{stderr}"
    );
}

#[test]
fn a_port_that_is_taken() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/callback", listener.local_addr().unwrap());
    let world = World::with(|builder| builder.redirect_uri(uri));
    let stderr = world.run(&["login", "--no-open"]).stderr;
    assert!(stderr.contains("port"), "{stderr}");
    assert_eq!(world.run(&["status"]).code, 3);
}

#[test]
fn ctrl_c_ends_a_login_and_leaves_nothing() {
    let world = World::new();
    for way in ["--no-open", "--paste-url"] {
        let (mut running, _url) = start(&world, &["login", way]);
        // Its input stays open: an end of input would be another way to give up, and might come first.
        let _input = running.0.stdin.take();
        running.signal("-INT");
        let ran = running.end();
        assert_eq!((ran.code, ran.stdout.as_str()), (130, ""), "{ran:?}");
    }
    assert_eq!(world.run(&["status"]).code, 3);
}

#[test]
fn another_account_is_never_taken_for_the_one_logged_in() {
    let world = World::logged_in();
    let args = ["login", "--client-id", "OTHER99", "--password-stdin"];
    let ran = world.run_with(&args, "a\nb\n");
    assert_eq!(ran.stdout, "");
    let stderr = ran.fails(2);
    assert!(
        stderr.contains("not OTHER99") && stderr.contains("--force"),
        "{stderr}"
    );
    // The same account, however it is written, is there already.
    let same = world.sandbox().demo().client_id.to_ascii_lowercase();
    world
        .run_with(&["login", "--client-id", &same, "--password-stdin"], "a\nb\n")
        .ok();
}

#[test]
fn password_and_password_stdin_go_together() {
    let world = World::new();
    let demo = world.sandbox().demo().clone();
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    let login = [
        "login",
        "--password",
        "--password-stdin",
        "--client-id",
        &demo.client_id,
    ];
    world.run_with(&login, &input).ok();
    world
        .run(&[
            "login",
            "--browser",
            "--password-stdin",
            "--client-id",
            &demo.client_id,
        ])
        .fails(2);
}

#[test]
fn a_locked_account_is_told_to_wait() {
    let world = World::with(|builder| on_free_port(builder).totp_enabled());
    let demo = world.sandbox().demo().clone();
    let args = ["login", "--client-id", &demo.client_id, "--password-stdin"];
    let wrong = if world.totp_code() == "000000" {
        "000001"
    } else {
        "000000"
    };
    let input = format!("{}\n{wrong}\n", demo.password);
    let stderr = world.run_with(&args, &input).fails(1);
    assert!(
        stderr.contains("asked for its TOTP code") && stderr.contains("Check client id"),
        "{stderr}"
    );
    for _ in 0..4 {
        world.run_with(&args, &input).fails(1);
    }
    let stderr = world.run_with(&args, &input).fails(1);
    assert!(
        stderr.contains("locked") && stderr.contains("wait until the broker unlocks it"),
        "{stderr}"
    );
    assert!(!stderr.contains("Check client id"), "{stderr}");
}
