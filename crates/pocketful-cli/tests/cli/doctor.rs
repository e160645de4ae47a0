//! Verdicts and remedies.

use insta::assert_snapshot;

use crate::world::{Ran, World, bare, settled};

fn config(world: &World, more: &str) {
    let text = format!("base_url = \"{}\"\n{more}", world.sandbox().url());
    std::fs::write(world.home.path().join("config.toml"), text).unwrap();
}

#[test]
fn when_everything_is_in_order() {
    let world = World::new();
    world.log_in();
    config(
        &world,
        "registered_ip = [\"127.0.0.2\", \"127.0.0.3\"]\nmapped_on = 2020-01-01\n",
    );
    let _settled = settled();
    assert_snapshot!("healthy_text", world.run(&["doctor"]).ok());
    assert_snapshot!("healthy_json", world.run(&["doctor", "--json"]).ok());
}

#[test]
fn when_only_a_login_is_missing() {
    let world = World::new();
    let ran = world.run(&["doctor"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    let _settled = settled();
    assert_snapshot!("logged_out_text", ran.stdout);
}

#[test]
fn when_the_registered_addresses_are_of_another_server() {
    let world = World::new();
    world.log_in();
    let addresses = "registered_ip = [\"127.0.0.2\", \"127.0.0.3\"]\nmapped_on = 2020-01-01\n";
    std::fs::write(world.home.path().join("config.toml"), addresses).unwrap();
    let _settled = settled();
    let registered = |told: &str| -> Vec<String> {
        let lines = told.lines().skip_while(|line| !line.contains("registered"));
        lines.map(str::to_owned).collect()
    };
    assert_snapshot!(
        "other_servers_sources_text",
        registered(&world.run(&["doctor"]).ok()).join("\n")
    );
    // The remedy is the whole of it.
    config(&world, addresses);
    let told = world.run(&["doctor"]).ok();
    assert!(told.contains("127.0.0.3; may be changed since"), "{told}");
}

#[test]
fn when_the_server_is_away() {
    let mut world = World::logged_in();
    world.stop_sandbox();
    let ran = world.run(&["doctor"]);
    assert_eq!(ran.code, 4);
    let _settled = settled();
    assert_snapshot!("away_text", ran.stdout);
}

#[test]
fn when_orders_would_be_refused() {
    let world = World::new();
    world.log_in();
    config(
        &world,
        "registered_ip = [\"127.0.0.9\"]\nmapped_on = 2999-01-01\napp_secret = \"x\"\n",
    );
    let ran = world.run(&["doctor", "--source-ip", "127.0.0.2,192.0.2.9"]);
    assert_eq!(ran.code, 6);
    let _settled = settled();
    assert_snapshot!("wrong_sources_text", ran.stdout);
}

#[test]
fn when_the_server_refuses_the_session() {
    let world = World::new();
    world.log_in();
    world.sandbox().revoke_tokens();
    let ran = world.run(&["doctor"]);
    assert_eq!(ran.code, 3);
    let _settled = settled();
    assert_snapshot!("revoked_text", ran.stdout);
    // The remedy is a plain login, and it works.
    world.log_in();
    world.run(&["doctor"]).ok();
}

#[test]
fn when_a_name_leads_nowhere() {
    let home = crate::world::home();
    let mut command = bare(&home);
    // `.invalid` never resolves (RFC 2606).
    command.args([
        "doctor",
        "--json",
        "--base-url",
        "https://pocketful.invalid",
        "--auth-url",
        "https://pocketful.invalid",
    ]);
    command.args(["--feed-url", "wss://pocketful.invalid"]);
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 4);
    let findings: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let dns = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["check"] == "dns")
        .unwrap();
    assert_eq!(dns["finding"], "pocketful.invalid cannot be resolved");
}
