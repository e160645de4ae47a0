//! `pocketful api`: requests in the caller's own words.

use insta::assert_snapshot;
use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{World, settled};

impl World {
    /// The body of an order of IDEA.
    fn order_body(&self) -> String {
        format!(
            r#"{{"exchange":"NSE","instrument_token":"14366","client_id":"{}","order_type":"LIMIT","price":8.15,
            "quantity":10,"disclosed_quantity":0,"validity":"DAY","product":"CNC","order_side":"BUY","device":"WEB",
            "user_order_id":4711,"trigger_price":0,"execution_type":"REGULAR"}}"#,
            self.sandbox().demo().client_id
        )
    }
}

#[test]
fn a_get_prints_the_data_of_the_reply() {
    let world = World::logged_in();
    let get = ["api", "get", "/api/v1/user/trading_info"];
    assert_snapshot!("api_get_text", world.run(&get).ok());
    let json = world.run(&[&get[..], &["--json"]].concat()).ok();
    assert_eq!(json, world.run(&get).ok());
    let raw = world.run(&[&get[..], &["--raw"]].concat()).ok();
    assert_eq!(raw, world.run(&["trading-info", "--raw"]).ok());
    let client_id = format!("client_id={}", world.sandbox().demo().client_id);
    let book = [
        "api",
        "GET",
        "/api/v1/orders",
        "--query",
        &client_id,
        "--query",
        "type=pending",
    ];
    assert_eq!(world.run(&book).ok(), "{\n  \"orders\": []\n}\n");
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let world = World::logged_in();
    for method in ["GET", "POST"] {
        let nowhere = ["api", method, "/api/v1/alerts"];
        let name = format!("api_nowhere_{}", method.to_lowercase());
        let ran = world.run(&nowhere);
        assert_snapshot!(name, format!("{}\n{}", ran.code, ran.stderr));
    }
}

#[test]
fn a_write_is_sent_once_and_its_message_shown() {
    let world = World::logged_in();
    let place = ["api", "POST", "/api/v1/orders", "--body"];
    let body = world.order_body();
    assert_snapshot!("api_post_text", world.run(&[&place[..], &[&body]].concat()).ok());
    let placed = world
        .run_with(&[&place[..], &["-", "--json"]].concat(), &body)
        .json();
    assert_eq!(placed["user_order_id"], 4711);
    let lost = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
    world.sandbox().faults().add(lost).unwrap();
    let stderr = world.run(&[&place[..], &[&body, "--json"]].concat()).fails(5);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["outcome"], "unknown", "{stderr}");
    assert!(
        stderr.contains("POST /api/v1/orders may have taken effect"),
        "{stderr}"
    );
    let book = world.run(&["orders", "--json"]).json();
    assert_eq!(book.as_array().unwrap().len(), 3);
    // From an address that is not registered the broker refuses it, as any order.
    let elsewhere = [&place[..], &[&body, "--source-ip", "127.0.0.1"]].concat();
    let stderr = world.run(&elsewhere).fails(1);
    assert!(stderr.contains("127.0.0.1"), "{stderr}");
    // This machine does not have it: known before anything is sent.
    let nobodys = [&place[..], &[&body, "--source-ip", "192.0.2.1"]].concat();
    world.run(&nobodys).fails(6);
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let world = World::logged_in();
    let _settled = settled();
    let iceberg = [
        "api",
        "POST",
        "/api/v1/event/iceberg",
        "--query",
        "a b=c=d",
        "--body",
        r#"{"price": 812.50}"#,
        "--dry-run",
    ];
    assert_snapshot!("api_dry_run_text", world.run(&iceberg).ok());
    assert_snapshot!(
        "api_dry_run_json",
        world.run(&[&iceberg[..], &["--json"]].concat()).ok()
    );
    world.run(&[&iceberg[..], &["--raw"]].concat()).fails(2);
}

#[test]
fn what_cannot_be_sent_is_said_before_anything_is() {
    let world = World::logged_in();
    let _settled = settled();
    let mut said = String::new();
    for wrong in [
        &["GET", "https://example.com/api?access_token=SENTINEL"][..],
        &["GET", "//example.com/SENTINEL"],
        &["GET", "/api/../SENTINEL"],
        &["GET", "/api?access_token=SENTINEL"],
        &["GET", "/api#SENTINEL"],
        &["GET", "/SENTINEL\u{7}"],
        &["GET", "/api", "--query", "SENTINEL"],
        &["GET", "/api", "--body", "{}"],
        &["GET", "/api", "--body", "-"],
        &["POST", "/api", "--body", "SENTINEL"],
    ] {
        let stderr = world.run(&[&["api"], wrong].concat()).fails(2);
        said += &stderr;
    }
    assert!(!said.contains("SENTINEL"), "{said}");
    assert_snapshot!("api_wrong_text", said);
    world.run(&["api", "HEAD", "/api"]).fails(2);
    let empty = World::new();
    empty.run(&["api", "GET", "/api/v1/alerts"]).fails(3);
}

#[test]
fn logs_show_nothing_of_a_request_but_its_name() {
    let world = World::logged_in();
    let mut command = world.command(&[
        "api",
        "POST",
        "/api/v1/alerts",
        "--body",
        "-",
        "--query",
        "q=SENTINEL-1",
    ]);
    command.env("RUST_LOG", "trace");
    let stderr = crate::world::feed(command, r#"{"otp":"SENTINEL-2"}"#).fails(1);
    assert!(stderr.contains("raw.write"), "{stderr}");
    assert!(!stderr.contains("SENTINEL"), "{stderr}");
}
