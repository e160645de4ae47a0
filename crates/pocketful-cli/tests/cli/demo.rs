//! The main job from start to finish.

use insta::assert_snapshot;

use crate::world::{Ran, bare, settled};

#[test]
fn tells_every_step_and_leaves_nothing_behind() {
    let home = crate::world::home();
    let mut command = bare(&home);
    // Settings of the surroundings play no part.
    command
        .env("POCKETFUL_BASE_URL", "https://example.com")
        .env("POCKETFUL_ACCESS_TOKEN", "x")
        .arg("demo");
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.stderr, "");
    let text = ran.ok();
    let _settled = settled();
    assert_snapshot!("demo_text", text);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn is_one_document_for_programs() {
    let home = crate::world::home();
    let text = Ran::from(bare(&home).args(["demo", "--json"]).output().unwrap()).ok();
    let _settled = settled();
    assert_snapshot!("demo_json", &text);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["ok"], true);
}
