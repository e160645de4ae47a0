//! Authorising sales from the depository (wire reference, section 15).

use pocketful_types::{AuthoriseSale, EdisForm, EdisRoute, GenerateTpin, Pan, SaleInstrument, TpinAnswer};

use crate::{Client, Error};

/// Authorising sales from the depository; see [`Client::edis`].
///
/// **Undocumented**: a commented-out page and the broker's own middleware are the only sources, they disagree, and what a
/// live server takes is to be tried. [`EdisRoute`] chooses between the two forms.
#[derive(Clone, Copy, Debug)]
pub struct EdisApi<'a> {
    client: &'a Client,
    route: EdisRoute,
}

impl<'a> EdisApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self {
            client,
            route: EdisRoute::default(),
        }
    }

    /// The same with the other form of the requests.
    #[must_use]
    pub fn route(mut self, route: EdisRoute) -> Self {
        self.route = route;
        self
    }

    /// Has the depository send a TPIN to the owner of its account `boid` (wire reference, section 15; undocumented).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) it may be on its way.
    pub async fn generate_tpin(&self, boid: &str, pan: Pan) -> Result<TpinAnswer, Error> {
        let client_id = self.client.client_id().await?;
        let now = self.client.clock.now();
        self.client
            .call(&GenerateTpin::new(client_id, boid, pan, now).route(self.route))
            .await
    }

    /// The values of the depository's form, which a browser posts so that its owner can enter the TPIN; quantities are
    /// units (wire reference, section 15; undocumented, the values of `request_type` too).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn authorise(
        &self,
        instruments: &[SaleInstrument],
        request_type: &str,
    ) -> Result<EdisForm, Error> {
        let client_id = self.client.client_id().await?;
        let request = AuthoriseSale::new(client_id, instruments.to_vec(), request_type).route(self.route);
        self.client.call(&request).await
    }
}
