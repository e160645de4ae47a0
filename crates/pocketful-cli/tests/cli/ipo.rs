//! Public offerings.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{Ran, World, settled};

const PLACE: [&str; 9] = [
    "ipo",
    "place",
    "SANDPIPER",
    "--bid",
    "149@100",
    "--bid",
    "298@cut-off",
    "--upi-id",
    "asha@upi",
];

/// Runs with the applicant's PAN in the environment.
fn run(world: &World, args: &[&str]) -> Ran {
    let mut command = world.command(args);
    command.env("POCKETFUL_PAN", "AAAPZ1234C");
    command.output().unwrap().into()
}

#[test]
fn the_offerings() {
    let world = World::logged_in();
    assert_snapshot!("ipo_list_text", world.run(&["ipo", "list"]).ok());
    let all = world.run(&["ipo", "list", "--json"]).json();
    let states: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|ipo| ipo["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["open", "upcoming", "closed"]);
    assert_snapshot!(
        "ipo_list_open_json",
        world.run(&["ipo", "list", "--open", "--json"]).ok()
    );
    assert!(world.run(&["ipo", "list", "--raw"]).json()["all_ipo"].is_object());
    world.run(&["ipo", "list", "--open", "--raw"]).fails(2);
}

#[test]
fn an_application_is_made_and_taken_back() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(world.run(&["ipo", "orders"]).ok(), "No applications.\n");
    assert_eq!(world.run(&["ipo", "orders", "--json"]).ok(), "[]\n");
    assert_snapshot!(
        "ipo_place_dry_run",
        run(&world, &[&PLACE[..], &["--dry-run"]].concat()).ok()
    );
    assert_eq!(world.run(&["ipo", "orders", "--json"]).ok(), "[]\n");
    assert_snapshot!("ipo_placed_text", run(&world, &PLACE).ok());
    assert_snapshot!("ipo_orders_text", world.run(&["ipo", "orders"]).ok());
    assert_snapshot!("ipo_orders_json", world.run(&["ipo", "orders", "--json"]).ok());
    // There is one already.
    run(&world, &PLACE).fails(1);
    let cancel = [
        "ipo",
        "cancel",
        "SANDPIPER",
        "--member",
        "application_number=100000000001",
    ];
    assert_snapshot!(
        "ipo_cancel_dry_run",
        world.run(&[&cancel[..], &["--dry-run"]].concat()).ok()
    );
    assert_snapshot!("ipo_cancelled_text", world.run(&cancel).ok());
    world.run(&cancel).fails(1);
}

#[test]
fn what_is_wrong_is_said() {
    let world = World::logged_in();
    let stderr = world.run(&PLACE).fails(2);
    assert!(stderr.contains("POCKETFUL_PAN"), "{stderr}");
    for (args, code, message) in [
        (&["SANDPIPER", "--bid", "149"][..], 2, "149@cut-off"),
        (&["SANDPIPER", "--bid", "0@100"], 2, "is 0"),
        (
            &[
                "SANDPIPER",
                "--bid",
                "1@1",
                "--bid",
                "1@1",
                "--bid",
                "1@1",
                "--bid",
                "1@1",
            ],
            2,
            "up to three",
        ),
        (&["NOTHING", "--bid", "149@cut-off"], 1, "no offering NOTHING"),
        (
            &["NOTHING", "--bid", "149@100", "--upi-id", "a@b"],
            1,
            "no such issue",
        ),
        (&["SANDPIPER"], 2, "--bid"),
    ] {
        let stderr = run(&world, &[&["ipo", "place"], args].concat()).fails(code);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
    world.run(&["ipo", "cancel", "SANDPIPER"]).fails(1);
    world
        .run(&["ipo", "cancel", "SANDPIPER", "--member", "nothing"])
        .fails(2);
    world.run(&["ipo", "cancel", " "]).fails(2);
}

#[test]
fn a_lost_reply_is_never_a_failure() {
    let world = World::logged_in();
    let lose = |route: &str| {
        let rule = FaultRule::new(route, Fault::ResetAfter).times(1);
        world.sandbox().faults().add(rule).unwrap();
    };
    lose("POST /api/v1/tradeipo/place-order");
    let stderr = run(&world, &PLACE).fails(5);
    assert!(stderr.contains("pocketful ipo orders"), "{stderr}");
    lose("POST /api/v1/tradeipo/cancel-order");
    let stderr = world.run(&["ipo", "cancel", "SANDPIPER"]).fails(5);
    assert!(stderr.contains("pocketful ipo orders"), "{stderr}");
}
