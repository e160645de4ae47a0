//! Colours, closed pipes, completions, manual pages, logs.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use crate::{
    help::COMMANDS,
    world::{Ran, World, bare},
};

#[test]
fn colours_only_when_asked_for_outside_a_terminal() {
    let world = World::logged_in();
    let plain = world.run(&["status"]).ok();
    assert!(!plain.contains('\x1b'), "{plain}");
    let colourful = world.run(&["status", "--color", "always"]).ok();
    assert!(colourful.contains("\x1b[32mvalid\x1b[0m"), "{colourful}");
    let json = world.run(&["status", "--json", "--color", "always"]).ok();
    assert!(!json.contains('\x1b'), "{json}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = crate::world::home();
    let mut command = bare(&home);
    // More than a pipe holds.
    let mut child = command
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(BufReader::new(child.stdout.take().unwrap()).lines().next());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn completions_know_every_command() {
    let home = crate::world::home();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Ran::from(bare(&home).args(["completions", shell]).output().unwrap()).ok();
        for word in ["demo", "trading-info", "paste-token", "stop-limit"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn bash_loads_the_completions_and_completes() {
    let home = crate::world::home();
    let script = Ran::from(bare(&home).args(["completions", "bash"]).output().unwrap()).ok();
    let file = home.path().join("completions");
    std::fs::write(&file, script).unwrap();
    for (typed, offered) in [
        ("pocketful fun", "funds"),
        ("pocketful order pl", "place"),
        ("pocketful order place NSE 3045 buy 10 --stop-l", "--stop-limit"),
        ("pocketful --env ", "algo trade"),
        ("pocketful completions f", "fish"),
    ] {
        let ask = format!(
            "set -eu; . \"$1\"; COMP_LINE='{typed}'; COMP_POINT=${{#COMP_LINE}}; read -ra COMP_WORDS <<<\"$COMP_LINE\"; \
             case \"$COMP_LINE\" in *' ') COMP_WORDS+=('');; esac; COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _pocketful pocketful \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        let bash = std::process::Command::new("bash")
            .args(["--norc", "-c", &ask, "bash"])
            .arg(&file)
            .output()
            .unwrap();
        assert_eq!(Ran::from(bash).ok().trim(), offered, "{typed}");
    }
}

/// Where there is a fish: elsewhere the script's text is tested alone.
#[cfg(target_os = "linux")]
#[test]
fn fish_offers_each_word_where_it_belongs() {
    let home = crate::world::home();
    let script = Ran::from(bare(&home).args(["completions", "fish"]).output().unwrap()).ok();
    let file = home.path().join("completions.fish");
    std::fs::write(&file, script).unwrap();
    for (typed, offered) in [
        ("pocketful fun", "funds"),
        ("pocketful --env ", "algo trade"),
        ("pocketful --env algo order pl", "place"),
        ("pocketful order place B", "BFO BSE"),
        ("pocketful order place NSE ", ""),
        ("pocketful order place NSE SBIN ", "buy sell"),
        ("pocketful order place --limit 812.5 NSE SBIN ", "buy sell"),
        ("pocketful order place NSE SBIN buy ", ""),
        ("pocketful order place NSE SBIN buy 10 --stop-l", "--stop-limit"),
        ("pocketful completions f", "fish"),
        ("pocketful completions fish ", ""),
    ] {
        let ask = format!("source $argv[1]; complete -C '{typed}'");
        let mut fish = std::process::Command::new("fish");
        fish.args(["--no-config", "-c", &ask])
            .arg(&file)
            .env("HOME", home.path());
        let Ok(output) = fish.output() else { return };
        let told = Ran::from(output).ok();
        let words: Vec<_> = (told.lines())
            .map(|line| line.split('\t').next().unwrap_or_default())
            .collect();
        assert_eq!(words.join(" "), offered, "{typed}");
    }
}

/// What variables set is not shown as if it had to be typed.
#[test]
fn a_usage_line_has_no_options_that_nobody_typed() {
    let world = World::new();
    let mut command = world.command(&["quote"]);
    command.env("POCKETFUL_TIMEOUT", "3");
    let stderr = Ran::from(command.output().unwrap()).fails(2);
    assert!(
        stderr.contains("Usage: pocketful quote <EXCHANGE:INSTRUMENT>..."),
        "{stderr}"
    );
    // A wrong variable is still told.
    let mut command = world.command(&["funds"]);
    command.env("POCKETFUL_TIMEOUT", "soon");
    let stderr = Ran::from(command.output().unwrap()).fails(2);
    assert!(stderr.contains("POCKETFUL_TIMEOUT"), "{stderr}");
}

#[test]
fn a_manual_page_for_every_command() {
    let home = crate::world::home();
    let dir = home.path().join("pages");
    let pages = Ran::from(
        bare(&home)
            .args(["man", dir.to_str().unwrap(), "--json"])
            .output()
            .unwrap(),
    )
    .json();
    assert_eq!(pages.as_array().unwrap().len(), COMMANDS.len());
    let page = std::fs::read_to_string(dir.join("pocketful-order-place.1")).unwrap();
    assert!(
        page.contains(".SH NAME") && page.contains("stop\\-limit"),
        "{page}"
    );
    let file = home.path().join("file");
    std::fs::write(&file, "").unwrap();
    Ran::from(
        bare(&home)
            .args(["man", file.to_str().unwrap()])
            .output()
            .unwrap(),
    )
    .fails(2);
}

#[test]
fn logs_go_to_stderr_and_only_when_asked_for() {
    let world = World::logged_in();
    assert_eq!(world.run(&["funds"]).stderr, "");
    let ran = world.run(&["funds", "-vv", "--json"]);
    assert!(ran.stderr.contains("funds.view"), "{}", ran.stderr);
    ran.json();
    let mut command = world.command(&["funds"]);
    command.env("RUST_LOG", "pocketful_http=debug");
    assert!(Ran::from(command.output().unwrap()).stderr.contains("funds.view"));
}

/// An order that is in the market is reported as what it is, also where the report has nowhere to go.
#[cfg(target_os = "linux")]
#[test]
fn an_accepted_write_is_never_reported_as_not_sent() {
    let world = World::logged_in();
    let place = [
        "order", "place", "NSE", "3045", "buy", "10", "--limit", "812.50", "--yes",
    ];
    let full = |args: &[&str]| -> Ran {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        world.command(args).stdout(full).output().unwrap().into()
    };
    let stderr = full(&[&place[..], &["--json"]].concat()).fails(5);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["outcome"], "took_effect");
    let id = error["error"]["result"]["oms_order_id"].as_str().unwrap();
    assert!(world.run(&["orders"]).ok().contains(id));
    let stderr = full(&[&place[..], &["--raw"]].concat()).fails(5);
    assert!(stderr.contains("202611231002"), "{stderr}");
    let stderr = full(&["order", "cancel", id]).fails(5);
    assert!(stderr.contains(id) && stderr.contains("took effect"), "{stderr}");
    // A reader that went away does not know the id either.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let gone: Ran = world.command(&place).stdout(writer).output().unwrap().into();
    let stderr = gone.fails(5);
    assert!(stderr.contains("taken in as 202611231003"), "{stderr}");
    // Nor do those that were accepted hide behind one that was not: its outcome was among what is lost.
    let fault = pocketful_sandbox::Fault::ServerError {
        status: 503,
        after: false,
    };
    let rule = pocketful_sandbox::FaultRule::new("DELETE /api/v1/orders/*", fault);
    world.sandbox().faults().add(rule.times(1)).unwrap();
    let stderr = full(&["order", "cancel-all", "--yes", "--json"]).fails(5);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["outcome"], "took_effect");
    assert_eq!(error["error"]["result"].as_array().unwrap().len(), 2, "{stderr}");
    // What is only said on standard output is said again: here, that nobody is logged in.
    let home = crate::world::home();
    let lost = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ran: Ran = bare(&home).args(["status"]).stdout(lost).output().unwrap().into();
    assert!(ran.fails(3).contains("cannot write the output"));
    // A command that changed nothing still says so.
    full(&["orders"]).fails(2);
    let stderr = full(&["logout", "--json"]).fails(5);
    assert!(stderr.contains("the session is forgotten"), "{stderr}");
}
