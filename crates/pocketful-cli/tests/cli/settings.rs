//! Options, environment and configuration file.

use insta::assert_snapshot;

use crate::world::{Ran, World, bare, settled};

#[test]
fn an_address_in_the_clear_is_refused() {
    let home = crate::world::home();
    for (option, value) in [
        ("--base-url", "http://example.com"),
        ("--auth-url", "http://example.com"),
        ("--feed-url", "ws://example.com"),
        ("--base-url", "http://127.0.0.1.example.com"),
    ] {
        let stderr = Ran::from(bare(&home).args(["status", option, value]).output().unwrap()).fails(2);
        assert!(stderr.contains(option) && stderr.contains("loopback"), "{stderr}");
    }
    let stderr = Ran::from(
        bare(&home)
            .args(["status", "--base-url", "https://u:sentinel@example.com"])
            .output()
            .unwrap(),
    );
    assert!(!stderr.fails(2).contains("sentinel"));
}

#[test]
fn an_unknown_key_is_named_with_its_file() {
    let world = World::new();
    std::fs::write(
        world.home.path().join("config.toml"),
        "app_secrt = \"sentinel\"\n",
    )
    .unwrap();
    let stderr = world.run(&["status"]).fails(2);
    assert!(!stderr.contains("sentinel"), "{stderr}");
    let _settled = settled();
    assert_snapshot!("unknown_key", stderr);
}

#[test]
fn a_profile_of_the_file_is_enough() {
    let world = World::logged_in();
    let text = format!(
        "[profiles.here]\nbase_url = \"{}\"\nsource_ip = \"127.0.0.2\"\n",
        world.sandbox().url()
    );
    std::fs::write(world.home.path().join("config.toml"), text).unwrap();
    let token = world.token();
    let mut login = bare(&world.home);
    login.args(["login", "--paste-token", "--profile", "here"]);
    crate::world::feed(login, &token).ok();
    let run = |args: &[&str]| {
        Ran::from(
            bare(&world.home)
                .env("POCKETFUL_PROFILE", "here")
                .args(args)
                .output()
                .unwrap(),
        )
    };
    run(&["funds"]).ok();
    run(&["order", "place", "NSE", "3045", "buy", "1", "--limit", "812.50"]).ok();
}

#[test]
fn without_a_home_it_asks_for_one() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pocketful"));
    let stderr = Ran::from(command.env_clear().arg("status").output().unwrap()).fails(2);
    assert!(stderr.contains("POCKETFUL_HOME"), "{stderr}");
}

#[test]
fn a_variable_that_is_set_to_nothing_is_not_set() {
    let home = crate::world::home();
    let mut command = bare(&home);
    for name in [
        "PROFILE",
        "ENV",
        "BASE_URL",
        "AUTH_URL",
        "FEED_URL",
        "SOURCE_IP",
        "TIMEOUT",
        "ACCESS_TOKEN",
        "APP_ID",
    ] {
        command.env(format!("POCKETFUL_{name}"), "");
    }
    Ran::from(command.arg("status").output().unwrap()).fails(3);
    let stderr = Ran::from(bare(&home).args(["status", "--env", "live"]).output().unwrap()).fails(2);
    assert!(stderr.contains("neither algo nor trade"), "{stderr}");
    let stderr = Ran::from(
        bare(&home)
            .args(["status", "--source-ip", "here"])
            .output()
            .unwrap(),
    )
    .fails(2);
    assert!(stderr.contains("is not an IP address"), "{stderr}");
}

#[test]
fn typed_options_that_would_do_nothing_are_refused() {
    let home = crate::world::home();
    for (args, option) in [
        (&["--base-url", "rubbish", "demo"][..], "--base-url"),
        (&["demo", "--timeout", "x"], "--timeout"),
        (&["sandbox", "--source-ip", "127.0.0.2"], "--source-ip"),
        (&["--profile", "nope", "completions", "bash"], "--profile"),
        (&["man", "pages", "--home", "x"], "--home"),
    ] {
        let stderr = Ran::from(bare(&home).args(args).output().unwrap()).fails(2);
        assert!(
            stderr.contains(option) && stderr.contains("does nothing"),
            "{args:?}: {stderr}"
        );
    }
    // A variable is set for the other commands.
    let mut command = bare(&home);
    command
        .env("POCKETFUL_TIMEOUT", "x")
        .args(["completions", "bash"]);
    Ran::from(command.output().unwrap()).ok();
}

#[test]
fn a_wrong_setting_is_blamed_on_where_it_stands() {
    let home = crate::world::home();
    let file = home.path().join("config.toml");
    std::fs::write(&file, "timeout = -1\n").unwrap();
    let status = |args: &[&str]| Ran::from(bare(&home).arg("status").args(args).output().unwrap()).fails(2);
    let stderr = status(&[]);
    assert!(stderr.contains("timeout in config.toml"), "{stderr}");
    let stderr = status(&["--timeout", "soon"]);
    assert!(stderr.contains("--timeout (POCKETFUL_TIMEOUT)"), "{stderr}");
    // No advice that the file would not take.
    let stderr = status(&["--profile", "../../x"]);
    assert!(
        !stderr.contains("[profiles.") && stderr.contains("letters, digits"),
        "{stderr}"
    );
}

#[test]
fn a_file_is_no_home() {
    let home = crate::world::home();
    let file = home.path().join("notes");
    std::fs::write(&file, "").unwrap();
    for place in [file.clone(), file.join("deeper")] {
        let mut command = bare(&home);
        command.env("POCKETFUL_HOME", &place).arg("status");
        let stderr = Ran::from(command.output().unwrap()).fails(2);
        assert!(
            stderr.contains("cannot be the home directory") && stderr.contains("--home"),
            "{stderr}"
        );
    }
}
