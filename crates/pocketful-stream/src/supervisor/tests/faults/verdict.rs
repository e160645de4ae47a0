//! What must be so when all is quiet, and when all have left.

use super::{world::World, *};

impl World {
    pub(super) fn check(&self, what: &str) {
        let states = self.feed.watch();
        assert_eq!(
            self.lines.len(),
            self.connections,
            "{what}: {:?}",
            *states.borrow()
        );
        assert_eq!(self.feed.state(), StreamState::Live, "{what}");
        let (asked, wanted) = (self.asked(), self.wanted_entries());
        assert_eq!(asked, wanted, "{what}: the server was asked for something else");
        let updates = self.lines.iter().filter(|line| line.has_updates).count();
        assert_eq!(updates, 1, "{what}: connections with updates");
        let ledger = self.account.ledger();
        for (at, reader) in self.readers.iter().enumerate() {
            let problems = reader.seen.check(&ledger, &self.counted);
            assert!(problems.is_empty(), "{what}, reader {at}: {problems:#?}");
            let mut invented = reader.seen.failures.difference(&self.turned_away);
            // A connection may also be lost before it is of any use.
            let invented = invented.find(|kind| **kind != SocketErrorKind::Closed);
            assert_eq!(invented, None, "{what}, reader {at}");
        }
        let problems = self.looker.check(&self.counted);
        assert!(problems.is_empty(), "{what}, latest values: {problems:#?}");
    }
}

/// Runs a world in paused time on a runtime of its own, so that what is left of it can be counted when all have left it.
pub(super) fn run(seed: u64, faults: impl AsyncFnOnce(&mut World)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut world = World::new(seed);
        world.calm(5).await;
        faults(&mut world).await;
        let closes = seed.is_multiple_of(2);
        let World {
            feed,
            readers,
            looker,
            lines,
            ..
        } = world;
        if closes {
            let began = Instant::now();
            feed.close().await;
            assert!(began.elapsed() <= Duration::from_secs(3), "seed {seed}");
            for reader in readers {
                let last = reader.read_to_the_end().await;
                let is_end = matches!(last, Some(Event::Ended(EndReason::Closed)));
                assert!(is_end, "seed {seed}: {last:?} is the last");
            }
        } else {
            drop(readers);
        }
        drop((feed, looker));
        sleep(Duration::from_secs(3)).await;
        // The server's ends are still there: nobody waits for them.
        let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert_eq!(left, 0, "seed {seed}: tasks are left");
        drop(lines);
    });
}
