//! Profile, trading info, apps and funds: for people, for programs, and as the server wrote them.

use insta::assert_snapshot;

use crate::world::{World, settled};

#[test]
fn for_people() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_text"), world.run(&[command]).ok());
    }
}

#[test]
fn for_programs() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_json"), world.run(&[command, "--json"]).ok());
    }
}

#[test]
fn as_the_server_wrote_it() {
    let world = World::logged_in();
    let _settled = settled();
    for command in ["profile", "trading-info", "apps", "funds"] {
        assert_snapshot!(format!("{command}_raw"), world.run(&[command, "--raw"]).ok());
    }
}
