//! An advisory lock on a file of its own: one holder on the whole machine, given back when dropped or when the process ends.

use std::{
    fs::{File, TryLockError},
    path::PathBuf,
    time::Duration,
};

use tokio::time::Instant;

use super::{file::private, off_thread};
use crate::{Error, ErrorKind};

/// The first pause before asking again; it doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LAST_PAUSE: Duration = Duration::from_millis(100);

/// Waits for the lock on the file at `path`, at most for `limit`. The file stays when the lock goes: removing it would let two
/// holders in.
pub(super) async fn acquire(path: PathBuf, limit: Duration) -> Result<File, Error> {
    let deadline = Instant::now() + limit;
    let mut file = off_thread({
        let path = path.clone();
        move || private::open_lock(&path)
    })
    .await?;
    let mut pause = FIRST_PAUSE;
    loop {
        let attempt;
        (file, attempt) = off_thread(move || {
            let attempt = file.try_lock();
            Ok((file, attempt))
        })
        .await?;
        match attempt {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(Error::new(
                        ErrorKind::StoreBusy,
                        format!(
                            "another process has held the lock {} for more than {} s, perhaps in the middle of a login; \
                             try again, or end that process",
                            path.display(),
                            limit.as_secs_f32()
                        ),
                    ));
                }
                tokio::time::sleep(pause.min(left)).await;
                pause = (2 * pause).min(LAST_PAUSE);
            }
            Err(TryLockError::Error(error)) => {
                return Err(private::failed("lock", &path, error));
            }
        }
    }
}
