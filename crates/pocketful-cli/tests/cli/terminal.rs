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

/// Where nothing waits there is nothing to ask for.
#[cfg(target_os = "linux")]
#[test]
fn cancelling_nothing_asks_nothing() {
    let world = World::logged_in();
    let cancel = || {
        let mut script = script(&world, "$P order cancel-all");
        script.stdin(std::process::Stdio::null());
        script.output().expect("`script`, of util-linux")
    };
    let output = cancel();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("No orders wait.") && !said.contains("Send it"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(0), "{said}");
    world.place();
    let output = cancel();
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("Send it"),
        "{output:?}"
    );
    assert_eq!(
        world
            .run(&["orders", "--pending", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// The shell's line `line` on a terminal, with the built command as `$P`.
#[cfg(target_os = "linux")]
fn script(world: &World, line: &str) -> std::process::Command {
    let base = world.command(&[]);
    // A test that waits for what never comes must fail, not hang.
    let mut script = std::process::Command::new("timeout");
    script
        .args(["60", "script", "-qec", line, "/dev/null"])
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
    let world = World::new();
    let line = "$P login --password --force --client-id AB1234; echo; stty -a";
    let mut terminal = Terminal::open(&world, line);
    terminal.wait_for("assword");
    terminal.type_in("\x03");
    let rest = terminal.rest();
    assert!(rest.split_whitespace().any(|word| word == "echo"), "{rest}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_end_of_input_at_the_pin_gives_the_login_up_and_says_so() {
    let world = World::new();
    let demo = world.sandbox().demo();
    let line = format!(
        "$P login --password --client-id {}; echo status $?; stty -a",
        demo.client_id
    );
    let mut terminal = Terminal::open(&world, &line);
    terminal.wait_for("assword");
    terminal.type_in(&format!("{}\n", demo.password));
    terminal.wait_for("PIN");
    terminal.type_in("\x04");
    let rest = terminal.rest();
    assert!(rest.contains("status 2"), "{rest}");
    // This terminal is narrow: the sentence is broken.
    let said: Vec<&str> = rest.split_whitespace().collect();
    assert!(
        said.join(" ").contains("the input ended before the PIN was read"),
        "{rest}"
    );
    assert!(rest.split_whitespace().any(|word| word == "echo"), "{rest}");
    assert!(!rest.contains(&demo.password), "{rest}");
    world.run(&["status"]).fails(3);
}

#[cfg(target_os = "linux")]
#[test]
fn an_account_with_totp_is_asked_for_its_code_and_what_is_typed_stays_hidden() {
    let world = World::with(|builder| crate::world::on_free_port(builder).totp_enabled());
    let demo = world.sandbox().demo();
    let line = format!(
        "$P login --password --client-id {}; echo status $?",
        demo.client_id
    );
    let mut terminal = Terminal::open(&world, &line);
    terminal.wait_for("assword");
    terminal.type_in(&format!("{}\n", demo.password));
    terminal.wait_for("TOTP");
    let code = world.totp_code();
    terminal.type_in(&format!("{code}\n"));
    let rest = terminal.rest();
    assert!(rest.contains("status 0"), "{rest}");
    assert!(!rest.contains(&code) && !rest.contains(&demo.password), "{rest}");
    world.run(&["funds"]).ok();
}

/// What was read before the question listened for Ctrl-C; nothing that is typed after it is an answer.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_at_a_question_sends_nothing_whatever_is_typed_next() {
    let world = World::logged_in();
    world.place();
    world.run(&["contracts", "sync"]).ok();
    for command in [
        "order place NSE IDEA buy 11 --limit 8.15",
        "order cancel-all",
        "order modify 202611231001 --quantity 11",
    ] {
        for signal in ["\x03", "TERM"] {
            let line = format!("trap : INT; sh -c 'echo pid $$.; exec $P {command}'; echo status $?");
            let mut terminal = Terminal::open(&world, &line);
            let pid = terminal.wait_for(".");
            terminal.wait_for("[y/N]");
            terminal.stop(signal, &pid);
            terminal.wait_for("status 130");
            terminal.type_in("y\n");
            terminal.rest();
            let orders = world.run(&["orders", "--json"]).json();
            assert_eq!(orders.as_array().unwrap().len(), 1, "{command}: {orders}");
            assert_eq!(orders[0]["quantity"], 10, "{command}: {orders}");
            assert_eq!(orders[0]["order_status"], "CONFIRMED", "{command}: {orders}");
        }
    }
}

/// The live table is left by a key, by Ctrl-C (which is a key there) and by a signal from elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn the_live_table_gives_the_terminal_back_however_it_is_left() {
    let world = World::logged_in();
    // What a person sees last is their own screen, with a cursor on it.
    let (leaves, cursor) = ("\x1b[?1049l", "\x1b[?25h");
    for (way, status) in [("q", 0), ("\x03", 0), ("TERM", 0)] {
        let line =
            "stty rows 24 cols 100; sh -c 'echo pid $$.; exec $P watch nse:3045'; echo status $?; stty -a";
        let mut terminal = Terminal::open(&world, line);
        let pid = terminal.wait_for(".");
        terminal.wait_for("\x1b[?1049h");
        terminal.wait_for("NSE:3045");
        terminal.stop(way, &pid);
        let rest = terminal.rest();
        let (screen, after) = rest
            .split_once(leaves)
            .unwrap_or_else(|| panic!("{way:?}: {rest}"));
        assert!(
            screen.contains(cursor) || after.contains(cursor),
            "{way:?}: {rest}"
        );
        assert!(after.contains(&format!("status {status}")), "{way:?}: {rest}");
        let modes: Vec<_> = after.split_whitespace().collect();
        assert!(
            modes.contains(&"echo") && modes.contains(&"icanon"),
            "{way:?}: {rest}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_live_table_shows_that_something_is_missing() {
    let world = World::logged_in();
    let mut terminal = Terminal::open(&world, "stty rows 24 cols 120; $P watch nse:3045; echo status $?");
    // The head has no gaps, then a tick. Only what changes is drawn anew: a word at a time is safe to look for.
    terminal.wait_for("gaps");
    terminal.wait_for("tick");
    world.sandbox().feed().disconnect();
    // What is missing marks the age, and is news.
    let shown = terminal.wait_for("since");
    terminal.wait_for("again");
    terminal.type_in("q");
    let rest = terminal.rest();
    assert!(rest.contains("status 0"), "{shown}{rest}");
}

/// A command on a terminal, with a test at the keyboard.
#[cfg(target_os = "linux")]
struct Terminal {
    running: std::process::Child,
    screen: std::process::ChildStdout,
}

#[cfg(target_os = "linux")]
impl Terminal {
    /// Runs the shell's line `line`.
    fn open(world: &World, line: &str) -> Self {
        let mut running = script(world, line)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("`script`, of util-linux");
        let screen = running.stdout.take().unwrap();
        Self { running, screen }
    }

    /// Reads the screen until it shows `text`; all that it showed.
    fn wait_for(&mut self, text: &str) -> String {
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains(text) {
            let mut byte = [0];
            let read = std::io::Read::read(&mut self.screen, &mut byte).unwrap();
            assert_eq!(read, 1, "{}", String::from_utf8_lossy(&seen));
            seen.push(byte[0]);
        }
        String::from_utf8_lossy(&seen).into_owned()
    }

    fn type_in(&mut self, text: &str) {
        let keyboard = self.running.stdin.as_mut().unwrap();
        std::io::Write::write_all(keyboard, text.as_bytes()).unwrap();
    }

    /// Sends the termination signal to the process whose number is the last word of `pid`, or types a key.
    fn stop(&mut self, way: &str, pid: &str) {
        if way != "TERM" {
            return self.type_in(way);
        }
        let pid = pid.trim_end_matches('.').rsplit(' ').next().unwrap();
        let kill = std::process::Command::new("kill").arg(pid).status().unwrap();
        assert!(kill.success(), "{pid}");
    }

    /// Waits for the end; what the screen showed until then.
    fn rest(mut self) -> String {
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.screen, &mut rest).unwrap();
        self.running.wait().unwrap();
        rest
    }
}
