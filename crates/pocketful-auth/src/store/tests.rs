//! Every store against the conformance suite, and random histories against a model.

use std::sync::Arc;

use proptest::prelude::*;
use secrecy::SecretString;
use time::macros::datetime;

use crate::{
    EnvStore, ErrorKind, FileStore, MemoryStore, StoreVersion, TokenRecord, TokenStore, token_store_tests,
};

token_store_tests!(memory, {
    let place = MemoryStore::new();
    move || Arc::new(place.clone()) as Arc<dyn TokenStore>
});

token_store_tests!(file, {
    let directory = tempfile::tempdir().unwrap();
    // A directory that the store makes itself, as on a first run.
    move || Arc::new(FileStore::new(directory.path().join("made/token.json"))) as Arc<dyn TokenStore>
});

token_store_tests!(environment, read_only, {
    let store = EnvStore::new("https://algo.example.com".parse().unwrap()).with_lookup(|name| {
        Some(
            if name.ends_with("TOKEN") {
                "a-token"
            } else {
                "AB1234"
            }
            .to_owned(),
        )
    });
    move || Arc::new(store.clone()) as Arc<dyn TokenStore>
});

#[cfg(feature = "keyring")]
token_store_tests!(keyring, {
    let directory = tempfile::tempdir().unwrap();
    let keyring = keyring_core::mock::Store::new().unwrap();
    move || {
        use keyring_core::api::CredentialStoreApi as _;
        let entry = keyring.build("pocketful", "test", None).unwrap();
        Arc::new(crate::KeyringStore::new(
            entry,
            directory.path().join("made/keyring"),
        )) as Arc<dyn TokenStore>
    }
});

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Handle, record, and whether the handle looks before it saves.
    Save(usize, u8, bool),
    Clear(usize, bool),
    Force(usize),
    Load(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_usize, 0..6_u8, any::<bool>())
            .prop_map(|(handle, record, look)| Step::Save(handle, record, look)),
        (0..3_usize, any::<bool>()).prop_map(|(handle, look)| Step::Clear(handle, look)),
        (0..3_usize).prop_map(Step::Force),
        (0..3_usize).prop_map(Step::Load),
    ]
}

fn record(number: u8) -> TokenRecord {
    TokenRecord::new(
        SecretString::from(format!("token-{number}")),
        pocketful_types::ClientId::new("AB1234"),
        "https://algo.example.com".parse().unwrap(),
        datetime!(2026-03-10 09:15 +5:30),
    )
    .unwrap()
}

/// Several handles do `steps`; each remembers the version it saw last. The model is one option.
async fn follow(steps: &[Step], handles: &[Arc<dyn TokenStore>]) {
    let mut place: Option<u8> = None;
    let mut seen = [StoreVersion::ABSENT; 3];
    let version =
        |place: Option<u8>| place.map_or(StoreVersion::ABSENT, |number| StoreVersion::of(&record(number)));
    for step in steps {
        match *step {
            Step::Save(handle, number, look) => {
                if look {
                    seen[handle] = version(place);
                }
                let outcome = handles[handle].save(&record(number), seen[handle]).await;
                if seen[handle] == version(place) {
                    place = Some(number);
                    seen[handle] = outcome.unwrap();
                    assert_eq!(seen[handle], version(place));
                } else {
                    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::StoreConflict);
                }
            }
            Step::Clear(handle, look) => {
                if look {
                    seen[handle] = version(place);
                }
                let outcome = handles[handle].clear(Some(seen[handle])).await;
                if seen[handle] == version(place) {
                    outcome.unwrap();
                    place = None;
                    seen[handle] = StoreVersion::ABSENT;
                } else {
                    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::StoreConflict);
                }
            }
            Step::Force(handle) => {
                handles[handle].clear(None).await.unwrap();
                place = None;
            }
            Step::Load(handle) => {
                let stored = handles[handle].load().await.unwrap();
                seen[handle] = stored
                    .as_ref()
                    .map_or(StoreVersion::ABSENT, |stored| stored.version);
                assert_eq!(seen[handle], version(place));
            }
        }
    }
}

fn run(steps: &[Step], open: impl Fn() -> Arc<dyn TokenStore>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(follow(steps, &[open(), open(), open()]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn memory_follows_the_model(steps in proptest::collection::vec(step(), 1..40)) {
        let place = MemoryStore::new();
        run(&steps, || Arc::new(place.clone()));
    }

    #[test]
    fn files_follow_the_model(steps in proptest::collection::vec(step(), 1..20)) {
        let directory = tempfile::tempdir().unwrap();
        run(&steps, || Arc::new(FileStore::new(directory.path().join("home/token.json"))));
    }
}
