//! The money in the account (wire reference, section 10).

use pocketful_types::{Funds, GetFunds};

use crate::{Client, Error};

/// Funds; see [`Client::funds`].
#[derive(Clone, Copy, Debug)]
pub struct FundsApi<'a> {
    client: &'a Client,
}

impl<'a> FundsApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// What is available, used and pledged, in ₹ (wire reference, section 10).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn view(&self) -> Result<Funds, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&GetFunds::new(client_id)).await
    }
}
