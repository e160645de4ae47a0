//! Status, logout, the bare token, and a session from the environment.

use std::io::{BufRead, BufReader};

use insta::assert_snapshot;
use time::macros::datetime;

use crate::world::{Ran, Running, World, bare, settled};

#[test]
fn status_of_every_state() {
    let world = World::new();
    let _settled = settled();
    let ran = world.run(&["status"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    assert_snapshot!("signed_out_text", ran.stdout);
    let ran = world.run(&["status", "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    assert_snapshot!("signed_out_json", ran.stdout);
    world.log_in();
    assert_snapshot!("valid_text", world.run(&["status"]).ok());
    assert_snapshot!("valid_json", world.run(&["status", "--json"]).ok());
    // Its last half hour.
    let late = datetime!(2026-11-23 23:41 +5:30);
    assert_snapshot!("expiring_text", world.run_at(late, &["status"]).ok());
    assert_snapshot!("expiring_json", world.run_at(late, &["status", "--json"]).ok());
    let midnight = datetime!(2026-11-24 0:00 +5:30);
    for (name, args) in [
        ("expired_text", &["status"][..]),
        ("expired_json", &["status", "--json"]),
    ] {
        let ran = world.run_at(midnight, args);
        assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
        assert_snapshot!(name, ran.stdout);
    }
    // Nothing is sent with a token that is known to be dead.
    let stderr = world.run_at(midnight, &["funds", "--json"]).fails(3);
    assert!(stderr.contains(r#""outcome":"not_sent""#), "{stderr}");
    assert_snapshot!("logout_text", world.run(&["logout"]).ok());
    assert_snapshot!("logout_json", world.run(&["logout", "--json"]).ok());
    assert_eq!(world.run(&["logout"]).ok(), "Nobody was logged in.\n");
}

#[test]
fn status_asks_no_server() {
    let mut world = World::logged_in();
    world.stop_sandbox();
    world.run(&["status"]).ok();
}

#[test]
fn the_token_is_shown_only_when_asked_for() {
    let world = World::logged_in();
    let _settled = settled();
    assert_snapshot!("token_without_yes", world.run(&["token", "print"]).fails(2));
    let token = world.token();
    let document = world.run(&["token", "print", "--yes", "--json"]).json();
    assert_eq!(document["access_token"], token.as_str());
    assert_eq!(document["client_id"], world.sandbox().demo().client_id.as_str());
}

#[test]
fn a_session_from_the_environment_is_read_only() {
    let world = World::logged_in();
    let token = world.token();
    let home = crate::world::home();
    let run = |args: &[&str]| -> Ran {
        let mut command = bare(&home);
        command
            .env("POCKETFUL_ACCESS_TOKEN", &token)
            .env("POCKETFUL_CLIENT_ID", &world.sandbox().demo().client_id)
            .env("POCKETFUL_BASE_URL", world.sandbox().url())
            .args(args);
        command.output().unwrap().into()
    };
    let _settled = settled();
    assert_snapshot!("environment_text", run(&["status"]).ok());
    run(&["funds"]).ok();
    for args in [&["login", "--paste-token"][..], &["logout"]] {
        let stderr = run(args).fails(2);
        assert!(stderr.contains("Unset POCKETFUL_ACCESS_TOKEN"), "{stderr}");
    }
    // A login could not be kept there, so it is not what is offered first.
    world.sandbox().revoke_tokens();
    let stderr = run(&["funds"]).fails(3);
    assert!(
        stderr.contains("hint:  The session comes from POCKETFUL_ACCESS_TOKEN"),
        "{stderr}"
    );
    assert_eq!(
        std::fs::read_dir(home.path()).unwrap().count(),
        0,
        "nothing is written"
    );
}

#[test]
fn each_profile_and_each_server_has_a_session_of_its_own() {
    let world = World::logged_in();
    std::fs::write(world.home.path().join("config.toml"), "[profiles.other]\n").unwrap();
    assert_eq!(world.run(&["status", "--profile", "other"]).code, 3);
    // The live server's session is another one, and the sandbox's token stays away from it.
    let mut command = world.command(&["status", "--json"]);
    command.env_remove("POCKETFUL_BASE_URL");
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.contains("token.json"), "{ran:?}");
}

#[test]
fn a_damaged_store_is_an_error_that_force_repairs() {
    let world = World::logged_in();
    let file = world.home.path().join("token@loopback.json");
    std::fs::write(&file, "{\"format\":").unwrap();
    let _settled = settled();
    assert_snapshot!("damaged_store", world.run(&["status"]).fails(2));
    let demo = world.sandbox().demo();
    let input = format!("{}\n{}\n", demo.password, demo.pin);
    let login = ["login", "--client-id", &demo.client_id, "--password-stdin"];
    world.run_with(&login, &input).fails(2);
    world.run_with(&[&login[..], &["--force"]].concat(), &input).ok();
    // What a newer version wrote stays.
    let newer = "{\"format\":2}";
    std::fs::write(&file, newer).unwrap();
    let stderr = world
        .run_with(&[&login[..], &["--force"]].concat(), &input)
        .fails(2);
    assert_snapshot!("newer_store", stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), newer);
    for (text, remedy) in [(newer, "Update pocketful"), ("x\n", "pocketful login --force")] {
        std::fs::write(&file, text).unwrap();
        let ran = world.run(&["doctor", "--json"]);
        let findings: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let session = findings
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["check"] == "session")
            .unwrap();
        assert!(session["remedy"].as_str().unwrap().contains(remedy), "{session}");
    }
    std::fs::write(&file, "x\n").unwrap();
    world.run(&["logout"]).ok();
    world.run_with(&login, &input).ok();
}

#[test]
fn a_refused_write_and_a_refused_read_are_remembered_as_revoked() {
    let order = ["order", "place", "NSE", "3045", "buy", "10", "--limit", "812.50"];
    for refused in [&order[..], &["funds"]] {
        let world = World::logged_in();
        world.sandbox().revoke_tokens();
        world.run(refused).fails(3);
        let ran = world.run(&["status", "--json"]);
        assert_eq!(ran.code, 3);
        let status: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(status["state"], "revoked", "{refused:?}");
        assert_eq!(status["client_id"], world.sandbox().demo().client_id.as_str());
        let _settled = settled();
        assert_snapshot!("revoked_text", world.run(&["status"]).stdout);
        // A plain login logs in.
        world.log_in();
        world.run(refused).ok();
    }
}

#[test]
fn watch_tells_of_every_change_until_it_is_stopped() {
    let world = World::new();
    let mut running = Running::start(world.command(&["status", "--watch", "--json"]));
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let mut state = || {
        let line = lines.next().unwrap().unwrap();
        let document: serde_json::Value = serde_json::from_str(&line).unwrap();
        document["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "signed_out");
    world.log_in();
    assert!(["valid", "expiring"].contains(&state().as_str()));
    world.run(&["logout"]).ok();
    assert_eq!(state(), "signed_out");
    // A store that cannot be read for a while is not its end.
    let file = world.home.path().join("token@loopback.json");
    std::fs::write(&file, "{\"format\":").unwrap();
    let mut stderr = BufReader::new(running.0.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.contains("cannot be read, watching on"), "{line}");
    std::fs::remove_file(&file).unwrap();
    world.log_in();
    assert!(["valid", "expiring"].contains(&state().as_str()));
    // Its normal end.
    running.signal("-INT");
    running.end().ok();
}
