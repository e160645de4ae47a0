//! Lines for whoever reads standard output, written by a thread of its own: a reader that stops reading holds up nothing else.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

/// Lines that may wait for the thread. Further events wait in the feed's own queue, which says what had no room.
const WAITING: usize = 64;

/// What is written at once at most, in bytes, or a line more.
const AT_ONCE: usize = 16 * 1024;

/// How long what was handed over may take when the command is to end.
const LAST: Duration = Duration::from_millis(500);

/// Standard output, a line at a time.
pub(crate) struct Lines {
    thread: mpsc::Sender<String>,
    written: oneshot::Receiver<io::Result<()>>,
    reader: Reader,
}

impl Lines {
    /// # Errors
    /// Standard output is not open, or no thread can be started.
    pub(crate) fn start() -> io::Result<Self> {
        Self::over(stdout()?, Reader::of_stdout())
    }

    /// Lines for the reader of a pipe.
    #[cfg(unix)]
    #[cfg(test)]
    pub(crate) fn to_pipe(pipe: io::PipeWriter) -> io::Result<Self> {
        use std::os::fd::AsFd;
        let reader = Reader::of(pipe.as_fd());
        Self::over(pipe, reader)
    }

    fn over(mut output: impl Write + Send + 'static, reader: Reader) -> io::Result<Self> {
        let (thread, lines) = mpsc::channel(WAITING);
        let (done, written) = oneshot::channel();
        thread::Builder::new().name("lines".to_owned()).spawn(move || {
            let result = write_all(lines, &mut output);
            // Where nobody waits for that any more, the command ends.
            let _ = done.send(result);
        })?;
        Ok(Self {
            thread,
            written,
            reader,
        })
    }

    /// Hands a line over, once there is room.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) async fn send(&mut self, mut line: String) -> io::Result<()> {
        line.push('\n');
        match self.thread.send(line).await {
            Ok(()) => Ok(()),
            Err(_) => outcome((&mut self.written).await),
        }
    }

    /// Waits until nothing can be written any more.
    pub(crate) async fn closed(&mut self) -> io::Result<()> {
        let Self { written, reader, .. } = self;
        tokio::select! {
            () = reader.gone() => Err(io::ErrorKind::BrokenPipe.into()),
            result = written => outcome(result),
        }
    }

    /// Waits until everything is written.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) async fn finish(self) -> io::Result<()> {
        let Self {
            thread,
            reader,
            written,
        } = self;
        drop(thread);
        tokio::select! {
            biased;
            result = written => outcome(result),
            () = reader.gone() => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Waits as [`finish`](Self::finish) does, but not for a reader that does not read.
    pub(crate) async fn finish_soon(self) -> io::Result<()> {
        timeout(LAST, self.finish()).await.unwrap_or(Ok(()))
    }
}

/// What became of the writing, where the thread said so.
fn outcome(result: Result<io::Result<()>, oneshot::error::RecvError>) -> io::Result<()> {
    result.unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into()))
}

fn write_all(mut lines: mpsc::Receiver<String>, output: &mut impl Write) -> io::Result<()> {
    while let Some(mut text) = lines.blocking_recv() {
        while text.len() < AT_ONCE
            && let Ok(more) = lines.try_recv()
        {
            text.push_str(&more);
        }
        output.write_all(text.as_bytes())?;
        output.flush()?;
    }
    Ok(())
}

/// Not `io::stdout()`: its lock would be held while a write waits, and the command could not end.
#[cfg(unix)]
fn stdout() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(not(unix))]
fn stdout() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// The other end of standard output, as far as it can be watched: a pipe's.
struct Reader {
    #[cfg(unix)]
    pipe: Option<tokio::net::unix::pipe::Sender>,
}

impl Reader {
    #[cfg(unix)]
    fn of_stdout() -> Self {
        use std::os::fd::AsFd;
        Self::of(io::stdout().as_fd())
    }

    #[cfg(not(unix))]
    fn of_stdout() -> Self {
        Self {}
    }

    /// Files cannot be waited for, and have no reader that could go away. The pipe is not made non-blocking: others may
    /// have it, too.
    #[cfg(unix)]
    fn of(output: std::os::fd::BorrowedFd<'_>) -> Self {
        let own = output.try_clone_to_owned();
        Self {
            pipe: own
                .and_then(tokio::net::unix::pipe::Sender::from_owned_fd_unchecked)
                .ok(),
        }
    }

    /// Waits until it is gone.
    async fn gone(&self) {
        #[cfg(unix)]
        if let Some(pipe) = &self.pipe
            && pipe.ready(tokio::io::Interest::ERROR).await.is_ok()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{
        io::{PipeReader, PipeWriter, Read, pipe},
        os::fd::AsFd,
    };

    use super::*;

    fn piped() -> (PipeReader, PipeWriter, Lines) {
        let (reader, writer) = pipe().unwrap();
        let lines = Lines::over(writer.try_clone().unwrap(), Reader::of(writer.as_fd())).unwrap();
        (reader, writer, lines)
    }

    #[tokio::test]
    async fn what_is_handed_over_is_written_in_order() {
        let (mut reader, writer, mut lines) = piped();
        drop(writer);
        let read = thread::spawn(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).map(|_| text)
        });
        let mut expected = String::new();
        for number in 0..10_000 {
            lines.send(number.to_string()).await.unwrap();
            expected += &format!("{number}\n");
        }
        lines.finish().await.unwrap();
        assert!(read.join().unwrap().unwrap() == expected);
    }

    /// Runs `test` on a thread: a write that waits for ever there is a failure, and not a test without an end.
    fn bounded<F: Future<Output = ()>>(test: impl FnOnce() -> F + Send + 'static) {
        let (done, ended) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().unwrap().block_on(test());
            done.send(()).unwrap();
        });
        match ended.recv_timeout(120 * LAST) {
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("a write holds up its task"),
            _ => thread.join().unwrap(),
        }
    }

    #[test]
    fn a_reader_that_does_not_read_holds_up_nobody_else() {
        bounded(hold_up_nobody_else);
    }

    async fn hold_up_nobody_else() {
        let (reader, _writer, mut lines) = piped();
        let line = "x".repeat(1000);
        // More than any pipe takes and the thread has room for.
        let mut handed_over = 0;
        let full = async {
            for _ in 0..100_000 {
                lines.send(line.clone()).await.unwrap();
                handed_over += 1;
            }
        };
        assert!(timeout(LAST, full).await.is_err(), "all of it was taken");
        assert!(handed_over >= WAITING);
        timeout(10 * LAST, lines.finish_soon()).await.unwrap().unwrap();
        drop(reader);
    }

    #[tokio::test]
    async fn a_reader_that_goes_away_is_noticed_without_a_write() {
        let (reader, _writer, mut lines) = piped();
        assert!(timeout(LAST / 10, lines.closed()).await.is_err());
        drop(reader);
        let closed = timeout(20 * LAST, lines.closed()).await.unwrap();
        assert_eq!(closed.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        // And so is one that goes away while lines wait.
        let (reader, _writer, mut lines) = piped();
        lines.send("one".to_owned()).await.unwrap();
        drop(reader);
        let mut failed = Ok(());
        while failed.is_ok() {
            failed = lines.send("more".to_owned()).await;
        }
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
