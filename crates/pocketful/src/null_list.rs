//! A list that comes as null.

use pocketful_types::Rows;

use crate::Error;

/// Reads once more where null came. Whether that is an empty list or none at all is not documented; a server that could not
/// read it may the next time.
pub(crate) async fn again_if_null<T, F>(read: impl Fn() -> F) -> Result<Rows<T>, Error>
where
    F: Future<Output = Result<Rows<T>, Error>>,
{
    let rows = read().await?;
    if rows.is_null {
        return read().await;
    }
    Ok(rows)
}
