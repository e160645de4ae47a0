//! A sandbox, a home directory of its own, and the command that works with both.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::{Child, Command, Output, Stdio},
};

use pocketful_sandbox::{Builder, Sandbox};
use tempfile::TempDir;
use time::{OffsetDateTime, macros::datetime};
use tokio::runtime::Runtime;

/// A Monday morning, where the clocks of every sandbox and of the command stand.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

/// Where the command finds what time it is, so that no test depends on the hour.
const CLOCK: &str = "POCKETFUL_DEBUG_NOW";

/// What [`CLOCK`] is set to.
fn seconds(at: OffsetDateTime) -> String {
    at.unix_timestamp().to_string()
}

/// What came of one run of the command.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Asserts that it went well, and gives stdout.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// Asserts that it ended with `code`, and gives stderr.
    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        self.stderr
    }

    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}

/// An empty home that nobody else can look into, as a session demands.
pub(crate) fn home() -> TempDir {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir().unwrap()
}

/// A run that is ended with the test, however that ends.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        Self(
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        )
    }

    /// Sends `-INT` for Ctrl-C, or `-TERM`.
    pub(crate) fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill")
                .args([signal, &self.0.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end, with what was not read before.
    pub(crate) fn end(mut self) -> Ran {
        drop(self.0.stdin.take());
        let mut ran = Ran {
            code: -1,
            stdout: String::new(),
            stderr: String::new(),
        };
        if let Some(mut stdout) = self.0.stdout.take() {
            stdout.read_to_string(&mut ran.stdout).unwrap();
        }
        if let Some(mut stderr) = self.0.stderr.take() {
            stderr.read_to_string(&mut ran.stderr).unwrap();
        }
        ran.code = self.0.wait().unwrap().code().expect("ended by itself");
        ran
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command without any settings: an empty environment but for an empty home.
pub(crate) fn bare(home: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pocketful"));
    command
        .env_clear()
        .env("POCKETFUL_HOME", home.path())
        .env(CLOCK, seconds(NOW))
        .stdin(Stdio::null());
    command
}

pub(crate) struct World {
    pub(crate) home: TempDir,
    /// Gone once the sandbox was stopped.
    sandbox: Option<Sandbox>,
    runtime: Runtime,
    url: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(on_free_port)
    }

    pub(crate) fn with(settings: impl FnOnce(Builder) -> Builder) -> Self {
        Self::start(settings(Sandbox::builder().seed(7).now(NOW).paused()))
    }

    fn start(builder: Builder) -> Self {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        let sandbox = runtime.block_on(builder.start()).unwrap();
        let url = sandbox.url();
        Self {
            home: home(),
            sandbox: Some(sandbox),
            runtime,
            url,
        }
    }

    /// With a session already.
    pub(crate) fn logged_in() -> Self {
        let world = Self::new();
        world.log_in();
        world
    }

    /// Where the sandbox listens: `127.0.0.1:4471`.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        self.sandbox.as_ref().unwrap()
    }

    /// Waits for something that happens in the sandbox.
    pub(crate) fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// Nobody listens at the sandbox's address any more.
    pub(crate) fn stop_sandbox(&mut self) {
        self.runtime.block_on(self.sandbox.take().unwrap().shutdown());
    }

    /// The command with this sandbox's settings in its environment, and its time.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = bare(&self.home);
        if let Some(sandbox) = &self.sandbox {
            let demo = sandbox.demo();
            command
                .env(CLOCK, seconds(sandbox.clock().now()))
                .env("POCKETFUL_APP_ID", &demo.app_id)
                .env("POCKETFUL_APP_SECRET", &demo.app_secret)
                .env("POCKETFUL_REDIRECT_URI", &demo.redirect_uri)
                .env("POCKETFUL_SOURCE_IP", "127.0.0.2,127.0.0.3");
        }
        command.env("POCKETFUL_BASE_URL", &self.url).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    /// Runs where the clock shows `at`, whatever the sandbox's shows.
    pub(crate) fn run_at(&self, at: OffsetDateTime, args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.env(CLOCK, seconds(at));
        command.output().unwrap().into()
    }

    /// Runs with `input` on stdin.
    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Ran {
        feed(self.command(args), input)
    }

    pub(crate) fn log_in(&self) {
        let demo = self.sandbox().demo();
        let input = format!("{}\n{}\n", demo.password, demo.pin);
        self.run_with(
            &["login", "--client-id", &demo.client_id, "--password-stdin"],
            &input,
        )
        .ok();
    }

    /// The demo account's TOTP code of this moment of the sandbox's clock.
    pub(crate) fn totp_code(&self) -> String {
        let sandbox = self.sandbox();
        let secret = totp_rs::Secret::try_from_base32(&sandbox.demo().totp_secret).unwrap();
        let now = sandbox.clock().now().unix_timestamp().try_into().unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(now).to_string()
    }

    /// Lets the sandbox fill an order, all of it at its own price.
    pub(crate) fn fill(&self, id: &str) {
        self.fill_with(&format!(r#"{{"oms_order_id":"{id}"}}"#));
    }

    /// Lets the sandbox fill so many units of an order, at a price.
    pub(crate) fn fill_part(&self, id: &str, quantity: u32, price: &str) {
        self.fill_with(&format!(
            r#"{{"oms_order_id":"{id}","quantity":{quantity},"price":{price}}}"#
        ));
    }

    fn fill_with(&self, body: &str) {
        let host = self.address();
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        write!(
            stream,
            "POST /sandbox/fill HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }

    /// The stored token, as a secret to look for.
    pub(crate) fn token(&self) -> String {
        let ran = self.run(&["token", "print", "--yes"]).ok();
        ran.trim().to_owned()
    }

    /// Places a limit order of SBIN and gives its id.
    pub(crate) fn place(&self) -> String {
        let placed = self
            .run(&[
                "order",
                "place",
                "NSE",
                "3045",
                "buy",
                "10",
                "--limit",
                "812.50",
                "--user-order-id",
                "4711",
                "--json",
            ])
            .json();
        placed["oms_order_id"].as_str().unwrap().to_owned()
    }
}

/// The demo app's redirect URL on a port of its own: seeds would share one.
pub(crate) fn on_free_port(builder: Builder) -> Builder {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    builder.redirect_uri(format!("http://{}/callback", listener.local_addr().unwrap()))
}

pub(crate) fn feed(command: Command, input: &str) -> Ran {
    let mut running = Running::start(command);
    // A command that reads nothing may have ended already.
    let _ = running.0.stdin.take().unwrap().write_all(input.as_bytes());
    running.end()
}

/// Takes out of the snapshots of this scope what differs from run to run: ports, directories, the age of
/// files, and how long things took.
pub(crate) fn settled() -> insta::internals::SettingsBindDropGuard {
    let mut settings = insta::Settings::clone_current();
    for (pattern, replacement) in [
        (r#"[^ "]*/\.tmp\w{6}"#, "[home]"),
        (r"127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
        (r"in \d+ ms\b", "in [ms]"),
        (r"\d+ (min|h|days) old", "[age] old"),
        (
            r"\w{3} \d{1,2} \w{3} \d{4}, [0-9:]{8} IST, [0-9a-z ]+ old",
            "[moment], [age] old",
        ),
        (r#""fetched_at": "[^"]+""#, r#""fetched_at": "[moment]""#),
        (r#""age_s": \d+"#, r#""age_s": "[age]""#),
        (r"contracts-127.0.0.1_\d+", "contracts-127.0.0.1_[port]"),
        (r#""took_ms": [0-9.]+"#, r#""took_ms": "[ms]""#),
        (r" *[0-9.]+ ms ", " [ms] "),
        (r"Done in [0-9.]+ s", "Done in [s]"),
        // The demo's quotes, which are those of the hour.
        (r"IDEA ₹\S+ RELIANCE ₹\S+ SBIN ₹[0-9,.]+", "[quotes]"),
    ] {
        settings.add_filter(pattern, replacement);
    }
    settings.bind_to_scope()
}
