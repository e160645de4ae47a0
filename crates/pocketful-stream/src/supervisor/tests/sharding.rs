//! Several connections of one stream.

use std::collections::BTreeSet;

use super::*;

#[tokio::test(start_paused = true)]
async fn several_connections_share_the_instruments_and_the_first_has_the_updates() {
    let mut rig = rig_at(MORNING, |builder| builder.connections(3));
    rig.feed.subscribe((1..=90).map(nse), DataMode::Compact);
    let mut peers = Vec::new();
    for _ in 0..3 {
        assert_ne!(rig.feed.state(), StreamState::Live);
        peers.push(rig.accept().await);
    }
    assert_eq!(rig.feed.state(), StreamState::Live);
    sleep(Duration::from_secs(1)).await;
    let (mut updates, mut pairs) = (0, Vec::new());
    for peer in &mut peers {
        let mut ours = 0;
        while let Some(text) = peer.try_hear() {
            updates += usize::from(text == UPDATES);
            ours += text.matches("[1,").count();
        }
        pairs.push(ours);
    }
    assert_eq!((updates, pairs.iter().sum::<usize>()), (1, 90));
    assert!(pairs.iter().all(|pairs| *pairs > 10), "{pairs:?}");
    // One that is lost takes only its own instruments along.
    drop(peers.remove(1));
    let gap = rig.gap().await;
    assert_eq!((gap.instruments.len(), gap.order_updates), (pairs[1], false));
    assert!(matches!(
        rig.feed.state(),
        StreamState::Waiting {
            attempts: 0,
            cause: None,
            ..
        } | StreamState::Connecting
    ));
    // And they alone are asked for again, on the new connection.
    let mut again = [rig.accept().await];
    sleep(Duration::from_secs(1)).await;
    let asked: BTreeSet<_> = said(&mut again)[0].iter().map(|(_, token)| *token).collect();
    let lost = gap.instruments.iter();
    assert_eq!(asked, lost.map(|one| u64::from(one.token.get())).collect());
    assert!(said(&mut peers).iter().all(BTreeSet::is_empty));
}

/// Everything that the connections were asked for, with the verb.
fn said(peers: &mut [Peer]) -> Vec<BTreeSet<(String, u64)>> {
    let all = peers.iter_mut().map(|peer| {
        let mut said = BTreeSet::new();
        while let Some(text) = peer.try_hear() {
            if text == HEARTBEAT || text == "ping" || text == UPDATES {
                continue;
            }
            let frame: serde_json::Value = serde_json::from_str(&text).unwrap();
            for pair in frame["v"].as_array().unwrap() {
                let entry = (frame["a"].as_str().unwrap().to_owned(), pair[1].as_u64().unwrap());
                assert!(said.insert(entry), "the client repeats itself: {text}");
            }
        }
        said
    });
    all.collect()
}

#[tokio::test(start_paused = true)]
async fn an_instrument_is_given_up_and_asked_for_again_where_it_was() {
    let mut rig = rig_at(MORNING, |builder| builder.connections(3));
    rig.feed.subscribe((1..=90).map(nse), DataMode::Compact);
    let mut peers = Vec::new();
    for _ in 0..3 {
        peers.push(rig.accept().await);
    }
    sleep(Duration::from_secs(1)).await;
    let verb = |verb: &str, tokens: &BTreeSet<(String, u64)>| {
        let all = tokens.iter().map(|(_, token)| (verb.to_owned(), *token));
        all.collect::<BTreeSet<_>>()
    };
    let first = said(&mut peers);
    rig.feed.unsubscribe((1..=90).map(nse), DataMode::Compact);
    sleep(Duration::from_secs(1)).await;
    let given_up = said(&mut peers);
    rig.feed.subscribe((1..=90).map(nse), DataMode::Compact);
    sleep(Duration::from_secs(1)).await;
    let again = said(&mut peers);
    for (at, first) in first.iter().enumerate() {
        assert!(!first.is_empty());
        assert_eq!(given_up[at], verb("unsubscribe", first));
        assert_eq!(&again[at], first);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_on_all_of_them_is_reported_and_one_login_serves_them_all() {
    let mut rig = rig_at(MORNING, |builder| builder.connections(3));
    rig.tokens.remembers.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        let attempt = rig.server.attempt().await.unwrap();
        attempt.refuse(SocketErrorKind::Unauthorised);
    }
    sleep(Duration::from_secs(60)).await;
    assert!(rig.server.try_attempt().is_none());
    let awaiting = StreamState::AwaitingToken(AwaitedToken::Refused);
    assert_eq!(*rig.feed.watch().borrow(), [awaiting; 3]);
    *rig.tokens.token.lock().unwrap() = Some(token("second", next_midnight(MORNING)));
    let mut peers = Vec::new();
    for _ in 0..3 {
        let attempt = rig.server.attempt().await.unwrap();
        assert!(attempt.url.token().is_same(&token("second", MORNING)));
        peers.push(attempt.accept());
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!(rig.feed.state(), StreamState::Live);
    assert_eq!(rig.tokens.refused.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn closing_says_goodbye_on_all_of_them_and_ends_once() {
    let mut rig = rig_at(MORNING, |builder| builder.connections(3));
    let mut peers = Vec::new();
    for _ in 0..3 {
        peers.push(rig.accept().await);
    }
    // One of them cannot be written to; that holds up nobody.
    peers[1].get_stuck();
    let began = Instant::now();
    rig.feed.close().await;
    assert!(began.elapsed() <= Duration::from_secs(3));
    assert!(matches!(rig.event().await, Event::Ended(EndReason::Closed)));
    assert!(rig.events.next().await.is_none());
    assert_eq!(
        *rig.feed.watch().borrow(),
        [StreamState::Ended(EndReason::Closed); 3]
    );
    for (at, peer) in peers.iter_mut().enumerate() {
        assert!(peer.is_abandoned());
        let last = std::iter::from_fn(|| peer.try_hear()).last();
        assert_eq!(last.as_deref() == Some("close"), at != 1, "{at}: {last:?}");
    }
}
