//! Disks that are slow, full, or take nothing.

use std::convert::Infallible;

use super::*;

/// A disk that takes nothing until it is let go.
struct Stuck(Receiver<Infallible>, mpsc::Sender<usize>);

impl Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        let _ = self.1.send(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_takes_nothing_does_not_hold_up_the_end_and_what_it_was_given_is_written_afterwards() {
    let (holding, held) = mpsc::channel();
    let (writing, written) = mpsc::channel();
    let recorder = Recorder::writing_to(Stuck(held, writing), Duration::from_millis(1)).unwrap();
    recorder.write(vec![0; 7], 1, 0);
    let clone = recorder.clone();
    drop(recorder);
    clone.write(vec![0; 5], 1, 0);
    drop(clone);
    assert!(written.try_recv().is_err(), "the disk was not waited for");
    drop(holding);
    assert_eq!(written.iter().sum::<usize>(), 12);
}

#[test]
fn what_waits_for_a_disk_that_takes_nothing_is_bounded_in_bytes() {
    let (holding, held) = mpsc::channel();
    let (writing, written) = mpsc::channel();
    let recorder = Recorder::writing_to(Stuck(held, writing), FINISHING).unwrap();
    // Two connections, each in a burst.
    let clone = recorder.clone();
    for _ in 0..100 {
        recorder.write(vec![0; 1 << 20], 10, 0);
        clone.write(vec![0; 1 << 20], 10, 0);
    }
    assert_eq!(recorder.missed(), (200 - 64) * 10);
    drop(holding);
    while recorder.0.status.waiting.load(Ordering::Relaxed) > 0 {
        thread::yield_now();
    }
    // There is room again, and a record of what is missing.
    recorder.write(vec![0; 1 << 20], 10, 0);
    assert_eq!(recorder.missed(), (200 - 64) * 10);
    drop((recorder, clone));
    let missed = 13 + size_of::<u64>();
    assert_eq!(written.iter().sum::<usize>(), (65 << 20) + missed);
}

/// A disk that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_is_full_is_told_and_what_is_not_in_the_file_is_counted() {
    let recorder = Recorder::writing_to(Full, FINISHING).unwrap();
    assert!(!recorder.has_failed());
    recorder.write(vec![0; 7], 3, 0);
    while !recorder.has_failed() {
        thread::yield_now();
    }
    // The writer goes; until it is gone, what it is given piles up as for a slow disk.
    while recorder.missed() == 0 {
        recorder.write(vec![0; 7], 3, 0);
    }
    let before = recorder.missed();
    recorder.write(vec![0; 7], 3, 0);
    assert_eq!(recorder.missed(), before + 3);
}
