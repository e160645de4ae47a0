//! A terminal whose other end does not read.

use std::{
    fs::File,
    io::Read,
    os::fd::OwnedFd,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
};

use super::*;

/// What takes longer has failed.
const LONG: Duration = Duration::from_secs(20);

/// The end that somebody looks at, and ours. Nothing is changed on the way.
fn terminal() -> (File, Tty) {
    let theirs = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&theirs).unwrap();
    unlockpt(&theirs).unwrap();
    let name = ptsname(&theirs, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let ours: OwnedFd = rustix::fs::open(&name, flags, Mode::empty()).unwrap();
    let mut settings = rustix::termios::tcgetattr(&ours).unwrap();
    settings.make_raw();
    rustix::termios::tcsetattr(&ours, rustix::termios::OptionalActions::Now, &settings).unwrap();
    (theirs.into(), Tty::over(ours.into()))
}

/// All that the terminal shows once somebody looks again.
fn seen(mut theirs: File) -> Vec<u8> {
    let mut seen = Vec::new();
    // The other side is gone: that is an error there, and no end.
    let _ = theirs.read_to_end(&mut seen);
    seen
}

#[test]
fn a_terminal_that_takes_nothing_is_left_and_given_back_when_it_does() {
    let (theirs, tty) = terminal();
    let tty = Arc::new(tty);
    let (ended, end) = mpsc::channel();
    let writing = Arc::clone(&tty);
    thread::spawn(move || {
        let frame = vec![b'x'; 1 << 20];
        let written = (&*writing).write_all(&frame).and_then(|()| (&*writing).flush());
        ended.send(written.map_err(|error| error.kind())).unwrap();
    });
    let early = end.recv_timeout(Duration::from_millis(300));
    assert!(early.is_err(), "all of it was taken");
    tty.leave();
    let left = end.recv_timeout(LONG).expect("the write ends");
    assert_eq!(left, Err(io::ErrorKind::TimedOut));
    tty.give_back();
    let mut other = &*tty;
    other.write_all(b"late").unwrap();
    other.flush().unwrap_err();
    drop(tty);
    let seen = seen(theirs);
    let seen = String::from_utf8_lossy(&seen);
    let shown = seen.trim_start_matches('x');
    assert_eq!(shown.as_bytes(), LEAVE);
}

#[test]
fn what_was_drawn_is_there_before_it_is_given_back() {
    let (theirs, tty) = terminal();
    let mut writer = &tty;
    writer.write_all(b"table").unwrap();
    writer.flush().unwrap();
    tty.leave();
    tty.give_back();
    tty.give_back();
    drop(tty);
    assert_eq!(seen(theirs), [b"table", LEAVE].concat());
}
