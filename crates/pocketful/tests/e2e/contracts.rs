//! The contract master: downloaded once, kept for the day, used when it cannot be downloaded, and not replaced by rubbish.

use std::{
    io::{Cursor, Write as _},
    path::Path,
    sync::Arc,
};

use pocketful::{
    AccessToken, Client, ClientId, ContractsOrigin, Environment, ErrorKind, Exchange, GateRefusal,
    Instrument, InstrumentToken, Outcome, RetryPolicy,
    auth::FixedToken,
    http::{ScriptedTransport, TransportErrorKind},
    types::ManualClock,
};
use time::{Duration, OffsetDateTime, macros::datetime};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::day::Day;

const MORNING: OffsetDateTime = datetime!(2026-11-23 08:30 +5:30);

/// A contract master with so many shares.
fn master(rows: u32) -> Vec<u8> {
    let mut csv = "exchange_token,trading_symbol\n".to_owned();
    for row in 1..=rows {
        csv.push_str(&format!("{row},SHARE{row}-EQ\n"));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("NSECompactScrip.csv", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(csv.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn share(number: u32) -> Instrument {
    Instrument::new(Exchange::Nse, InstrumentToken::new(number))
}

fn client(transport: &ScriptedTransport, clock: &Arc<ManualClock>, cache: Option<&Path>) -> Client {
    let expires_at = datetime!(2099-01-01 0:00 UTC);
    let token = AccessToken::new(
        "opaque.token".to_owned().into(),
        ClientId::new("AB1234"),
        expires_at,
    );
    let mut builder = Client::builder(Environment::algo(), FixedToken(token))
        .transport(Arc::new(transport.clone()))
        .retry(RetryPolicy::never())
        .clock(Arc::clone(clock) as Arc<_>);
    if let Some(cache) = cache {
        builder = builder.contracts_cache(cache);
    }
    builder.build().unwrap()
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(MORNING))
}

#[tokio::test]
async fn one_download_serves_everybody_until_midnight() {
    let transport = ScriptedTransport::new()
        .reply(200, master(10))
        .reply(200, master(11));
    let clock = clock();
    let client = client(&transport, &clock, None);
    assert!(client.contracts().current().is_none());
    assert!(client.contracts().offline().await.unwrap().is_none());
    let clone = client.clone();
    let (one, other) = (client.contracts(), clone.contracts());
    let (one, other) = tokio::join!(one.load(), other.load());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(Arc::ptr_eq(&one.contracts, &other.contracts));
    assert_eq!(
        (one.origin, other.origin),
        (ContractsOrigin::Download, ContractsOrigin::Memory)
    );
    assert_eq!(one.contracts.get(share(7)).unwrap().trading_symbol, "SHARE7-EQ");
    let sent = &transport.recorded()[0].request;
    assert_eq!(
        sent.url(),
        "https://trade.pocketful.in/api/v1/contract/Compact?info=download&exchanges=NSE,NFO,BSE,BFO,MCX"
    );
    assert_eq!(sent.headers().collect::<Vec<_>>(), [("accept", "*/*")]);
    clock.set(datetime!(2026-11-23 23:59:59 +5:30));
    let evening = client.contracts().load().await.unwrap();
    assert_eq!(evening.to_string(), "10 contracts of 2026-11-23, 15 h old");
    assert_eq!(transport.recorded().len(), 1);
    clock.set(datetime!(2026-11-24 00:00 +5:30));
    let next = client.contracts().load().await.unwrap();
    assert_eq!(
        (next.origin, next.contracts.len()),
        (ContractsOrigin::Download, 11)
    );
    // Whoever holds the older ones keeps them.
    assert_eq!(one.contracts.len(), 10);
}

#[tokio::test]
async fn the_next_program_of_the_day_reads_them_from_disk() {
    let directory = tempfile::tempdir().unwrap();
    let transport = ScriptedTransport::new().reply(200, master(10));
    let first = client(&transport, &clock(), Some(directory.path()));
    let loaded = first.contracts().load().await.unwrap();
    assert!(loaded.not_saved.is_none() && loaded.stale.is_none());
    assert!(loaded.file.as_ref().unwrap().is_file());

    let silent = ScriptedTransport::new();
    let clock = clock();
    clock.advance(Duration::hours(2));
    let second = client(&silent, &clock, Some(directory.path()));
    let again = second.contracts().load().await.unwrap();
    assert_eq!(
        (again.origin, again.age),
        (ContractsOrigin::Cache, Duration::hours(2))
    );
    assert!(again.contracts.iter().eq(loaded.contracts.iter()));
    assert_eq!(again.file, loaded.file);
    assert!(silent.recorded().is_empty());
}

#[tokio::test]
async fn without_a_network_the_older_ones_serve_and_say_so() {
    let directory = tempfile::tempdir().unwrap();
    let transport = ScriptedTransport::new().reply(200, master(10));
    let first = client(&transport, &clock(), Some(directory.path()));
    first.contracts().load().await.unwrap();

    let down = ScriptedTransport::new().fail(TransportErrorKind::Dns, Outcome::NotSent);
    let clock = clock();
    clock.advance(Duration::days(3));
    let second = client(&down, &clock, Some(directory.path()));
    let old = second.contracts().load().await.unwrap();
    assert_eq!((old.origin, old.age), (ContractsOrigin::Cache, Duration::days(3)));
    assert_eq!(old.stale.as_ref().unwrap().kind(), ErrorKind::Dns);
    assert_eq!(old.to_string(), "10 contracts of 2026-11-23, 3 days old");
    let offline = second.contracts().offline().await.unwrap().unwrap();
    assert!(offline.stale.is_none());
    assert_eq!(down.recorded().len(), 1);

    // With nothing older there is nothing to serve.
    let down = ScriptedTransport::new().fail(TransportErrorKind::Dns, Outcome::NotSent);
    let third = client(&down, &clock, None);
    assert_eq!(third.contracts().load().await.unwrap_err().kind(), ErrorKind::Dns);
}

#[tokio::test]
async fn a_much_smaller_master_does_not_take_the_place_of_a_good_one() {
    let directory = tempfile::tempdir().unwrap();
    let transport = ScriptedTransport::new()
        .reply(200, master(10))
        .reply(200, master(4))
        .reply(200, "<!doctype html>")
        .reply(200, "PK is no zip")
        .reply(200, master(0))
        .reply(200, master(4));
    let client = client(&transport, &clock(), Some(directory.path()));
    client.contracts().load().await.unwrap();
    let error = client.contracts().sync().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
    assert!(matches!(
        error.gate_refusal(),
        Some(GateRefusal::Shrunk {
            before: 10,
            after: 4,
            ..
        })
    ));
    assert!(error.hint().contains("contracts before stay"), "{}", error.hint());
    for _ in 0..3 {
        let error = client.contracts().sync().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
        assert_eq!(client.contracts().current().unwrap().len(), 10);
    }
    let smaller = client.contracts().sync_anyway().await.unwrap();
    assert_eq!(smaller.contracts.len(), 4);
    assert_eq!(client.contracts().current().unwrap().len(), 4);
}

#[tokio::test]
async fn the_gate_also_knows_what_another_program_had() {
    let directory = tempfile::tempdir().unwrap();
    let first = ScriptedTransport::new().reply(200, master(10));
    client(&first, &clock(), Some(directory.path()))
        .contracts()
        .load()
        .await
        .unwrap();
    let clock = clock();
    clock.advance(Duration::days(1));
    let second = ScriptedTransport::new().reply(200, master(4));
    let loaded = client(&second, &clock, Some(directory.path()))
        .contracts()
        .load()
        .await
        .unwrap();
    assert!(loaded.stale.unwrap().gate_refusal().is_some());
    assert_eq!(loaded.contracts.len(), 10);
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_is_no_reason_to_fail() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a-file");
    std::fs::write(&file, "in the way").unwrap();
    let transport = ScriptedTransport::new().reply(200, master(10));
    let client = client(&transport, &clock(), Some(&file));
    let loaded = client.contracts().load().await.unwrap();
    assert_eq!((loaded.contracts.len(), loaded.file), (10, None));
    let error = loaded.not_saved.unwrap();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.hint().contains("directory"), "{}", error.hint());
}

#[tokio::test]
async fn the_sandbox_has_a_master_that_is_whole() {
    let day = Day::logged_in().await;
    let client = day.client();
    let loaded = client.contracts().load().await.unwrap();
    let contracts = &loaded.contracts;
    assert_eq!(loaded.info().bad_rows, 0, "{:?}", contracts.bad_rows());
    assert!(loaded.info().exchanges.len() >= 5, "{:?}", loaded.info());
    let sbin = contracts.resolve(Exchange::Nse, "SBIN").unwrap();
    assert_eq!(sbin.token.get(), 3045);
    let option = contracts.iter().find(|one| one.strike.is_some()).unwrap();
    let found = contracts
        .option(
            option.exchange,
            option.underlying,
            option.expiry.unwrap(),
            option.strike.unwrap(),
            match option.kind {
                pocketful::ContractKind::Option(side) => side,
                kind => panic!("{kind:?}"),
            },
        )
        .unwrap();
    assert_eq!(found, option);
    // The token is the one that other calls take.
    let info = client.instruments().info(sbin.instrument()).await.unwrap();
    assert_eq!(info.instrument(), Some(sbin.instrument()));
    assert_eq!(info.rules().tick_size, sbin.rules().tick_size);
}
