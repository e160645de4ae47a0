//! The file store against disks, permissions, half-written files and other processes.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use secrecy::SecretString;
use tempfile::TempDir;
use time::macros::datetime;

use super::*;

mod processes;

const SENTINEL: &str = "sentinel-in-the-file";

fn record(text: &str) -> TokenRecord {
    TokenRecord::new(
        SecretString::from(text),
        pocketful_types::ClientId::new("AB1234"),
        "https://algo.example.com".parse().unwrap(),
        datetime!(2026-03-10 09:15 +5:30),
    )
    .unwrap()
}

fn place() -> (TempDir, FileStore) {
    let directory = tempfile::tempdir().unwrap();
    let store = FileStore::new(directory.path().join("home/token.json"));
    (directory, store)
}

async fn saved() -> (TempDir, FileStore) {
    let (directory, store) = place();
    store.save(&record(SENTINEL), StoreVersion::ABSENT).await.unwrap();
    (directory, store)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The error of a load, which must keep quiet about the token and leave the file alone.
async fn refused(store: &FileStore) -> Error {
    let before = fs::read(&store.path).ok();
    let error = store.load().await.unwrap_err();
    let save = store
        .save(&record("another"), StoreVersion::ABSENT)
        .await
        .unwrap_err();
    assert_eq!(save.kind(), error.kind());
    assert_eq!(fs::read(&store.path).ok(), before);
    assert!(!format!("{error:?} {save:?}").contains(SENTINEL), "{error:?}");
    error
}

#[tokio::test]
async fn files_and_directories_are_the_owners_alone() {
    let (directory, store) = saved().await;
    drop(store.lock().await.unwrap());
    let home = directory.path().join("home");
    assert_eq!(mode(&home), 0o700);
    let mut names: Vec<_> = fs::read_dir(&home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["token.json", "token.json.lock", "token.json.login.lock"]);
    for name in names {
        assert_eq!(mode(&home.join(name)), 0o600);
    }
}

#[tokio::test]
async fn looking_makes_nothing() {
    let (directory, store) = place();
    assert!(store.load().await.unwrap().is_none());
    store.clear(None).await.unwrap();
    assert!(!directory.path().join("home").exists());
}

#[tokio::test]
async fn a_file_that_others_can_read_is_refused_with_the_remedy() {
    for wrong in [0o640, 0o604, 0o620, 0o666] {
        let (_directory, store) = saved().await;
        set_mode(&store.path, wrong);
        let error = refused(&store).await;
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(
            error
                .to_string()
                .contains(&format!("chmod 600 {}", store.path.display())),
            "{error}"
        );
        set_mode(&store.path, 0o600);
        assert!(store.load().await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_directory_that_others_can_open_is_refused_with_the_remedy() {
    let (directory, store) = saved().await;
    let home = directory.path().join("home");
    for wrong in [0o755, 0o750, 0o701] {
        set_mode(&home, wrong);
        let error = refused(&store).await;
        assert!(
            error
                .to_string()
                .contains(&format!("chmod 700 {}", home.display())),
            "{error}"
        );
        assert_eq!(store.lock().await.unwrap_err().kind(), ErrorKind::Store);
    }
}

#[tokio::test]
async fn links_are_refused() {
    let (directory, store) = saved().await;
    let home = directory.path().join("home");
    let moved = home.join("moved.json");
    fs::rename(&store.path, &moved).unwrap();
    symlink(&moved, &store.path).unwrap();
    assert!(refused(&store).await.to_string().contains("symbolic link"));
    assert_eq!(store.clear(None).await.unwrap_err().kind(), ErrorKind::Store);
    assert!(moved.exists());

    let link = directory.path().join("link");
    symlink(&home, &link).unwrap();
    let through = FileStore::new(link.join("moved.json"));
    assert!(refused(&through).await.to_string().contains("symbolic link"));

    fs::remove_file(home.join("token.json.lock")).unwrap();
    symlink("/dev/null", home.join("token.json.lock")).unwrap();
    fs::remove_file(&store.path).unwrap();
    let error = store
        .save(&record("new"), StoreVersion::ABSENT)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("symbolic link"), "{error}");
}

#[tokio::test]
async fn a_directory_in_the_files_place_is_refused() {
    let (_directory, store) = place();
    fs::create_dir_all(&store.path).unwrap();
    set_mode(store.path.parent().unwrap(), 0o700);
    let error = store.load().await.unwrap_err();
    assert!(error.to_string().contains("not a file"), "{error}");
    let nameless = FileStore::new("/")
        .save(&record("x"), StoreVersion::ABSENT)
        .await
        .unwrap_err();
    assert_eq!(nameless.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn damage_is_reported_and_kept_until_somebody_logs_out() {
    for damage in [
        &b"{"[..],
        b"",
        b"\xff\xfe",
        b"{\"format\":1}",
        &[b' '; format::MAX_LEN + 1],
    ] {
        let (_directory, store) = saved().await;
        fs::write(&store.path, damage).unwrap();
        let error = refused(&store).await;
        assert_eq!(error.kind(), ErrorKind::StoreCorrupt);
        assert!(error.to_string().contains("log out"), "{error}");
        store.clear(None).await.unwrap();
        assert!(store.load().await.unwrap().is_none());
        assert!(!store.path.exists());
    }
}

#[tokio::test]
async fn a_newer_format_is_kept_even_by_a_logout() {
    let (_directory, store) = saved().await;
    fs::write(&store.path, format!(r#"{{"format":2,"token":"{SENTINEL}"}}"#)).unwrap();
    let error = refused(&store).await;
    assert_eq!(error.kind(), ErrorKind::StoreNewer);
    assert!(error.to_string().contains("newer version"), "{error}");
    assert_eq!(store.clear(None).await.unwrap_err().kind(), ErrorKind::StoreNewer);
    assert!(store.path.exists());
}

#[tokio::test]
async fn a_full_disk_leaves_the_old_token() {
    let (_directory, mut store) = saved().await;
    let version = store.load().await.unwrap().unwrap().version;
    store.write = |file, bytes| {
        file.write_all(&bytes[..bytes.len() / 2])?;
        Err(std::io::ErrorKind::StorageFull.into())
    };
    let error = store.save(&record("new"), version).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("no space left"), "{error}");
    assert_eq!(store.load().await.unwrap().unwrap().version, version);
    let left: Vec<_> = fs::read_dir(store.path.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 2, "the half-written file is gone: {left:?}");
}

/// Who takes the lock is about to log in, and wants to keep what comes of it.
#[tokio::test]
async fn a_full_disk_is_told_before_a_login() {
    let (_directory, mut store) = place();
    store.write = |_, _| Err(std::io::ErrorKind::StorageFull.into());
    let error = store.lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("no space left"), "{error}");
    let left: Vec<_> = fs::read_dir(store.path.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing but the lock's file: {left:?}");
    // What a killed process left is no reason, and the lock was given back.
    fs::write(store.path.with_file_name(".token.json.probe"), "").unwrap();
    store.write = replace::write_through;
    drop(store.lock().await.unwrap());
}

#[tokio::test]
async fn what_a_killed_process_left_behind_is_removed() {
    let (_directory, store) = saved().await;
    let left = store.path.with_file_name(".token.json.new-4194305");
    fs::write(&left, SENTINEL).unwrap();
    store.clear(None).await.unwrap();
    assert!(!left.exists());
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_cannot_be_had_is_an_error_after_the_time_limit() {
    let (_directory, store) = place();
    let lock = store.lock().await.unwrap();
    let start = tokio::time::Instant::now();
    let other = store.clone().with_lock_timeout(Duration::from_secs(7));
    let error = other.lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreBusy);
    assert!(
        error.is_temporary() && error.to_string().contains("7 s"),
        "{error}"
    );
    let waited = start.elapsed();
    assert!(
        (Duration::from_secs(7)..Duration::from_secs(8)).contains(&waited),
        "{waited:?}"
    );
    drop(lock);
    other.lock().await.unwrap();
}
