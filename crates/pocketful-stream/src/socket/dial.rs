//! A connection to whichever address of a host answers first: one that cannot be reached must not hide the others.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpStream, lookup_host},
    task::JoinSet,
    time::sleep,
};

/// How long one address is waited for before the next is tried beside it (RFC 8305, section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// Connects to `host`; no longer than the caller waits.
pub(super) async fn dial(host: &str, port: u16) -> io::Result<TcpStream> {
    let addresses = lookup_host((host, port)).await?.collect();
    race(alternating(addresses), TcpStream::connect).await
}

/// First as the resolver prefers, then in turns of one family and the other.
fn alternating(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (preferred, others): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == first);
    let mut others = others.into_iter();
    let mut turns = Vec::new();
    for address in preferred {
        turns.push(address);
        turns.extend(others.next());
    }
    turns.extend(others);
    turns
}

/// The first that connects. The next is tried when one has failed, or has had its head start; what is still under way when one
/// has connected, or nobody waits any more, is given up.
async fn race<T: Send + 'static, F>(
    addresses: Vec<SocketAddr>,
    connect: impl Fn(SocketAddr) -> F,
) -> io::Result<T>
where
    F: Future<Output = io::Result<T>> + Send + 'static,
{
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    let mut addresses = addresses.into_iter();
    let mut attempts = JoinSet::new();
    loop {
        let has_more = match addresses.next() {
            Some(address) => {
                attempts.spawn(connect(address));
                true
            }
            None => false,
        };
        tokio::select! {
            ended = attempts.join_next() => match ended {
                Some(Ok(Ok(connected))) => return Ok(connected),
                Some(Ok(Err(error))) => failure = error,
                Some(Err(_)) => {}
                None => return Err(failure),
            },
            () = sleep(HEAD_START), if has_more => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio::time::{Instant, timeout};

    use super::*;

    fn addresses(all: &[&str]) -> Vec<SocketAddr> {
        all.iter().map(|address| address.parse().unwrap()).collect()
    }

    /// Longer than the head start.
    const SLOW: Duration = Duration::from_millis(300);

    /// Who is tried when, and the outcome after how many milliseconds. Port 6 hangs, 5 refuses, all others are slow.
    async fn raced(all: &[&str]) -> (Vec<(String, u128)>, io::Result<SocketAddr>, u128) {
        let began = Instant::now();
        let tried = Mutex::new(Vec::new());
        let outcome = race(addresses(all), |address| {
            let at = began.elapsed().as_millis();
            tried.lock().unwrap().push((address.to_string(), at));
            async move {
                match address.port() {
                    6 => std::future::pending().await,
                    5 => return Err(io::ErrorKind::ConnectionRefused.into()),
                    _ => sleep(SLOW).await,
                }
                Ok(address)
            }
        });
        let outcome = timeout(Duration::from_secs(10), outcome).await;
        let outcome = outcome.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        (tried.into_inner().unwrap(), outcome, began.elapsed().as_millis())
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_does_not_answer_hides_no_other() {
        let (tried, outcome, took) = raced(&["[::1]:6", "1.1.1.1:1"]).await;
        assert_eq!(outcome.unwrap(), "1.1.1.1:1".parse().unwrap());
        assert_eq!(took, 550);
        assert_eq!(tried, [("[::1]:6".to_owned(), 0), ("1.1.1.1:1".to_owned(), 250)]);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_refusal_the_next_is_tried_at_once_and_a_good_one_is_not_disturbed() {
        let (tried, outcome, took) = raced(&["[::1]:5", "[::2]:5", "1.1.1.1:1"]).await;
        assert!(outcome.is_ok());
        assert_eq!((took, tried.len()), (300, 3));
        assert!(tried.iter().all(|(_, at)| *at == 0));
        // It was slow, not dead: the second is given up.
        let (tried, outcome, took) = raced(&["[::1]:1", "1.1.1.1:1"]).await;
        assert_eq!(outcome.unwrap(), "[::1]:1".parse().unwrap());
        assert_eq!((took, tried.len()), (300, 2));
        tokio::task::yield_now().await;
        let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert_eq!(left, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn where_none_connects_the_last_failure_is_told() {
        let (tried, outcome, took) = raced(&["[::1]:5", "1.1.1.1:5"]).await;
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        assert_eq!((tried.len(), took), (2, 0));
        let (_, outcome, took) = raced(&[]).await;
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(took, 0);
        let (tried, outcome, took) = raced(&["[::1]:6", "1.1.1.1:5"]).await;
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!((tried.len(), took), (2, 10_000));
    }

    #[test]
    fn families_take_turns_and_the_resolvers_first_stays_first() {
        let turns = |all: &[&str]| alternating(addresses(all));
        assert_eq!(
            turns(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]),
            addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"])
        );
        assert_eq!(
            turns(&["1.1.1.1:1", "[::1]:1", "[::2]:1"]),
            addresses(&["1.1.1.1:1", "[::1]:1", "[::2]:1"])
        );
    }
}
