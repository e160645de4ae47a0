//! The contract master: downloaded, kept, looked into.

use std::{
    io::{Cursor, Read as _, Write as _},
    net::TcpListener,
    thread,
};

use insta::assert_snapshot;
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::world::{Ran, World, bare, home, settled};

/// The newest contracts of the command's home at this address, one file after the other for every download.
struct Publisher {
    home: TempDir,
    url: String,
}

impl Publisher {
    /// Serves a master of NSE shares for each of `files`, given as its rows.
    fn of(files: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let zips: Vec<_> = files.iter().map(|rows| archive(rows)).collect();
        thread::spawn(move || {
            for zip in zips {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 4096];
                let read = stream.read(&mut request).unwrap();
                assert!(request[..read].starts_with(b"GET /api/v1/contract/Compact?"));
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\nconnection: close\r\n\
                     content-length: {}\r\n\r\n",
                    zip.len()
                );
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&zip).unwrap();
            }
        });
        Self { home: home(), url }
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = bare(&self.home);
        command.env("POCKETFUL_BASE_URL", &self.url).args(args);
        command.output().unwrap().into()
    }
}

fn archive(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("NSECompactScrip.csv", SimpleFileOptions::default())
        .unwrap();
    write!(zip, "exchange_token,trading_symbol,company_name\n{rows}").unwrap();
    zip.finish().unwrap().into_inner()
}

fn shares(count: u32) -> String {
    (1..=count)
        .map(|number| format!("{number},SHARE{number}-EQ,Company {number}\n"))
        .collect()
}

#[test]
fn the_whole_day_of_a_contract_master() {
    let world = World::new();
    let _settled = settled();
    assert_snapshot!("none_kept", world.run(&["contracts", "info"]).fails(2));
    world.run(&["contracts", "find", "sbin", "--offline"]).fails(2);
    // Without a login.
    assert_snapshot!("sync_text", world.run(&["contracts", "sync"]).ok());
    assert_snapshot!("sync_json", world.run(&["contracts", "sync", "--json"]).ok());
    assert_snapshot!("info_text", world.run(&["contracts", "info"]).ok());
    assert_eq!(
        world.run(&["contracts", "info", "--json"]).json()["origin"],
        "cache"
    );
    let refused = world.run(&["contracts", "info", "--raw"]).fails(2);
    assert!(refused.contains("--raw"), "{refused}");
}

#[test]
fn what_is_wrong_with_a_master_is_counted_and_shown() {
    let rows = format!("{}7,AGAIN-EQ,Twice\nx,BAD-EQ,No number\n", shares(60));
    let publisher = Publisher::of(&[&rows]);
    let _settled = settled();
    assert_snapshot!("bad_rows_text", publisher.run(&["contracts", "sync"]).ok());
    // The rows themselves are known after a download only, their number always.
    let kept = publisher.run(&["contracts", "info", "--json"]).json();
    assert_eq!(
        (&kept["bad_rows"], &kept["duplicate_rows"]),
        (&1.into(), &1.into())
    );
    assert_eq!(kept["first_bad_rows"], serde_json::json!([]));
}

#[test]
fn a_much_smaller_master_is_taken_only_when_asked_for() {
    let (whole, half) = (shares(10), shares(4));
    let publisher = Publisher::of(&[&whole, &half, &half]);
    let _settled = settled();
    publisher.run(&["contracts", "sync"]).ok();
    assert_snapshot!("shrunk", publisher.run(&["contracts", "sync"]).fails(4));
    let rows = || publisher.run(&["contracts", "info", "--json"]).json()["rows"].clone();
    assert_eq!(rows(), 10);
    publisher.run(&["contracts", "sync", "--anyway"]).ok();
    assert_eq!(rows(), 4);
}

#[test]
fn contracts_that_cannot_be_kept_are_not_synced() {
    let publisher = Publisher::of(&[&shares(3), &shares(3)]);
    std::fs::write(publisher.home.path().join("contracts"), "in the way").unwrap();
    let failed = publisher.run(&["contracts", "sync"]).fails(2);
    assert!(failed.contains("contracts"), "{failed}");
    // Looking into them works all the same, and says so.
    let found = publisher.run(&["contracts", "find", "share3"]);
    assert!(
        found.stderr.contains("cannot be kept for the next time"),
        "{found:?}"
    );
    assert!(found.ok().contains("SHARE3-EQ"));
}

