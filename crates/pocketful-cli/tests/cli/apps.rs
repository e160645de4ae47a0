//! Registering an app: its secret goes where it was asked for, and nowhere else.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

const CREATE: [&str; 5] = [
    "apps",
    "create",
    "Breakout",
    "--redirect-uri",
    "http://127.0.0.1:8123/callback",
];

impl World {
    fn names_of_apps(&self) -> Vec<String> {
        let apps = self.run(&["apps", "--json"]).json();
        let name = |app: &serde_json::Value| app["app_name"].as_str().unwrap().to_owned();
        apps.as_array().unwrap().iter().map(name).collect()
    }
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CREATE[..], more].concat()
}

#[test]
fn the_secret_goes_into_a_new_private_file() {
    let world = World::logged_in();
    let _settled = settled();
    let path = world.home.path().join("breakout.secret");
    let file = path.to_str().unwrap();
    let ran = world.run(&with(&["--secret-file", file, "-vv"]));
    let secret = std::fs::read_to_string(&path).unwrap();
    assert_eq!(secret.trim_end().len(), 40);
    assert!(!ran.stderr.contains(secret.trim_end()), "{}", ran.stderr);
    assert_snapshot!("app_created_file", ran.ok());
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777,
        0o600
    );

    let mut second = with(&["--secret-file", file]);
    second[2] = "Second";
    assert_snapshot!("app_file_is_there", world.run(&second).fails(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), secret);
    let other = world.home.path().join("second.secret");
    second[6] = other.to_str().unwrap();
    second.push("--json");
    let created = world.run(&second).json();
    assert!(created.get("app_secret").is_none(), "{created}");
    assert_eq!(created["secret_file"], second[6]);
    assert_eq!(world.names_of_apps(), ["Demo", "Breakout", "Second"]);
}

#[test]
fn the_secret_is_shown_where_that_was_asked_for() {
    let world = World::logged_in();
    let text = world.run(&with(&["--print-secret", "--scope", "holdings"])).ok();
    let secret = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("App Secret  "))
        .unwrap();
    assert_eq!(secret.len(), 40, "{text}");
    for (name, format) in [("Json", "--json"), ("Raw", "--raw")] {
        let mut create = with(&["--print-secret", format]);
        create[2] = name;
        let created = world.run(&create).json();
        assert_eq!(created["app_secret"].as_str().unwrap().len(), 40, "{created}");
    }
    let apps = world.run(&["apps", "--json"]).json();
    assert_eq!(
        (&apps[1]["app_name"], &apps[1]["scope"]),
        (&"Breakout".into(), &"holdings".into())
    );
}

#[test]
fn without_a_place_for_the_secret_nothing_is_sent() {
    let world = World::logged_in();
    let _settled = settled();
    assert_snapshot!("app_secret_without_a_place", world.run(&CREATE).fails(2));
    let file = world.home.path().join("never.secret");
    let file = file.to_str().unwrap();
    world.run(&with(&["--secret-file", file, "--raw"])).fails(2);
    world
        .run(&with(&["--secret-file", file, "--print-secret"]))
        .fails(2);
    world
        .run(&with(&["--secret-file", "/no/such/directory/secret"]))
        .fails(2);
    for (at, wrong) in [(2, " "), (4, "callback")] {
        let mut create = with(&["--print-secret"]);
        create[at] = wrong;
        world.run(&create).fails(2);
    }
    assert_snapshot!("app_create_dry_run", world.run(&with(&["--dry-run"])).ok());
    assert_eq!(world.names_of_apps(), ["Demo"]);
    assert!(!std::path::Path::new(file).exists());
}

#[test]
fn a_refusal_leaves_no_file_and_a_lost_answer_says_how_to_look() {
    let world = World::logged_in();
    let path = world.home.path().join("breakout.secret");
    let file = path.to_str().unwrap();
    let mut taken = with(&["--secret-file", file]);
    taken[2] = "Demo";
    world.run(&taken).fails(1);
    assert!(!path.exists());
    let lost = FaultRule::new("POST /api/v1/app", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let stderr = world.run(&with(&["--secret-file", file])).fails(5);
    assert!(stderr.contains("Look with `pocketful apps`"), "{stderr}");
    assert!(!path.exists());
    assert_eq!(world.names_of_apps(), ["Demo", "Breakout"]);
}
