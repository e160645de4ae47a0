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
    let text = ran.ok().replace(&today(), "[day]");
    let _settled = settled();
    assert_snapshot!("demo_text", text);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn is_one_document_for_programs() {
    let home = crate::world::home();
    let text = Ran::from(bare(&home).args(["demo", "--json"]).output().unwrap()).ok();
    let _settled = settled();
    assert_snapshot!("demo_json", text.replace(&today(), "[day]"));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["ok"], true);
}

/// The day that the sandbox's order numbers begin with: in India, and tomorrow just before midnight.
fn today() -> String {
    let home = crate::world::home();
    let text = Ran::from(bare(&home).args(["demo", "--json"]).output().unwrap()).ok();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let step = document["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["step"] == "cancel")
        .unwrap();
    step["what"].as_str().unwrap()[..8].to_owned()
}
