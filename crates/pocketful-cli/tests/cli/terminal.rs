//! What only happens on a terminal.

use crate::world::World;

/// `script` gives the command a terminal; the shell takes one of its streams away.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_that_cannot_be_asked_on_nothing_is_sent() {
    let world = World::logged_in();
    let order = "order place NSE 3045 buy 10 --limit 812.50";
    let log = world.home.path().join("log");
    for (redirect, yes, code) in [("2>$LOG", "", 6), ("</dev/null", "", 6), ("2>$LOG", " --yes", 0)] {
        let mut script = script(&world, &format!("$P {order}{yes} {redirect}"));
        script.env("LOG", &log).stdin(std::process::Stdio::null());
        let output = script.output().expect("`script`, of util-linux");
        assert_eq!(output.status.code(), Some(code), "{redirect}{yes}: {output:?}");
    }
    assert_eq!(
        world.run(&["orders", "--json"]).json().as_array().unwrap().len(),
        1
    );
}

/// The shell's line `line` on a terminal, with the built command as `$P`.
#[cfg(target_os = "linux")]
fn script(world: &World, line: &str) -> std::process::Command {
    let base = world.command(&[]);
    let mut script = std::process::Command::new("script");
    script
        .args(["-qec", line, "/dev/null"])
        .env_clear()
        .envs(base.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("SHELL", "/bin/sh")
        .env("P", base.get_program());
    script
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_at_a_hidden_question_gives_the_terminal_its_echo_back() {
    use std::{
        io::{Read, Write},
        process::Stdio,
    };

    let world = World::new();
    let line = "$P login --password --force --client-id AB1234; echo; stty -a";
    let mut running = script(&world, line)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`script`, of util-linux");
    let (mut keyboard, mut screen) = (running.stdin.take().unwrap(), running.stdout.take().unwrap());
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("assword") {
        let mut byte = [0];
        assert_eq!(
            screen.read(&mut byte).unwrap(),
            1,
            "{}",
            String::from_utf8_lossy(&seen)
        );
        seen.push(byte[0]);
    }
    keyboard.write_all(b"\x03").unwrap();
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    running.wait().unwrap();
    assert!(rest.split_whitespace().any(|word| word == "echo"), "{rest}");
}
