//! Orders that the broker keeps until the market reaches a price.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

const CREATE: [&str; 14] = [
    "gtt",
    "create",
    "NSE",
    "3045",
    "buy",
    "10",
    "--limit",
    "780",
    "--trigger",
    "781",
    "--expires",
    "2099-12-31",
    "--user-order-id",
    "4711",
];

/// Creates an order and gives its id.
fn create(world: &World, more: &[&str]) -> String {
    let answer = world.run(&[&CREATE[..], more, &["--json"]].concat()).json();
    answer["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_order_waits_is_changed_and_taken_back() {
    let world = World::logged_in();
    let _settled = settled();
    assert_eq!(
        world.run(&["gtt", "list"]).ok(),
        "No orders wait at the broker.\n"
    );
    assert_eq!(world.run(&["gtt", "list", "--json"]).ok(), "[]\n");
    assert_eq!(world.run(&["gtt", "list", "--raw"]).ok(), "[]\n");
    assert_snapshot!("gtt_created_text", world.run(&CREATE).ok());
    let id = create(&world, &["--stop-trigger", "700", "--stop-limit", "699"]);
    assert_snapshot!("gtt_list_text", world.run(&["gtt", "list"]).ok());
    assert_snapshot!("gtt_list_json", world.run(&["gtt", "list", "--json"]).ok());
    assert_snapshot!("gtt_show_text", world.run(&["gtt", "show", &id]).ok());
    let raw = world.run(&["gtt", "show", &id, "--raw"]).json();
    assert_eq!(raw["id"], id.as_str());
    assert!(world.run(&["gtt", "list", "--raw"]).ok().contains(&id));
    let change = ["gtt", "modify", &id, "--trigger", "785", "--quantity", "4"];
    let changed = world.run(&change);
    assert!(changed.stderr.contains("--stop-quantity"), "{changed:?}");
    assert_snapshot!("gtt_modified_text", changed.ok());
    let row = world.run(&["gtt", "show", &id, "--json"]).json();
    let order = &row["order"];
    assert_eq!(
        (&order["trigger_price"], &order["quantity"], &order["price"]),
        (&785.into(), &4.into(), &780.into())
    );
    // The stop is of the change as well, because the whole order is sent anew.
    assert_eq!(order["sl_order_quantity"], 10);
    assert_snapshot!("gtt_cancelled_text", world.run(&["gtt", "cancel", &id]).ok());
    world.run(&["gtt", "show", &id]).fails(1);
    world.run(&["gtt", "show", &id, "--raw"]).fails(1);
}

#[test]
fn what_the_server_wrote_comes_from_the_second_path_as_well() {
    let world = World::logged_in();
    let id = create(&world, &[]);
    let rule = FaultRule::new("GET /api/v1/event/gtt/*", Fault::HtmlPage);
    world.sandbox().faults().add(rule.times(1000)).unwrap();
    assert!(world.run(&["gtt", "list", "--raw"]).ok().contains(&id));
    assert_eq!(
        world.run(&["gtt", "show", &id, "--raw"]).json()["id"],
        id.as_str()
    );
}

#[test]
fn dry_runs_send_nothing() {
    let world = World::logged_in();
    let _settled = settled();
    let show = |args: &[&str]| world.run(&[args, &["--dry-run"]].concat()).ok();
    assert_snapshot!("gtt_create_dry_run", show(&CREATE));
    assert_eq!(world.run(&["gtt", "list", "--json"]).ok(), "[]\n");
    let id = create(&world, &[]);
    let modify = ["gtt", "modify", &id, "--market", "--protection", "2"];
    let modify = [&modify[..], &["--user-order-id", "4712"]].concat();
    assert_snapshot!("gtt_modify_dry_run", show(&modify));
    // A band is spoken of only where there is one.
    let order = [
        "gtt",
        "create",
        "NSE",
        "3045",
        "buy",
        "10",
        "--market",
        "--trigger",
        "781",
    ];
    for (protection, how) in [
        (&[][..], "at the market when"),
        (&["--protection", "0"], "at the market when"),
        (&["--protection", "100"], "at the market, at most 100 % off when"),
    ] {
        let created = world.run(&[&order[..], protection].concat()).ok();
        assert!(created.contains(how), "{protection:?}: {created}");
    }
    world
        .run(&[&order[..], &["--protection", "101"]].concat())
        .fails(2);
    assert_snapshot!("gtt_cancel_dry_run", show(&["gtt", "cancel", &id]));
    world.run(&["gtt", "show", &id]).ok();
    world.run(&["gtt", "cancel", &id, "--dry-run", "--raw"]).fails(2);
}

#[test]
fn what_is_wrong_is_said() {
    let world = World::logged_in();
    let create = ["gtt", "create", "NSE", "3045", "buy", "10"];
    for (args, message) in [
        (&["--limit", "780"][..], "--trigger"),
        (&["--trigger", "781"], "--limit <PRICE>|--market"),
        (&["--limit", "780", "--trigger", "0"], "not above 0"),
        (
            &["--limit", "780", "--trigger", "781", "--protection", "2"],
            "cannot be used with",
        ),
        (
            &["--limit", "780", "--trigger", "781", "--expires", "soon"],
            "not a day",
        ),
        (
            &["--limit", "780", "--trigger", "781", "--stop-limit", "7"],
            "the stop is not complete",
        ),
    ] {
        let stderr = world.run(&[&create[..], args].concat()).fails(2);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
    // Held against the contracts before it is sent, and sent by whoever knows better.
    world.run(&["contracts", "sync"]).ok();
    for (prices, fault) in [
        (
            &["--limit", "780.01", "--trigger", "781"][..],
            "the price 780.01 is no multiple",
        ),
        (
            &["--limit", "780", "--trigger", "781.01"],
            "the trigger price 781.01",
        ),
        (
            &[
                "--market",
                "--trigger",
                "781",
                "--stop-trigger",
                "700.01",
                "--stop-limit",
                "699",
            ],
            "the trigger of the stop 700.01",
        ),
    ] {
        let stderr = world.run(&[&create[..], prices].concat()).fails(6);
        assert!(stderr.contains(fault), "{prices:?}: {stderr}");
    }
    // A day that is over is refused before anything is sent.
    let over = ["--limit", "780", "--trigger", "781", "--expires", "2020-01-01"];
    let sent = world.sandbox().request_log().len();
    let stderr = world.run(&[&create[..], &over].concat()).fails(2);
    assert!(stderr.contains("--expires 2020-01-01 is over"), "{stderr}");
    assert_eq!(world.sandbox().request_log().len(), sent);
    // Refused by the server: a price off the tick.
    world
        .run(
            &[
                &create[..],
                &["--limit", "780.01", "--trigger", "781", "--check", "off"],
            ]
            .concat(),
        )
        .fails(1);
    let unknown = "01234567-89ab-4cde-8f01-23456789abcd";
    world.run(&["gtt", "cancel", unknown]).fails(1);
    world.run(&["gtt", "modify", unknown]).fails(2);
    let stderr = world.run(&["gtt", "modify", unknown, "--trigger", "7"]).fails(1);
    assert!(stderr.contains("gtt list"), "{stderr}");
}

/// The number of a contract that has ended may be given to another one.
#[test]
fn an_order_does_not_outlive_its_contract() {
    let world = World::logged_in();
    let create = |more: &[&str]| {
        let order = [
            "gtt",
            "create",
            "NFO",
            "640002",
            "buy",
            "75",
            "--limit",
            "10",
            "--trigger",
            "11",
        ];
        world.run(&[&order[..], more].concat())
    };
    let list = || world.run(&["gtt", "list", "--json"]).json();
    // Nothing is known of a number before the contracts are here.
    create(&[]).ok();
    assert_eq!(list()[0]["expiry_time"], "2027-11-23");
    world.run(&["contracts", "sync"]).ok();
    let dry = create(&["--dry-run"]).ok();
    assert!(dry.contains(r#""expiry_time":"2026-12-01""#), "{dry}");
    let last = ["--expires", "2026-12-01"];
    create(&last).ok();
    let late = ["--expires", "2026-12-02"];
    let said = "the contract ends on 2026-12-01, and the order would wait until 2026-12-02";
    let stderr = create(&late).fails(6);
    assert!(
        stderr.contains(said) && stderr.contains("--check off"),
        "{stderr}"
    );
    assert_eq!(list().as_array().unwrap().len(), 2);
    let off = ["--check", "off"];
    create(&[&late[..], &off].concat()).ok();
    // So is a change; the day that stays, and was accepted once, stops none.
    let orders = list();
    let id = |expires: &str| {
        let mut rows = orders.as_array().unwrap().iter();
        let row = rows.find(|row| row["expiry_time"] == expires).unwrap();
        row["id"].as_str().unwrap().to_owned()
    };
    let modify = |id: &str, more: &[&str]| world.run(&[&["gtt", "modify", id], more].concat());
    let id_of_last = id("2026-12-01");
    let stderr = modify(&id_of_last, &late).fails(6);
    assert!(stderr.contains(said), "{stderr}");
    modify(&id_of_last, &[&late[..], &off].concat()).ok();
    modify(&id("2027-11-23"), &["--trigger", "12"]).ok();
    // What has no end waits a year.
    let share = world.run(&[
        "gtt",
        "create",
        "NSE",
        "SBIN",
        "buy",
        "10",
        "--limit",
        "780",
        "--trigger",
        "781",
        "--dry-run",
    ]);
    assert!(share.ok().contains(r#""expiry_time":"2027-11-23""#));
}

#[test]
fn a_lost_reply_is_never_a_failure() {
    let world = World::logged_in();
    let lose = |route: &str| {
        let rule = FaultRule::new(route, Fault::ResetAfter).times(1);
        world.sandbox().faults().add(rule).unwrap();
    };
    lose("POST /api/v1/event/gtt");
    let stderr = world.run(&CREATE).fails(5);
    assert!(stderr.contains("Look with `pocketful gtt list`"), "{stderr}");
    let list = world.run(&["gtt", "list", "--json"]).json();
    let id = list[0]["id"].as_str().unwrap();
    lose("PUT /api/v1/event/gtt");
    let stderr = world.run(&["gtt", "modify", id, "--trigger", "785"]).fails(5);
    assert!(stderr.contains(&format!("gtt show {id}")), "{stderr}");
    lose("DELETE /api/v1/event/gtt/*");
    let stderr = world.run(&["gtt", "cancel", id]).fails(5);
    assert!(stderr.contains(&format!("gtt show {id}")), "{stderr}");
    assert_eq!(world.run(&["gtt", "list", "--json"]).ok(), "[]\n");
}

/// What is not in a list that comes as null may be there all the same.
#[test]
fn a_list_that_comes_as_null_is_told() {
    let world = World::logged_in();
    let id = create(&world, &[]);
    world.run(&["basket", "create", "Morning", "--yes"]).ok();
    let faults = world.sandbox().faults();
    let always = faults.add(FaultRule::new("GET *", Fault::NullList)).unwrap();
    for command in [
        &["gtt", "show", &id][..],
        &["gtt", "show", &id, "--raw"],
        &["gtt", "modify", &id, "--trigger", "785"],
        &["basket", "show", "Morning"],
        &["basket", "show", "Morning", "--raw"],
        &["basket", "execute", "Morning", "--yes"],
        &["basket", "delete", "Morning", "--yes"],
    ] {
        // Each reads up to three times, and the broker's clock stands still.
        world.sandbox().clock().advance(time::Duration::seconds(1));
        let ran = world.run(&[command, &["--json"][..usize::from(!command.contains(&"--raw"))]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{command:?}: {ran:?}");
        assert!(
            ran.stderr.contains("the server gave no list of "),
            "{command:?}: {ran:?}"
        );
        let is_json = !command.contains(&"--raw");
        assert!(
            !is_json || ran.stderr.contains(r#""outcome":"no_effect""#),
            "{command:?}: {ran:?}"
        );
    }
    assert!(faults.remove(always));
    // One null reading is made up for by the next.
    for command in [&["gtt", "show", &id][..], &["basket", "show", "Morning"]] {
        world.sandbox().clock().advance(time::Duration::seconds(1));
        faults
            .add(FaultRule::new("GET *", Fault::NullList).times(1))
            .unwrap();
        world.run(command).ok();
    }
}
