//! The table of what is repeated, and the bounds of the waits.

use proptest::prelude::*;

use super::*;

const KINDS: [ErrorKind; 13] = [
    ErrorKind::InvalidRequest,
    ErrorKind::Auth,
    ErrorKind::Limit,
    ErrorKind::Connect,
    ErrorKind::Dns,
    ErrorKind::Tls,
    ErrorKind::Timeout,
    ErrorKind::Disconnected,
    ErrorKind::Api,
    ErrorKind::Server,
    ErrorKind::AddressRefused,
    ErrorKind::UnexpectedReply,
    ErrorKind::BodyTooLarge,
];

fn failed(effect: Effect, kind: ErrorKind, outcome: Outcome) -> Failed {
    Failed {
        effect,
        kind,
        outcome,
        attempt: 1,
        renewed: false,
        retry_after: None,
        left: Duration::from_secs(7),
        needed: Duration::from_secs(3),
    }
}

fn repeats(failed: &Failed) -> bool {
    next_wait(&RetryPolicy::default(), failed, u32::MAX).is_some()
}

#[test]
fn a_read_is_repeated_when_the_failure_may_pass() {
    use ErrorKind as K;
    use Outcome::{NotSent, Rejected, Unknown};
    for (kind, outcome, expected) in [
        (K::Connect, NotSent, true),
        (K::Dns, NotSent, true),
        (K::Timeout, NotSent, true),
        (K::Timeout, Unknown, true),
        (K::Disconnected, Unknown, true),
        (K::Server, Unknown, true),
        (K::Limit, Rejected, true),
        (K::Auth, Rejected, true),
        (K::Limit, NotSent, false),
        (K::Auth, NotSent, false),
        (K::Tls, NotSent, false),
        (K::InvalidRequest, NotSent, false),
        (K::Api, Rejected, false),
        (K::AddressRefused, Rejected, false),
        (K::UnexpectedReply, Unknown, false),
        (K::BodyTooLarge, Unknown, false),
    ] {
        assert_eq!(
            repeats(&failed(Effect::Read, kind, outcome)),
            expected,
            "{kind} {outcome}"
        );
    }
}

#[test]
fn a_write_is_repeated_only_when_nothing_was_sent() {
    for kind in KINDS {
        for outcome in [Outcome::Rejected, Outcome::Unknown] {
            assert!(
                !repeats(&failed(Effect::Write, kind, outcome)),
                "{kind} {outcome}"
            );
        }
        let expected = matches!(kind, ErrorKind::Connect | ErrorKind::Dns | ErrorKind::Timeout);
        let not_sent = failed(Effect::Write, kind, Outcome::NotSent);
        // These two never happen with `NotSent`; nothing depends on what would be done then.
        if !matches!(kind, ErrorKind::Disconnected | ErrorKind::Server) {
            assert_eq!(repeats(&not_sent), expected, "{kind}");
        }
    }
}

#[test]
fn a_refused_token_is_replaced_once_and_at_once() {
    let mut refused = failed(Effect::Read, ErrorKind::Auth, Outcome::Rejected);
    assert_eq!(
        next_wait(&RetryPolicy::default(), &refused, u32::MAX),
        Some(Duration::ZERO)
    );
    refused.renewed = true;
    assert!(!repeats(&refused));
}

#[test]
fn waits_double_up_to_the_longest() {
    let policy = RetryPolicy::default().with_attempts(100);
    let most = |attempt| {
        let mut failed = failed(Effect::Read, ErrorKind::Server, Outcome::Unknown);
        failed.attempt = attempt;
        next_wait(&policy, &failed, u32::MAX).map(|wait| wait.as_millis())
    };
    assert_eq!(
        [1, 2, 3, 4, 5, 99].map(most),
        [200, 400, 800, 1600, 2000, 2000].map(Some)
    );
    let failed = failed(Effect::Read, ErrorKind::Server, Outcome::Unknown);
    assert_eq!(next_wait(&policy, &failed, 0), Some(Duration::ZERO));
    assert_eq!(
        next_wait(&policy, &failed, u32::MAX / 2).map(|wait| wait.as_millis()),
        Some(99)
    );
}

#[test]
fn retry_after_is_waited_exactly_if_there_is_time() {
    let mut failed = failed(Effect::Read, ErrorKind::Limit, Outcome::Rejected);
    failed.retry_after = Some(Duration::from_secs(4));
    let policy = RetryPolicy::default();
    assert_eq!(next_wait(&policy, &failed, 0), Some(Duration::from_secs(4)));
    failed.retry_after = Some(Duration::from_millis(4001));
    assert_eq!(next_wait(&policy, &failed, 0), None);
}

#[test]
fn attempts_are_counted() {
    let mut failed = failed(Effect::Read, ErrorKind::Server, Outcome::Unknown);
    assert_eq!(next_wait(&RetryPolicy::never(), &failed, 0), None);
    assert_eq!(
        next_wait(&RetryPolicy::default().with_attempts(0), &failed, 0),
        None
    );
    failed.attempt = 2;
    assert!(repeats(&failed));
    failed.attempt = 3;
    assert!(!repeats(&failed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_write_is_ever_repeated_after_bytes_may_have_left(
        kind in prop::sample::select(KINDS.to_vec()),
        outcome in prop::sample::select(vec![Outcome::Rejected, Outcome::Unknown]),
        attempt in 0_u32..10,
        random: u32,
        after in prop::option::of(0_u64..5_000),
    ) {
        let mut failed = failed(Effect::Write, kind, outcome);
        failed.attempt = attempt;
        failed.retry_after = after.map(Duration::from_millis);
        let policy = RetryPolicy::default().with_attempts(u32::MAX);
        prop_assert_eq!(next_wait(&policy, &failed, random), None);
    }

    #[test]
    fn no_wait_outlasts_the_call(
        attempt in 1_u32..40,
        random: u32,
        first in 0_u64..10_000,
        longest in 0_u64..100_000,
        left in 0_u64..10_000,
        needed in 0_u64..10_000,
        after in prop::option::of(0_u64..100_000),
    ) {
        let mut failed = failed(Effect::Read, ErrorKind::Server, Outcome::Unknown);
        failed.attempt = attempt;
        failed.left = Duration::from_millis(left);
        failed.needed = Duration::from_millis(needed);
        failed.retry_after = after.map(Duration::from_millis);
        let policy = RetryPolicy::default()
            .with_attempts(u32::MAX)
            .with_waits(Duration::from_millis(first), Duration::from_millis(longest));
        if let Some(wait) = next_wait(&policy, &failed, random) {
            prop_assert!(wait + failed.needed <= failed.left);
            match failed.retry_after {
                Some(after) => prop_assert_eq!(wait, after),
                None => prop_assert!(wait <= Duration::from_millis(longest.max(first))),
            }
        }
    }
}
