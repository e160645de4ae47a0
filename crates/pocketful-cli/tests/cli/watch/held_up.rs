//! Readers and terminals that go away, or take nothing.

use time::Duration;

#[cfg(target_os = "linux")]
use super::{Deadline, LONG, until};
use super::{Watch, all_are_gone};
#[cfg(target_os = "linux")]
use crate::world::Running;
use crate::world::World;

#[test]
fn it_ends_quietly_when_nobody_reads_any_more() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    watch.until("detailed");
    drop(watch.lines);
    world.sandbox().clock().advance(Duration::minutes(1));
    all_are_gone(&world);
    let ran = watch.running.end();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn it_ends_quietly_when_nobody_reads_any_more_although_the_feed_is_quiet() {
    let world = World::logged_in();
    let mut watch = Watch::start(&world, &["NSE:3045"]);
    watch.until("detailed");
    // The sandbox's clock stands, so that no tick comes and nothing is written.
    drop(watch.lines);
    all_are_gone(&world);
    let ran = watch.running.end();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

/// Where a pipe says how much it takes, and how much is in it: 64 KiB as a rule, and far less for a user who has many.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_does_not_read_cannot_hold_up_the_end() {
    for signal in ["-INT", "-TERM"] {
        let world = World::logged_in();
        let mut watch = Watch::start(&world, &["NSE:3045"]);
        watch.until("detailed");
        let (clock, feed) = (world.sandbox().clock(), world.sandbox().feed());
        let mut ticks = 0;
        let mut tick = || {
            let before = feed.connections()[0].packets;
            clock.advance(Duration::seconds(5));
            until(&world, |all| all.first().is_some_and(|one| one.packets > before));
            ticks += 1;
            assert!(
                ticks < 2000,
                "the sandbox's market closes before the pipe is full"
            );
        };
        // Its pages are seldom full to the last byte.
        let pipe = watch.lines.get_ref();
        let half = rustix::pipe::fcntl_getpipe_size(pipe).unwrap() as u64 / 2;
        while rustix::io::ioctl_fionread(pipe).unwrap() < half {
            tick();
        }
        // More than the pipe and the command have room for.
        for _ in 0..400 {
            tick();
        }
        watch.running.signal(signal);
        all_are_gone(&world);
        assert_eq!(watch.running.0.wait().unwrap().code(), Some(0));
    }
}

/// The terminal's other end, which a person looks at, and this program's own.
#[cfg(target_os = "linux")]
fn terminal() -> (std::fs::File, std::os::fd::OwnedFd) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let theirs = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&theirs).unwrap();
    unlockpt(&theirs).unwrap();
    let name = ptsname(&theirs, Vec::new()).unwrap();
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
    let ours = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).unwrap();
    let size = rustix::termios::Winsize {
        ws_row: 24,
        ws_col: 80,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    rustix::termios::tcsetwinsize(&ours, size).unwrap();
    (theirs.into(), ours)
}

/// As when the connection to it is held up: the table is drawn by a thread, and nothing else waits for that.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_takes_nothing_cannot_hold_up_the_end_and_is_given_back() {
    use std::io::{Read, Write};
    for signal in ["-INT", "-TERM"] {
        let world = World::logged_in();
        let (mut theirs, ours) = terminal();
        // Full from the start.
        let name = rustix::termios::ttyname(&ours, Vec::new()).unwrap();
        let flags = rustix::fs::OFlags::WRONLY | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        let filling = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).unwrap();
        let mut filling = std::fs::File::from(filling);
        while filling.write(&[b'x'; 512]).is_ok() {}
        let settings = rustix::termios::tcgetattr(&ours).unwrap();
        let mut command = world.command(&["watch", "NSE:3045"]);
        let child = command
            .env("TERM", "xterm-256color")
            .stdin(ours.try_clone().unwrap())
            .stdout(ours.try_clone().unwrap())
            .spawn()
            .unwrap();
        drop(command);
        let mut running = Running(child);
        let _deadline = Deadline::of(&running);
        let sandbox = world.sandbox();
        until(&world, |all| all.first().is_some_and(|one| one.packets > 0));
        for _ in 0..20 {
            let before = sandbox.feed().connections()[0].packets;
            sandbox.clock().advance(Duration::seconds(5));
            until(&world, |all| all.first().is_some_and(|one| one.packets > before));
        }
        let began = tokio::time::Instant::now();
        running.signal(signal);
        assert_eq!(running.0.wait().unwrap().code(), Some(0));
        assert!(began.elapsed() < LONG / 6, "{:?}", began.elapsed());
        let after = rustix::termios::tcgetattr(&ours).unwrap();
        assert_eq!(after.local_modes, settings.local_modes, "it is as it was");
        // Somebody looks again.
        drop((ours, filling));
        let mut seen = Vec::new();
        drop(theirs.read_to_end(&mut seen));
        let seen = String::from_utf8_lossy(&seen);
        let last = &seen[seen.len().saturating_sub(100)..];
        assert!(seen.ends_with("\u{1b}[?1049l\u{1b}[?25h"), "{last:?}");
    }
}