#[test]
fn contracts_are_found_by_name_number_and_terms() {
    let world = World::new();
    let _settled = settled();
    let find = |args: &[&str]| world.run(&[&["contracts", "find"], args].concat());
    assert_snapshot!("find_text", find(&["reliance"]).ok());
    assert_snapshot!("find_json", find(&["state", "bank", "--json"]).ok());
    assert_snapshot!("find_number", find(&["26000"]).ok());
    let options = [
        "--underlying",
        "nifty",
        "--expiry",
        "2026-11-24",
        "--strike",
        "26000",
    ];
    assert_snapshot!("find_options", find(&options).ok());
    let call = find(&[&options[..], &["--side", "ce", "--json"]].concat()).json();
    assert_eq!(call.as_array().unwrap().len(), 1);
    assert_eq!(
        (&call[0]["kind"], &call[0]["expiry"]),
        (&"CE".into(), &"2026-11-24".into())
    );
    let futures = find(&["--underlying", "SBIN", "--futures", "--exchange", "nfo", "--json"]).json();
    assert!(futures.as_array().unwrap().len() >= 3);
    let cut = find(&["--underlying", "NIFTY", "--limit", "2", "--json"]);
    assert!(cut.stderr.contains("the first 2"), "{cut:?}");
    assert_eq!(cut.json().as_array().unwrap().len(), 2);
    let cut = find(&["--underlying", "NIFTY", "--limit", "2"]).ok();
    assert!(cut.contains("--limit shows more"), "{cut}");
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let world = World::new();
    let _settled = settled();
    let find = |args: &[&str]| world.run(&[&["contracts", "find"], args].concat());
    for (args, said) in [
        (&["zzz"][..], "Nothing is called so."),
        (
            &["--underlying", "ZZZ"],
            "There are no futures or options on ZZZ.",
        ),
        (
            &["--underlying", "NIFTY", "--expiry", "2026-11-26"],
            "There is no such contract. Those on NIFTY expire on 24 Nov 2026, ",
        ),
        (
            &["--underlying", "NIFTY", "--strike", "26010"],
            "There is no such contract. Options that expire on 24 Nov 2026 have strikes such as 25,900.00, \
             25,950.00, 26,000.00, ",
        ),
    ] {
        let text = find(args).ok();
        assert!(text.starts_with(said), "{args:?}: {text}");
        assert_eq!(find(&[args, &["--json"]].concat()).ok(), "[]\n");
    }
    for (args, message) in [
        (&[][..], "TEXT"),
        (&[" "], "there is nothing to look for"),
        (&["--expiry", "2026-11-24"], "--underlying"),
        (&["--underlying", "NIFTY", "--expiry", "24 Nov"], "is not a day"),
        (&["--underlying", "NIFTY", "--strike", "many"], "is not a price"),
        (
            &["--underlying", "NIFTY", "--futures", "--side", "CE"],
            "cannot be used with",
        ),
        (&["NIFTY", "--underlying", "NIFTY"], "cannot be used with"),
        (&["NIFTY", "--limit", "0"], "--limit"),
    ] {
        let stderr = find(args).fails(2);
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
}

#[test]
fn without_a_server_what_is_kept_is_enough() {
    let mut world = World::new();
    world.run(&["contracts", "sync"]).ok();
    world.stop_sandbox();
    let found = world.run(&["contracts", "find", "sbin-eq"]);
    assert_eq!(found.stderr, "");
    assert!(found.ok().contains("NSE:3045"));
    let found = world
        .run(&["contracts", "find", "sbin-eq", "--offline", "--json"])
        .json();
    assert_eq!(found[0]["exchange_token"], 3045);
    world.run(&["contracts", "sync"]).fails(4);
    world.run(&["contracts", "info"]).ok();
}

#[test]
fn a_damaged_cache_is_not_told_as_a_missing_one() {
    let publisher = Publisher::of(&[&shares(30), &shares(30)]);
    for command in [
        &["contracts", "info"][..],
        &["contracts", "find", "SHARE7", "--offline"],
    ] {
        assert!(
            publisher
                .run(command)
                .fails(2)
                .contains("no contract master is kept here")
        );
    }
    publisher.run(&["contracts", "sync"]).ok();
    let kept = std::fs::read_dir(publisher.home.path().join("contracts")).unwrap();
    let file = kept.flatten().next().unwrap().path();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    for command in [
        &["contracts", "info"][..],
        &["contracts", "find", "SHARE7", "--offline"],
    ] {
        let stderr = publisher.run(command).fails(2);
        assert!(
            stderr.contains("damaged") && stderr.contains("`pocketful contracts sync`"),
            "{stderr}"
        );
        assert!(stderr.contains(file.to_str().unwrap()), "{stderr}");
    }
    publisher.run(&["contracts", "sync"]).ok();
    publisher.run(&["contracts", "info"]).ok();
}
