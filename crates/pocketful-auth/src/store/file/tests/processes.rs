//! Locks between processes: the test binary starts itself as the other one.

use std::{
    ffi::OsString,
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

use super::*;

/// The path of the file, in a child process.
const TOKEN_FILE: &str = "TOKEN_FILE_OF_THE_CHILD";

/// What [`another_process_has_the_lock`] does in a process of its own: holds the lock until its input ends.
async fn be_the_child(path: OsString) {
    let store = FileStore::new(path);
    let _lock = store.lock().await.unwrap();
    store
        .save(&record("from-the-child"), StoreVersion::ABSENT)
        .await
        .unwrap();
    println!("\nlocked");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// The child, and its output: closing that early would make it complain.
fn start_child(path: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::file::tests::processes::another_process_has_the_lock",
            "--nocapture",
        ])
        .env(TOKEN_FILE, path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while line != "locked\n" {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the child ended");
    }
    (child, output)
}

#[tokio::test]
async fn another_process_has_the_lock() {
    if let Some(path) = std::env::var_os(TOKEN_FILE) {
        return be_the_child(path).await;
    }
    let (_directory, store) = place();
    let (mut child, _output) = start_child(&store.path);
    let impatient = store.clone().with_lock_timeout(Duration::ZERO);
    assert_eq!(impatient.lock().await.unwrap_err().kind(), ErrorKind::StoreBusy);
    // Its token can be read all the same.
    let stored = store.load().await.unwrap().unwrap();
    assert_eq!(stored.record.token().expose_secret(), "from-the-child");
    drop(child.stdin.take());
    store.lock().await.unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn a_killed_process_has_no_lock() {
    let (_directory, store) = place();
    let (mut child, _output) = start_child(&store.path);
    child.kill().unwrap();
    child.wait().unwrap();
    store
        .clone()
        .with_lock_timeout(Duration::ZERO)
        .lock()
        .await
        .unwrap();
}
