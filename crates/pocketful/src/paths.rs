//! Operations whose path the sources disagree about.

use crate::Error;

/// Calls with `first`, and where there is nothing behind that path with the `others`, one after the other. When no path
/// leads anywhere, the first one is what to talk about.
pub(crate) async fn first_that_leads<P, T>(
    first: P,
    others: impl IntoIterator<Item = P>,
    call: impl AsyncFn(P) -> Result<T, Error>,
) -> Result<T, Error> {
    let error = match call(first).await {
        Err(error) if error.is_wrong_path() => error,
        result => return result,
    };
    for path in others {
        match call(path).await {
            Err(error) if error.is_wrong_path() => {}
            result => return result,
        }
    }
    Err(error)
}
