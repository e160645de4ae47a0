//! One chromedriver for the whole binary, stopped when the last test that uses it is done.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// A running chromedriver.
pub(super) struct Driver {
    child: Child,
    pub(super) port: u16,
    /// Where it and its browsers put what they leave behind; short, because a socket's path has a limit.
    litter: PathBuf,
}

static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The running one, or a new one.
    pub(super) fn get() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let program = find();
        // One more for each start: the last one may still be cleaning up.
        static STARTS: AtomicU32 = AtomicU32::new(0);
        let start = STARTS.fetch_add(1, Ordering::Relaxed);
        let litter = env::temp_dir().join(format!("pocketful-browser-{}-{start}", process::id()));
        fs::create_dir_all(&litter).unwrap();
        let mut child = Command::new(&program)
            .env("TMPDIR", &litter)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        // It prints, among other lines: ChromeDriver was started successfully on port 34567.
        let port = loop {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap() == 0 {
                let _ = child.kill();
                panic!("chromedriver ended before it was ready. It said: {said}");
            }
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim().trim_end_matches('.').parse().unwrap();
            }
            said.push_str(&line);
        };
        Self { child, port, litter }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked politely it also ends browsers that a failed test left behind, but it is not waited for without end.
        if let Ok(mut asked) = TcpStream::connect(("127.0.0.1", self.port)) {
            let head = format!("Host: 127.0.0.1:{}\r\nConnection: close", self.port);
            let _ = asked.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = write!(asked, "GET /shutdown HTTP/1.1\r\n{head}\r\n\r\n");
            let _ = asked.read_to_end(&mut Vec::new());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.litter);
    }
}

/// The remedy for a machine without a browser.
pub(super) const WHAT_TO_INSTALL: &str = "the portal is tested in a real browser: install Chromium and its driver of the \
     same version (Debian and Ubuntu: `apt-get install chromium chromium-driver`), or set $CHROMEDRIVER to the driver";

/// `$CHROMEDRIVER`, or `chromedriver` of the search path.
fn find() -> PathBuf {
    if let Some(program) = env::var_os("CHROMEDRIVER") {
        let program = PathBuf::from(program);
        let there = program.is_file();
        assert!(
            there,
            "$CHROMEDRIVER is {}, where no file is; {WHAT_TO_INSTALL}",
            program.display()
        );
        return program;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain([PathBuf::from("/usr/bin")])
        .map(|folder| folder.join("chromedriver"))
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("no chromedriver; {WHAT_TO_INSTALL}"))
}
