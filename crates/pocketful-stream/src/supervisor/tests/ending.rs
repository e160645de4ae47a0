//! The end, in whatever state it comes: bounded, told, and without anything left behind.

use std::sync::mpsc;

use super::*;
use crate::Backoff;

/// The connector is gone: nobody is left who could connect.
async fn is_over(server: &mut ScriptedServer) -> bool {
    let gone = async { while server.attempt().await.is_some() {} };
    timeout(Duration::from_secs(5), gone).await.is_ok()
}

#[tokio::test(start_paused = true)]
async fn closing_says_goodbye_and_tells_the_readers() {
    let mut rig = rig();
    let mut peer = rig.accept().await;
    peer.binary(tick(1, 1));
    sleep(Duration::from_millis(10)).await;
    rig.feed.close().await;
    assert!(matches!(rig.event().await, Event::Detailed(_)));
    assert!(matches!(rig.event().await, Event::Ended(EndReason::Closed)));
    assert!(rig.events.next().await.is_none());
    assert_eq!(rig.feed.state(), StreamState::Ended(EndReason::Closed));
    let mut said = Vec::new();
    while let Some(text) = peer.hear().await {
        said.push(text);
    }
    assert_eq!(said.last().map(String::as_str), Some("close"));
    // Whoever comes late hears the same.
    let mut late = rig.feed.events();
    assert!(matches!(late.next().await, Some(Event::Ended(EndReason::Closed))));
    assert!(late.next().await.is_none());
    rig.feed.close().await;
}

#[tokio::test(start_paused = true)]
async fn dropping_every_handle_ends_it_whatever_it_is_doing() {
    for situation in 0..7 {
        let mut rig = rig_at(MORNING, |builder| {
            let hour = Duration::from_secs(3600);
            builder
                .backoff(Backoff::new(hour, hour).with_random(|| u32::MAX))
                .books(|| async {
                    std::future::pending::<()>().await;
                    Ok::<_, std::io::Error>(crate::Books::default())
                })
        });
        let mut kept = Vec::new();
        let mut peers = Vec::new();
        match situation {
            0 => kept.push(rig.server.attempt().await.unwrap()),
            1 => peers.push(rig.accept().await),
            // In the pause between attempts.
            2 => rig
                .server
                .attempt()
                .await
                .unwrap()
                .refuse(SocketErrorKind::Connect),
            // While it waits for a token.
            3 => rig
                .server
                .attempt()
                .await
                .unwrap()
                .refuse(SocketErrorKind::Unauthorised),
            // While a write does not end.
            4 => {
                let peer = rig.accept().await;
                peer.get_stuck();
                rig.feed.subscribe([nse(1)], DataMode::Compact);
                peers.push(peer);
            }
            // While a renewal does not end.
            5 => {
                rig.tokens.hangs.store(true, Ordering::SeqCst);
                let attempt = rig.server.attempt().await.unwrap();
                attempt.refuse(SocketErrorKind::Unauthorised);
                sleep(Duration::from_secs(1)).await;
                assert_eq!(rig.tokens.renewals.load(Ordering::SeqCst), 1);
            }
            _ => {}
        }
        tokio::task::yield_now().await;
        let Rig {
            mut server,
            feed,
            events,
            ..
        } = rig;
        drop(feed);
        assert!(!server_is_over(&mut server).await, "a reader keeps it alive");
        drop(events);
        assert!(is_over(&mut server).await, "situation {situation}");
        sleep(Duration::from_secs(3)).await;
        let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert_eq!(left, 0, "situation {situation}");
    }
}

async fn server_is_over(server: &mut ScriptedServer) -> bool {
    matches!(
        timeout(Duration::from_micros(1), server.attempt()).await,
        Ok(None)
    )
}

#[tokio::test(start_paused = true)]
async fn closing_is_bounded_even_when_nothing_can_be_written() {
    let mut rig = rig();
    let peer = rig.accept().await;
    peer.get_stuck();
    let began = Instant::now();
    rig.feed.close().await;
    assert!(began.elapsed() <= Duration::from_secs(3));
    assert!(matches!(rig.event().await, Event::Ended(EndReason::Closed)));
    assert!(peer.is_abandoned());
}

/// A clock whose reader is held up while it is asked to.
#[derive(Debug)]
struct HeldUp {
    entered: mpsc::Sender<()>,
    let_go: Mutex<mpsc::Receiver<()>>,
    holds: AtomicBool,
}

impl Clock for HeldUp {
    fn now(&self) -> OffsetDateTime {
        if self.holds.swap(false, Ordering::SeqCst) {
            self.entered.send(()).unwrap();
            let _ = self.let_go.lock().unwrap().recv();
        }
        MORNING
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_function_that_blocks_does_not_hold_up_the_end_and_changes_nothing_after_it() {
    let (entered, has_entered) = mpsc::channel();
    let (go, let_go) = mpsc::channel();
    let clock = Arc::new(HeldUp {
        entered,
        let_go: Mutex::new(let_go),
        holds: false.into(),
    });
    let mut rig = rig_at(MORNING, |builder| builder.clock(Arc::clone(&clock) as _));
    rig.feed.subscribe([nse(1)], DataMode::Detailed);
    let mut peer = rig.accept().await;
    let view = rig.feed.latest();
    assert!(peer.binary(tick(2, 1)) && matches!(rig.event().await, Event::Detailed(_)));
    // A tick has come, and it is being dated.
    clock.holds.store(true, Ordering::SeqCst);
    peer.binary(tick(1, 1));
    tokio::task::spawn_blocking(move || has_entered.recv().unwrap())
        .await
        .unwrap();
    rig.feed.close_within(Duration::from_millis(1)).await;
    assert_eq!(rig.feed.state(), StreamState::Ended(EndReason::Closed));
    assert!(view.get(nse(1)).unwrap().is_stale(DataMode::Detailed));
    drop(go);
    while peer.hear().await.is_some() {}
    assert!(peer.is_abandoned());
    let latest = view.get(nse(1)).unwrap();
    assert!(latest.is_stale(DataMode::Detailed) && latest.detailed.is_none());
    assert_eq!(rig.feed.state(), StreamState::Ended(EndReason::Closed));
    let mut last = None;
    while let Some(event) = rig.events.next().await {
        last = Some(event);
    }
    assert!(matches!(last, Some(Event::Ended(EndReason::Closed))), "{last:?}");
}
