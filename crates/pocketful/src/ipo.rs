//! Public offerings (wire reference, section 14).

use pocketful_types::{
    CancelIpo, GetIpoOrders, GetIpos, IpoAnswer, IpoApplication, IpoOrders, Ipos, PlaceIpo,
};

use crate::{Client, Error};

/// Public offerings; see [`Client::ipo`].
///
/// One answer is documented; paths and requests are known from the broker's own middleware alone, and methods are
/// assumed.
#[derive(Clone, Copy, Debug)]
pub struct IpoApi<'a> {
    client: &'a Client,
}

impl<'a> IpoApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// The offerings: open ones, those to come and those that are over; prices are ₹ (wire reference, section 14).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). An offering that cannot be read is no error: it stands beside the others.
    pub async fn list(&self) -> Result<Ipos, Error> {
        self.client.call(&GetIpos).await
    }

    /// The account's applications, as the server words them (wire reference, section 14).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn orders(&self) -> Result<IpoOrders, Error> {
        self.client
            .call(&GetIpoOrders::new(self.client.client_id().await?))
            .await
    }

    /// Applies for shares, prices in whole ₹ (wire reference, section 14).
    ///
    /// # Errors
    /// When the application is wrong in itself; else see [`ErrorKind`](crate::ErrorKind). On
    /// [`Outcome::Unknown`](crate::Outcome::Unknown) it may have been taken in: read the [`orders`](Self::orders) first.
    pub async fn place(&self, application: &IpoApplication) -> Result<IpoAnswer, Error> {
        application.validate()?;
        let request = PlaceIpo::new(application.clone(), self.client.client_id().await?)?;
        self.client.call(&request).await
    }

    /// Takes an application back. What the server wants beside the symbol no source says: see
    /// [`CancelIpo::member`](crate::types::CancelIpo::member) and [`Client::call`] for more.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn cancel(&self, symbol: &str) -> Result<IpoAnswer, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&CancelIpo::new(&client_id, symbol)).await
    }
}
