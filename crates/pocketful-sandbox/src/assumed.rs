//! Every decision that the wire reference leaves open, in one place; `docs/sandbox.md` lists them for readers.

use time::Duration;

/// Wrong passwords, PINs and codes after which an account is locked. The number is documented, what follows is not.
pub(crate) const WRONG_ANSWERS: u8 = 5;

/// How long a locked account stays locked.
pub(crate) const LOCK_LASTS: Duration = Duration::minutes(15);

/// How long an authorization waits for the person at the login and consent pages.
pub(crate) const CONSENT_WAITS: Duration = Duration::minutes(10);

/// How long an authorization code lives.
pub(crate) const CODE_LIVES: Duration = Duration::seconds(60);

/// How long the second question of a direct login waits for its answer.
pub(crate) const TWOFA_WAITS: Duration = Duration::minutes(5);

/// How long a browser stays logged in to the portal.
pub(crate) const BROWSER_SESSION_LIVES: Duration = Duration::hours(12);

/// What the token answer says of its life, whatever the hour (wire reference, section 1.2): the token dies at
/// midnight IST all the same.
pub(crate) const EXPIRES_IN: u64 = 86_399;

/// Days before a mapped address may be changed.
pub(crate) const ADDRESS_REST_DAYS: i64 = 7;

/// The scopes that exist (wire reference, section 1.1).
pub(crate) const SCOPES: [&str; 2] = ["orders", "holdings"];

/// The one way to a token that an app may be registered for (wire reference, section 1.2).
pub(crate) const GRANT_TYPE: &str = "authorization_code";

/// Path of the default redirect URL, the portal page that shows the token.
pub(crate) const DEFAULT_REDIRECT_PATH: &str = "/portal/token";

/// The `question_id` of TOTP (wire reference, section 2.2).
pub(crate) const TOTP_QUESTION: u32 = 100;

/// The `question_id` of the PIN.
pub(crate) const PIN_QUESTION: u32 = 1;

/// The broker's own id in the new profile.
pub(crate) const BROKER_ID: &str = "POCKETFUL";

/// The exchanges every account is subscribed to.
pub(crate) const EXCHANGES: [&str; 5] = ["NSE", "BSE", "NFO", "BFO", "MCX"];

/// The products every account may use.
pub(crate) const PRODUCTS: [&str; 4] = ["CNC", "MIS", "NRML", "MTF"];

/// Decimals that amounts, and averages above all, are cut off at.
pub(crate) const RUPEE_DECIMALS: u32 = 4;

/// The number of a day's first order, after the date.
pub(crate) const FIRST_ORDER_NUMBER: u64 = 1001;

/// How long a connection of the feed may be without a heartbeat. Clients are known to send one every 5 to 15 seconds.
pub(crate) const HEARTBEAT_WITHIN: std::time::Duration = std::time::Duration::from_secs(30);

/// How long a packet may take to leave before its reader counts as gone.
pub(crate) const READER_STALLS: std::time::Duration = std::time::Duration::from_secs(5);

/// The shortest real time between two looks at the market, however fast the virtual clock runs.
pub(crate) const TICKS_APART: std::time::Duration = std::time::Duration::from_millis(50);

/// Subscriptions of one connection of the feed.
pub(crate) const FEED_SUBSCRIPTIONS: usize = 5000;

/// A mode that is on no list, for the fault of that name.
pub(crate) const UNKNOWN_MODE: u8 = 99;
