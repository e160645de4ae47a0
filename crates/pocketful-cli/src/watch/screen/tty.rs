//! Writing to a terminal that may take nothing: bounded as soon as the end is wanted, and given back to whoever had it.

use std::{
    io::{self, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use ratatui::crossterm::terminal::disable_raw_mode;

/// How many times giving the terminal back waits for it.
const PATIENCE: u32 = 4;

/// Breaks off a sequence that was cut, leaves the alternate screen and shows the cursor.
const LEAVE: &[u8] = b"\x18\x1b[?1049l\x1b[?25h";

/// A terminal.
#[derive(Debug)]
pub(super) struct Tty {
    output: device::Output,
    /// What is to be written with the next flush: a frame leaves as a whole.
    waiting: Mutex<Vec<u8>>,
    is_to_end: AtomicBool,
    is_given_back: AtomicBool,
}

impl Tty {
    /// # Errors
    /// Standard output is no terminal that can be opened.
    pub(super) fn of_stdout() -> io::Result<Self> {
        Ok(Self::over(device::Output::of_stdout()?))
    }

    fn over(output: device::Output) -> Self {
        Self {
            output,
            waiting: Mutex::default(),
            is_to_end: AtomicBool::new(false),
            is_given_back: AtomicBool::new(false),
        }
    }

    /// From here on no write waits for the terminal any more.
    pub(super) fn leave(&self) {
        self.is_to_end.store(true, Ordering::Release);
    }

    /// Gives the terminal back, once, as it was. Where it still has not taken what was drawn, that is dropped: it would be the
    /// picture of a table that is gone.
    pub(super) fn give_back(&self) {
        if self.is_given_back.swap(true, Ordering::AcqRel) {
            return;
        }
        // It has more effects than the screen has, and needs no room.
        if let Err(error) = disable_raw_mode() {
            tracing::debug!(%error, "the terminal stays raw");
        }
        let mut waits = 0;
        let given_back = self.output.write_until(LEAVE, || {
            self.output.forget();
            waits += 1;
            waits > PATIENCE
        });
        if let Err(error) = given_back {
            tracing::debug!(%error, "the terminal takes nothing");
        }
    }

    /// Whether a write that has begun cannot be broken off.
    pub(super) const WAITS_FOR_EVER: bool = device::Output::WAITS_FOR_EVER;

    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for &Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.waiting());
        // After it was given back there is nobody to draw for.
        if self.is_given_back.load(Ordering::Acquire) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.output
            .write_until(&bytes, || self.is_to_end.load(Ordering::Acquire))
    }
}

/// A description of its own of the terminal, so that its writes need not wait and those of others are as they were.
#[cfg(unix)]
mod device {
    use std::{
        fs::File,
        io::{self, Write},
        os::fd::{AsFd, OwnedFd},
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::{Mode, OFlags},
        termios::{QueueSelector, tcflush, ttyname},
    };

    /// How often a write that waits looks whether the end is wanted.
    const LOOK: std::time::Duration = std::time::Duration::from_millis(50);

    #[derive(Debug)]
    pub(in crate::watch::screen) struct Output(File);

    impl Output {
        pub(super) const WAITS_FOR_EVER: bool = false;

        pub(super) fn of_stdout() -> io::Result<Self> {
            let name = ttyname(io::stdout(), Vec::new());
            // In a container the name may be one of outside: then it is the terminal that controls this process.
            let open = |name: &std::ffi::CStr| {
                let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
                rustix::fs::open(name, flags, Mode::empty())
            };
            let opened = name.and_then(|name| open(&name)).or_else(|_| open(c"/dev/tty"))?;
            Ok(Self::from(opened))
        }

        /// Writes all of it. Each time that has to wait a while, `is_over` is asked whether to give up.
        pub(super) fn write_until(
            &self,
            mut bytes: &[u8],
            mut is_over: impl FnMut() -> bool,
        ) -> io::Result<()> {
            while !bytes.is_empty() {
                match (&self.0).write(bytes) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(written) => bytes = &bytes[written..],
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        if is_over() {
                            return Err(io::ErrorKind::TimedOut.into());
                        }
                        self.wait()?;
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        }

        fn wait(&self) -> io::Result<()> {
            let look = Timespec::try_from(LOOK).map_err(io::Error::other)?;
            let mut output = [PollFd::new(&self.0, PollFlags::OUT)];
            match poll(&mut output, Some(&look)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
                Err(error) => Err(error.into()),
            }
        }

        /// Drops what the terminal has not taken.
        pub(super) fn forget(&self) {
            if let Err(error) = tcflush(self.0.as_fd(), QueueSelector::OFlush) {
                tracing::debug!(%error, "what waits for the terminal stays");
            }
        }
    }

    impl From<OwnedFd> for Output {
        fn from(terminal: OwnedFd) -> Self {
            Self(terminal.into())
        }
    }
}

/// Consoles elsewhere are written to as they are: the thread may have to be left behind.
#[cfg(not(unix))]
mod device {
    use std::io::{self, Write};

    #[derive(Debug)]
    pub(in crate::watch::screen) struct Output;

    impl Output {
        pub(super) const WAITS_FOR_EVER: bool = true;

        pub(super) fn of_stdout() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) fn write_until(&self, bytes: &[u8], _is_over: impl FnMut() -> bool) -> io::Result<()> {
            let mut stdout = io::stdout();
            stdout.write_all(bytes)?;
            stdout.flush()
        }

        pub(super) fn forget(&self) {}
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests;
