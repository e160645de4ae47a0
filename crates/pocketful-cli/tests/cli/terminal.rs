//! What only happens on a terminal.

use crate::world::World;

/// `script` gives the command a terminal; the shell takes one of its streams away.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_that_cannot_be_asked_on_nothing_is_sent() {
    use std::os::unix::process::CommandExt;

    let world = World::logged_in();
    let order = "order place NSE 3045 buy 10 --limit 812.50";
    let log = world.home.path().join("log");
    for (redirect, yes, code) in [("2>$LOG", "", 6), ("</dev/null", "", 6), ("2>$LOG", " --yes", 0)] {
        let base = world.command(&[]);
        let mut script = std::process::Command::new("script");
        script
            .arg0("script")
            .args(["-qec"])
            .arg(format!("$P {order}{yes} {redirect}"));
        script
            .arg("/dev/null")
            .env_clear()
            .envs(base.get_envs().filter_map(|(name, value)| Some((name, value?))));
        script
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("SHELL", "/bin/sh")
            .env("P", base.get_program())
            .env("LOG", &log)
            .stdin(std::process::Stdio::null());
        let output = script.output().expect("`script`, of util-linux");
        assert_eq!(output.status.code(), Some(code), "{redirect}{yes}: {output:?}");
    }
    assert_eq!(
        world.run(&["orders", "--json"]).json().as_array().unwrap().len(),
        1
    );
}
