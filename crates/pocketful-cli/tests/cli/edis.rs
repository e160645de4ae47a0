//! Authorising sales from the depository.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

#[test]
fn a_tpin_is_asked_for() {
    let world = World::logged_in();
    let tpin = ["edis", "tpin", "--pan", "AAAPZ1234C"];
    assert_snapshot!("tpin_text", world.run(&tpin).ok());
    world.run(&[&tpin[..], &["--gateway", "--json"]].concat()).json();
    world
        .run(&[&tpin[..], &["--boid", "1208000000000001"]].concat())
        .ok();
    let shown = world.run(&[&tpin[..], &["--gateway", "--dry-run"]].concat()).ok();
    assert!(shown.contains("/api/space/v1/edis/generateTpin"), "{shown}");
    world.run(&[&tpin[..], &["--boid", " "]].concat()).fails(2);
    let stderr = world.run(&["edis", "tpin"]).fails(2);
    assert!(stderr.contains("POCKETFUL_PAN"), "{stderr}");
    let lost = FaultRule::new("POST /api/v1/edis/*", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let stderr = world.run(&tpin).fails(5);
    assert!(stderr.contains("may be on its way"), "{stderr}");
}

#[test]
fn a_sale_is_authorised() {
    let world = World::logged_in();
    let _settled = settled();
    let authorise = [
        "edis",
        "authorise",
        "NSE:3045=10",
        "NSE:2885=5",
        "--request-type",
        "TYPE",
    ];
    assert_snapshot!(
        "edis_authorise_dry_run",
        world.run(&[&authorise[..], &["--dry-run"]].concat()).ok()
    );
    assert_snapshot!("edis_authorise_text", world.run(&authorise).ok());
    for form in [&[][..], &["--gateway"]] {
        let values = world.run(&[&authorise[..], form, &["--json"]].concat()).json();
        assert_eq!(values["depository"], "CDSL", "{values}");
    }
    for (sale, code) in [
        ("NSE:3045", 2),
        ("3045=10", 2),
        ("NSE:3045=many", 2),
        ("NSE:99=10", 1),
        ("NSE:3045=0", 1),
    ] {
        world
            .run(&["edis", "authorise", sale, "--request-type", "TYPE"])
            .fails(code);
    }
    world.run(&["edis", "authorise", "NSE:3045=10"]).fails(2);
}
